"""What a series owes to whom: few messages, since a series is told once. Subjects: `regular:4`, `series:7`, `day_question:2`."""

import datetime as dt

from django.db.models import QuerySet

from piano.messaging.models import Message, MessageState
from piano.messaging.outbox import cancel_owed, owe
from quarters.models import Reach
from requests.contacts import hearers_of
from requests.models import Assignment, Regular, Series
from requests.notices import WORTH_SAYING
from requests.states import STANDING_ASSIGNMENT_STATES
from requests.timing import tell_soon


def series_offered(regular: Regular, *, now: dt.datetime) -> None:
    subject, until = f"regular:{regular.pk}", regular.answer_by
    owe(reason="series_offer", subject=subject, recipient=regular.person, now=now, expires_at=until)


def question_closed(regular: Regular) -> None:
    cancel_owed(subject=f"regular:{regular.pk}", reason="series_offer")


def question_withdrawn(regular: Regular, *, taken: bool, now: dt.datetime) -> None:
    """Who has read it hears that somebody else was faster, or that nobody is needed; who has not, hears nothing."""
    subject = f"regular:{regular.pk}"
    if not cancel_owed(subject=subject):
        reason = "series_taken" if taken else "series_not_needed"
        owe(reason=reason, subject=subject, recipient=regular.person, now=now, expires_at=now + WORTH_SAYING)


def tell_once(series: Series, regular: Regular, *, now: dt.datetime) -> None:
    """One confirmation for the whole series, to the tenant and to who comes: the words of its first date name the rule.

    Nothing when it was said, or is still owed.
    """
    going = _going(series, regular)
    first = going.select_related("visit", "person").order_by("planned_window").first()
    if first is None or _is_told(series, regular):
        return
    first.visit.help_request = series.help_request
    start, subject = first.planned_window.lower, f"assignment:{first.pk}"
    for hearer in hearers_of(series.help_request, at_the_door=True):
        at = tell_soon(start=start, now=now) if hearer.reach == Reach.PHONE else now
        owe(reason="arranged_tenant", subject=subject, recipient=hearer, now=now, not_before=at, expires_at=start)
    if regular.person.reach == Reach.EMAIL:
        owe(reason="arranged_person", subject=subject, recipient=regular.person, now=now, expires_at=start)


def _going(series: Series, regular: Regular) -> QuerySet[Assignment]:
    rows = Assignment.objects.filter(visit__series=series, person=regular.person)
    return rows.filter(state__in=STANDING_ASSIGNMENT_STATES, created_at__gte=regular.answered_at or regular.asked_at)


def _is_told(series: Series, regular: Regular) -> bool:
    since = regular.answered_at or regular.asked_at
    keys = Assignment.objects.filter(visit__series=series, person=regular.person, created_at__gte=since)
    subjects = [f"assignment:{pk}" for pk in keys.values_list("pk", flat=True)]
    rows = Message.objects.filter(reason="arranged_tenant", subject__in=subjects)
    return rows.exclude(state=MessageState.CANCELLED).exists()
