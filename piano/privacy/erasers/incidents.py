"""Incidents: three years after the decision; an open one is never touched."""

import datetime as dt

from piano.kit.retention import Period
from piano.privacy.erasing import Eraser, Rows, register
from requests.models import Incident, IncidentLook, IncidentReader, IncidentStep


def _old(before: dt.datetime) -> Rows:
    """One that is open stays: what runs is never touched."""
    return Incident.objects.filter(decided_at__lt=before)


register(
    Eraser(
        "incidents", "Vorfälle", Period.YEARS_3, _old, removes=(Incident, IncidentStep, IncidentReader, IncidentLook)
    )
)
