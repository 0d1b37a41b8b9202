"""A report of a visit counts the hours of whoever went, and books time where her association keeps accounts. Once a visit."""

import datetime as dt
from collections.abc import Sequence

from piano.kit import clock
from requests.arranged.afterwards import on_reported
from requests.models import Assignment, Report
from volunteers.accounts.efforts import note_visit


@on_reported
def count_hours(report: Report, assignments: Sequence[Assignment], now: dt.datetime) -> None:
    """Within the transaction of the report: no report without its hours, no hours twice."""
    visit = report.visit
    note_visit(
        helpers=[one.person for one in assignments],
        receiver=visit.help_request.resident.user,
        minutes=report.minutes,
        about=visit.reference,
        day=clock.local(assignments[0].planned_window.lower).date(),
        by=report.reported_by or assignments[0].person,
        now=now,
    )
