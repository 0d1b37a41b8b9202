"""What the pipeline owes to whom after a visit: rows of the outbox, written in the verb's transaction.

The words are made at hand-over, from the modules `about_*`. Subjects name rows: `assignment:17`, `visit:4`.
"""

import datetime as dt

from piano.messaging.outbox import cancel_owed, owe
from quarters.models import User
from requests.messages.search_notices import WORTH_SAYING
from requests.models import After, Assignment, Feedback, Report
from requests.wishes.contacts import hearers_of

A_WEEK = dt.timedelta(days=7)


def report_wanted(assignment: Assignment, *, slot: str, now: dt.datetime) -> None:
    owe(
        reason="report_wanted",
        subject=f"assignment:{assignment.pk}",
        recipient=assignment.person,
        slot=slot,
        now=now,
        expires_at=now + dt.timedelta(days=1),
    )


def reported(report: Report, *, assignment: Assignment, now: dt.datetime) -> None:
    """Asks the tenant whether all was well, in writing; people of the phone are asked at the next call."""
    cancel_owed(subject=f"assignment:{assignment.pk}")
    for hearer in hearers_of(assignment.visit.help_request):
        if report.took_place:
            subject, ends = f"visit:{report.visit_id}", now + WORTH_SAYING
            owe(reason="how_was_it", subject=subject, recipient=hearer, now=now, expires_at=ends)
    if report.after == After.NEXT_WEEK and not report.needs_call:
        tenant = assignment.visit.help_request.resident.user
        owe(reason="ask_again", subject=f"visit:{report.visit_id}", recipient=tenant, now=now, not_before=now + A_WEEK)


def worry_taken_care_of(report: Report, *, by: User, now: dt.datetime) -> None:
    if report.reported_by and report.reported_by != by:
        subject, ends = f"visit:{report.visit_id}", now + WORTH_SAYING
        owe(reason="worry_taken_care_of", subject=subject, recipient=report.reported_by, now=now, expires_at=ends)


def thanked(feedback: Feedback, *, now: dt.datetime) -> None:
    """The tenant's kind words reach the volunteer."""
    person = User.objects.filter(assignments__visit=feedback.visit, assignments__state="done").first()
    if person:
        subject, ends = f"visit:{feedback.visit_id}", now + WORTH_SAYING
        owe(reason="thanks", subject=subject, recipient=person, now=now, expires_at=ends)
