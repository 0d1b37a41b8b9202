"""What a series needs now: dates made, somebody asked, dates planned. Doing it again changes nothing."""

import datetime as dt

from django.db import transaction

from piano.kit import clock
from piano.kit.sweeps import back_off
from quarters.people.residents import is_kept_apart
from requests.advance import advance
from requests.finding.due import owe_step
from requests.locks import lock_person
from requests.models import Assignment, HelpRequest, Regular, Series, Visit, WorkKind
from requests.series.days import ask_about_days, waits_for_answer
from requests.series.ending import end_when_over
from requests.series.handing_back import look_for_somebody
from requests.series.reading import asked_for, dates_ahead, regular_of
from requests.series.regulars import ask_somebody, expire_questions, lock_series, plan_dates
from requests.series.reviewing import ask_whether_it_goes_on
from requests.series.rolling import SEARCH_AHEAD, roll_out
from requests.states import AssignmentState, RegularState, SeriesState, VisitState
from requests.wishes.holds import holds_of
from volunteers.models import VolunteerState

GONE_STATES = (VolunteerState.LEFT, VolunteerState.SUSPENDED)
GONE = "Kann hier nicht mehr kommen"
LOOKS_AGAIN_AT = dt.time(6)
SOON = dt.timedelta(minutes=1)
BATCH = 100


def due_series(*, now: dt.datetime) -> list[int]:
    rows = Series.objects.filter(state=SeriesState.ACTIVE, due_at__lte=now).order_by("due_at", "pk")
    return list(rows.values_list("pk", flat=True)[:BATCH])


def take_series(series_id: int, *, now: dt.datetime) -> bool:
    """One series in a transaction of its own: locks person, request and series; leaves it to the sweeper who holds the request."""
    with transaction.atomic():
        person = (
            Regular.objects.filter(series=series_id, state=RegularState.YES).values_list("person", flat=True).first()
        )
        if not _is_free(series_id, person):
            return False
        series = lock_series(series_id)
        regular = regular_of(series)
        is_due = series.is_active and series.due_at is not None and series.due_at <= now
        if not is_due or (regular.person_id if regular else None) != person:
            return False
        tend(series, now=now)
    return True


def _is_free(series_id: int, person: int | None) -> bool:
    if person is not None:
        lock_person(person)
    rows = HelpRequest.objects.filter(series=series_id).order_by("pk")
    return bool(rows.select_for_update(skip_locked=True, no_key=True, of=("self",)).values_list("pk", flat=True))


def tend(series: Series, *, now: dt.datetime) -> None:
    """The caller holds the locks of the regular's person, the request and the series."""
    if end_when_over(series, now=now):
        return
    expire_questions(series, now=now)
    roll_out(series, now=now)
    ask_about_days(series, now=now)
    ask_whether_it_goes_on(series, now=now)
    regular = _who_still_may(series, now=now)
    if regular is not None:
        plan_dates(series, regular, by=None, now=now)
    elif _needs_somebody(series) and not ask_somebody(series, now=now):
        series.nobody_left_at = now
        _look_for_each_date(series, now=now)
    series.due_at, series.attempt = next_look(series, now=now), 0
    series.save(update_fields=["nobody_left_at", "due_at", "attempt"])


def put_off(series_id: int) -> None:
    """One whose look failed stops nobody else: it comes back later, ever more seldom, and `check_invariants` names it."""
    with transaction.atomic():
        series = Series.objects.select_for_update(no_key=True).filter(pk=series_id, state=SeriesState.ACTIVE).first()
        if series is not None:
            due_at = clock.now() + back_off(series.attempt)
            Series.objects.filter(pk=series_id).update(attempt=series.attempt + 1, due_at=due_at)


def _who_still_may(series: Series, *, now: dt.datetime) -> Regular | None:
    """Who comes regularly; somebody who has left, or is kept apart from the tenant, does so no more, and others are asked."""
    regular = regular_of(series)
    if regular is None:
        return None
    has_left = not regular.person.is_volunteer or regular.person.volunteer.state in GONE_STATES
    if has_left or is_kept_apart(regular.person, series.help_request.resident.user):
        regular.series = series
        advance(regular, RegularState.OVER, by=None, now=now, note=GONE)
        look_for_somebody(series, now=now)
        return None
    return regular


def _look_for_each_date(series: Series, *, now: dt.datetime) -> None:
    """Nobody comes regularly: each date is looked for by itself, when its time has come."""
    for visit in dates_ahead(series, now=now):
        if visit.state == VisitState.OPEN and visit.rounds == 0:
            owe_step(visit, WorkKind.MATCH, due_at=max(now, visit.wish_window.lower - SEARCH_AHEAD))


def _needs_somebody(series: Series) -> bool:
    is_asking = asked_for(series).exists() or series.nobody_left_at is not None
    return not is_asking and not holds_of(series.help_request)


def next_look(series: Series, *, now: dt.datetime) -> dt.datetime:
    """When the first answer is due, else tomorrow morning."""
    tomorrow = clock.at(clock.local(now).date() + dt.timedelta(days=1), LOOKS_AGAIN_AT)
    answers = asked_for(series).order_by("answer_by").values_list("answer_by", flat=True).first()
    return min(tomorrow, answers) if answers else tomorrow


def lets_wait(visit: Visit, *, now: dt.datetime) -> bool:
    """Whether the search for this one date waits: for the answer to the series, or until its time has come.

    Moves its step then. The caller holds the visit's lock.
    """
    if visit.series_id is None or visit.state != VisitState.OPEN or holds_of(visit.help_request):
        return False
    if waits_for_answer(visit, now=now):
        return True
    series = visit.series
    assert series is not None
    until = _search_from(visit, series, now=now)
    if until > now:
        owe_step(visit, WorkKind.MATCH, due_at=until)
    return until > now


def _search_from(visit: Visit, series: Series, *, now: dt.datetime) -> dt.datetime:
    if not series.is_active:
        return now
    if series.due_at is not None and series.due_at <= now:
        return now + SOON  # the sweep is about to ask or to plan
    answers = asked_for(series).order_by("-answer_by").values_list("answer_by", flat=True).first()
    if answers is None and _nobody_was_asked(series):
        Series.objects.filter(pk=series.pk).update(due_at=now)  # it waited for a first talk; the question comes first
        return now + SOON
    if answers is None and _was_given_back(visit):
        return now
    return max(answers or now, visit.wish_window.lower - SEARCH_AHEAD)


def _nobody_was_asked(series: Series) -> bool:
    return series.rounds == 0 and series.nobody_left_at is None and regular_of(series) is None


def _was_given_back(visit: Visit) -> bool:
    """One date of somebody who comes regularly: others are asked at once, with all the time there is."""
    given_back = Assignment.objects.filter(visit=visit, state=AssignmentState.CANCELLED).values("person")
    return Regular.objects.filter(series=visit.series_id, state=RegularState.YES, person__in=given_back).exists()
