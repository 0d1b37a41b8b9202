"""What a series owes to whom: few messages, since a series is told once. Subjects: `regular:4`, `series:7`, `day_question:2`."""

import datetime as dt

from django.db.models import Q, QuerySet

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from piano.messaging.outbox import cancel_owed, owe
from quarters.models import Reach, User
from requests.finding.timing import tell_soon
from requests.messages.search_notices import WORTH_SAYING
from requests.models import Assignment, DayQuestion, Pause, Regular, Series, Visit
from requests.states import STANDING_ASSIGNMENT_STATES
from requests.wishes.contacts import hearers_of


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
    if regular.person.reads_messages:
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


def series_over(regular: Regular, *, now: dt.datetime) -> None:
    """One message for all dates that fall out, with thanks; once more when the end was taken back in between."""
    subject = f"regular:{regular.pk}"
    before = Message.objects.filter(reason="series_goes_on", subject=subject).count()
    owe(
        reason="series_over",
        subject=subject,
        recipient=regular.person,
        now=now,
        expires_at=now + WORTH_SAYING,
        slot=f"{before}" if before else "",
    )


def series_pauses(pause: Pause, regular: Regular, *, now: dt.datetime) -> None:
    """One message for all days of the pause."""
    ends = clock.at(pause.last_day, dt.time(18))
    owe(reason="series_pauses", subject=f"pause:{pause.pk}", recipient=regular.person, now=now, expires_at=ends)


def goes_on(regular: Regular, visits: list[Visit], *, said: str, subject: str, now: dt.datetime) -> None:
    """What fell out counts again. Who has heard nothing yet hears nothing; else one message says so."""
    rows = Assignment.objects.filter(visit__in=visits, person=regular.person)
    subjects = [f"assignment:{pk}" for pk in rows.values_list("pk", flat=True)]
    cancel_owed(subject=subject, reason=said)
    for one in subjects:
        cancel_owed(subject=one, reason="called_off")
    heard = Q(subject=subject, reason=said) | Q(subject__in=subjects, reason="called_off")
    if Message.objects.filter(heard, recipient=regular.person).exclude(state=MessageState.CANCELLED).exists():
        owe(
            reason="series_goes_on",
            subject=f"regular:{regular.pk}",
            recipient=regular.person,
            now=now,
            expires_at=now + WORTH_SAYING,
            slot=f"{now:%y%m%d%H%M}",
        )


def questions_fall_away(series: Series, days: tuple[dt.date, dt.date]) -> None:
    """Whether somebody shall come on one of these days need not be asked any more."""
    rows = DayQuestion.objects.filter(visit__series=series, visit__series_day__range=days, answered_at=None)
    for key in rows.values_list("pk", flat=True):
        cancel_owed(subject=f"day_question:{key}")


def regular_left(regular: Regular, given_up: int, *, now: dt.datetime) -> None:
    """Thanks to her; and the tenant hears once that somebody else is looked for, however many dates it is about."""
    _of_series("series_thanks", regular, regular.person, now=now)
    for hearer in hearers_of(regular.series.help_request, at_the_door=True) if given_up else []:
        _of_series("regular_left", regular, hearer, now=now)


def nothing_more_asked(series: Series) -> None:
    """Questions about a series that has ended are taken back."""
    cancel_owed(subject=f"series:{series.pk}")
    for key in DayQuestion.objects.filter(visit__series=series).values_list("pk", flat=True):
        cancel_owed(subject=f"day_question:{key}")


def _of_series(reason: str, regular: Regular, recipient: User, *, now: dt.datetime) -> None:
    subject = f"regular:{regular.pk}"
    owe(reason=reason, subject=subject, recipient=recipient, now=now, expires_at=now + WORTH_SAYING)


def day_asked(question: DayQuestion, *, now: dt.datetime) -> None:
    """The tenant is asked what shall be on this day."""
    subject, until = f"day_question:{question.pk}", question.visit.wish_window.lower
    for hearer in hearers_of(question.visit.help_request):
        owe(reason="day_question", subject=subject, recipient=hearer, now=now, expires_at=until)


def day_answered(question: DayQuestion) -> None:
    cancel_owed(subject=f"day_question:{question.pk}")


def review_asked(series: Series, regular: Regular | None, *, now: dt.datetime) -> None:
    """„Soll es so weitergehen?“ to the tenant and to who comes."""
    until = clock.at(series.review_on, dt.time(12))
    for hearer in hearers_of(series.help_request):
        _review("review_tenant", series, hearer, until, now=now)
    if regular is not None:
        _review("review_regular", series, regular.person, until, now=now)


def review_called(series: Series, regular: Regular | None, *, now: dt.datetime) -> None:
    """Nobody has answered in writing: somebody calls. Twice is once."""
    until = clock.at(series.review_on, dt.time(18))
    for hearer in hearers_of(series.help_request) if not series.tenant_says else []:
        if hearer.reads_messages:
            _review("review_tenant_call", series, hearer, until, now=now)
    if regular is not None and regular.person.reads_messages:
        _review("review_regular_call", series, regular.person, until, now=now)


def review_answered(series: Series, regular: Regular | None, *, of_tenant: bool) -> None:
    """Who has answered is not asked again."""
    if of_tenant:
        for reason in ("review_tenant", "review_tenant_call"):
            cancel_owed(subject=f"series:{series.pk}", reason=reason)
    elif regular is not None:
        for reason in ("review_regular", "review_regular_call"):
            cancel_owed(subject=f"series:{series.pk}", reason=reason)


def _review(reason: str, series: Series, recipient: User, until: dt.datetime, *, now: dt.datetime) -> None:
    subject, slot = f"series:{series.pk}", f"{series.review_on:%y%m%d}"
    owe(reason=reason, subject=subject, recipient=recipient, now=now, expires_at=until, slot=slot)
