"""„Bitte heute noch anrufen“: until somebody has done it, whoever is responsible hears it again, and then the next ones.

First the helpers while the meeting point is open, else whoever has duty; then her deputy as well; then everybody. Helpers are
not woken at night unless somebody is in danger; duty is. Each reminder is a done row of `DueWork`, the next one is pending.
"""

import datetime as dt

from helpers.on_duty.on_call import on_call_at
from piano.kit import clock
from piano.messaging.outbox import cancel_owed, owe
from quarters.models import User
from quarters.people.helping import helpers_of
from requests.finding.due import cross_off, owe_step
from requests.finding.timing import CALL_AGAIN, CALL_AGAIN_LATER
from requests.models import After, DueWork, Report, Visit, WorkKind
from requests.urgency.responsible import is_office_open

REASONS = ("please_call", "please_call_duty")
TO_OTHERS = 2  # the second reminder goes on


def ask_to_call(report: Report, *, now: dt.datetime) -> None:
    """Tells whoever is responsible now, and puts down when to say it again. The caller holds the visit's lock."""
    _tell(report, reminders=0, now=now)
    owe_step(report.visit, WorkKind.CALL, due_at=now + CALL_AGAIN)


def remind_to_call(visit: Visit, *, now: dt.datetime) -> None:
    """Says it once more, to more people each time, as long as nobody has taken care of it. The caller holds the lock."""
    cross_off(visit, WorkKind.CALL, now=now)
    report = Report.objects.filter(visit=visit, needs_call=True, acknowledged_at=None).first()
    if report is None or visit.help_request.resident.died_on:
        return
    report.visit = visit
    reminders = DueWork.objects.filter(visit=visit, kind=WorkKind.CALL, done_at__isnull=False).count()
    _tell(report, reminders=reminders, now=now)
    owe_step(visit, WorkKind.CALL, due_at=now + (CALL_AGAIN if reminders <= TO_OTHERS else CALL_AGAIN_LATER))


def stop_asking(visit: Visit, *, now: dt.datetime) -> None:
    """Somebody has called. The caller holds the visit's lock."""
    cross_off(visit, WorkKind.CALL, now=now)
    for reason in REASONS:
        cancel_owed(subject=f"visit:{visit.pk}", reason=reason)


def _tell(report: Report, *, reminders: int, now: dt.datetime) -> None:
    slot = str(reminders) if reminders else ""
    duty, helpers = _who(report, reminders=reminders, now=now)
    for reason, people in (("please_call_duty", duty), ("please_call", helpers)):
        for person in people:
            owe(reason=reason, subject=f"visit:{report.visit_id}", recipient=person, now=now, slot=slot)


def _who(report: Report, *, reminders: int, now: dt.datetime) -> tuple[list[User], list[User]]:
    """Of duty and of the helpers. Where nobody has duty the helpers hear it at any hour; there is nobody else."""
    district = report.visit.help_request.district
    duty = list(dict.fromkeys(row.person for row in on_call_at(district=district, moment=now)))
    helpers = helpers_of(district.pk, now=now)
    is_open = is_office_open(now, district=district)
    if reminders < TO_OTHERS:
        return ([], helpers) if not duty or (is_open and helpers) else (duty[:1], [])
    if reminders == TO_OTHERS and not is_open and len(duty) > 1:
        return duty[:2], []
    sleep = duty and report.after != After.DANGER and clock.is_quiet(now)
    return duty, [] if sleep else helpers
