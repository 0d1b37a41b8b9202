"""A pause: since when, until when, and who said so. Nobody is asked while it lasts; what is arranged stays arranged."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.messaging.outbox import owe
from quarters.models import User
from volunteers.models import Volunteer, VolunteerPause, VolunteerState


class PauseEndsBefore(DomainError):
    message = _("Bitte wählen Sie einen Tag nach heute, oder lassen Sie das Feld leer.")


def begin_pause(volunteer: Volunteer, *, by: User, now: dt.datetime, until: dt.date | None = None) -> bool:
    """From now until that day, on which she is asked again; without a day until she says so. False unless she is active.

    Ends what still stands of an earlier one. Raises `PauseEndsBefore` for a day that is not ahead.
    """
    if until is not None and until <= clock.local(now).date():
        raise PauseEndsBefore()
    with transaction.atomic():
        if not _switch(volunteer, VolunteerState.ACTIVE, VolunteerState.PAUSED):
            return False
        VolunteerPause.objects.filter(volunteer=volunteer, ended_at=None).update(ended_at=now, ended_by=by)
        VolunteerPause.objects.create(volunteer=volunteer, began_at=now, begun_by=by, until=until)
    return True


def end_pause(volunteer: Volunteer, *, by: User | None, now: dt.datetime) -> bool:
    """She is back. False where she does not pause; whoever is suspended stays so."""
    with transaction.atomic():
        if not _switch(volunteer, VolunteerState.PAUSED, VolunteerState.ACTIVE):
            return False
        VolunteerPause.objects.filter(volunteer=volunteer, ended_at=None).update(ended_at=now, ended_by=by)
    return True


def standing_pause(volunteer: Volunteer) -> VolunteerPause | None:
    rows = VolunteerPause.objects.filter(volunteer=volunteer, ended_at=None)
    return rows.select_related("begun_by").first()


def end_due_pauses(*, now: dt.datetime) -> int:
    """Whose day has come is asked again, and hears it. Returns how many."""
    due = VolunteerPause.objects.filter(ended_at=None, until__lte=clock.local(now).date())
    rows = due.filter(volunteer__state=VolunteerState.PAUSED).select_related("volunteer__user").order_by("pk")
    return sum(_is_back(row, now=now) for row in rows)


def _is_back(row: VolunteerPause, *, now: dt.datetime) -> bool:
    with transaction.atomic():
        if not end_pause(row.volunteer, by=None, now=now):
            return False
        ends = now + dt.timedelta(days=14)
        owe(reason="pause_over", subject=f"pause:{row.pk}", recipient=row.volunteer.user, now=now, expires_at=ends)
    return True


def _switch(volunteer: Volunteer, before: str, after: str) -> bool:
    changed = Volunteer.objects.filter(pk=volunteer.pk, state=before).update(state=after)
    volunteer.refresh_from_db(fields=["state"])
    return bool(changed)
