"""One question for a whole series, asked by the same rules as any other; and the yes that plans its dates.

A date on which she cannot come is shown before the yes and stays open for others. Each verb locks the person (her weekly minutes are
a cap over rows), then the request, and is harmless when repeated.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db import transaction

from piano.kit import clock
from piano.kit.sweeps import wake_engine
from quarters.models import User
from requests.advance import advance, begin
from requests.arranged.visits import arrange
from requests.errors import NoLongerPossible, OfferAlreadyAnswered, OfferExpired, OfferTaken
from requests.finding.ranking import Candidate
from requests.finding.timing import ASKED_AT_ONCE
from requests.locks import lock_person
from requests.models import Assignment, HelpRequest, Regular, Series, Visit
from requests.policies.alone import leaves_time
from requests.policies.pace import noon_after
from requests.series import notices
from requests.series.fitting import familiar_of, minutes_of_week, rank_regulars, start_on, visits_in
from requests.series.reading import asked_for, dates_ahead, regular_of
from requests.states import RegularState, VisitState
from volunteers.models import Span


@dataclass(frozen=True)
class Date:
    """One date of a series for one person: when she could be there, or None."""

    visit: Visit
    start: dt.datetime | None


def lock_series(series_id: int, *, person: int | None = None) -> Series:
    """Locks the person where one is named, the request and the series, and returns it fresh. The caller has a transaction."""
    if person is not None:
        lock_person(person)
    request_id = Series.objects.values_list("help_request_id", flat=True).get(pk=series_id)
    help_request = (
        HelpRequest.objects.select_for_update(no_key=True, of=("self",))
        .select_related("category", "district", "resident__user", "resident__building")
        .get(pk=request_id)
    )
    series = Series.objects.select_for_update(no_key=True).get(pk=series_id)
    series.help_request = help_request
    return series


def ask_somebody(series: Series, *, now: dt.datetime) -> list[Regular]:
    """Who was there before alone, else the next three. Nobody left: empty. The caller holds the locks.

    The machine asks nobody who has to be called for it, but the familiar one is worth a call.
    """
    people = rank_regulars(series, now=now)
    familiar = familiar_of(people) if series.rounds == 0 else None
    chosen = [familiar] if familiar else [one for one in people if not one.by_phone][:ASKED_AT_ONCE]
    return [ask_person(series, one, is_familiar=one is familiar, now=now, by=None) for one in _counted(series, chosen)]


def _counted(series: Series, chosen: list[Candidate]) -> list[Candidate]:
    if chosen:
        series.rounds += 1
        series.save(update_fields=["rounds"])
    return chosen


def ask_person(
    series: Series, candidate: Candidate, *, is_familiar: bool, now: dt.datetime, by: User | None
) -> Regular:
    """One question, with the time to answer that leaves room for others before the first date."""
    regular = Regular(
        series=series,
        person_id=candidate.person_id,
        reasons=list(candidate.reasons),
        is_familiar=is_familiar,
        round=series.rounds,
        asked_at=now,
        answer_by=answer_by(candidate.start, now=now),
    )
    begin(regular, RegularState.ASKED, by=by, now=now)
    notices.series_offered(regular, now=now)
    return regular


def answer_by(first: dt.datetime, *, now: dt.datetime) -> dt.datetime:
    """Noon of the next day, in the pace of real life; time before the first date is left for others, and nobody answers at night."""
    return leaves_time(now, first, until=noon_after(clock.after_quiet(now), 1))


def dates_for(regular: Regular, *, now: dt.datetime) -> list[Date]:
    """Every date that somebody is still needed for, with her start on it: what the page shows before the yes."""
    waiting = [visit for visit in dates_ahead(regular.series, now=now) if _is_free(visit)]
    dates = [Date(visit, start_on(visit, regular.person, now=now)) for visit in waiting]
    return not_too_often(regular.person, within_her_week(regular.person, dates))


def within_her_week(person: User, dates: list[Date]) -> list[Date]:
    """Each date fits for itself; of several in one week only as many as her minutes of the week leave room for."""
    taken: Counter[dt.date] = Counter()
    found = []
    for date in dates:
        if date.start is not None:
            monday = clock.local(date.start).date() - dt.timedelta(days=clock.local(date.start).weekday())
            before = taken[monday] and taken[monday] + minutes_of_week(person, monday)
            if before and before + date.visit.minutes > person.volunteer.weekly_minutes:
                date = Date(date.visit, None)
            else:
                taken[monday] += date.visit.minutes
        found.append(date)
    return found


def not_too_often(person: User, dates: list[Date]) -> list[Date]:
    """Of several in one week or month only as many as she wants to come."""
    most, by_month = person.volunteer.most_visits, person.volunteer.most_visits_in == Span.MONTH
    if most is None:
        return dates
    taken: Counter[dt.date] = Counter()
    found = []
    for date in dates:
        if date.start is not None:
            first, after = _span_of(clock.local(date.start).date(), by_month=by_month)
            if taken[first] and taken[first] + visits_in(person, first, after) >= most:
                date = Date(date.visit, None)
            else:
                taken[first] += 1
        found.append(date)
    return found


def _span_of(day: dt.date, *, by_month: bool) -> tuple[dt.date, dt.date]:
    """The first day of its month or week, and the first after it."""
    if by_month:
        first = day.replace(day=1)
        return first, (first + dt.timedelta(days=32)).replace(day=1)
    first = day - dt.timedelta(days=day.weekday())
    return first, first + dt.timedelta(days=7)


def _is_free(visit: Visit) -> bool:
    """Nobody comes yet, and nobody has to say first whether it shall be that day."""
    question = getattr(visit, "day_question", None)
    return visit.state == VisitState.OPEN and visit.rounds == 0 and (question is None or not question.is_open)


def accept_series(regular: Regular, *, by: User, now: dt.datetime, calls_before: bool = False) -> Regular:
    """The first yes wins and plans every date that fits; a repeated yes returns the same. A late yes counts while nobody comes.

    Raises `OfferTaken`, `OfferAlreadyAnswered`, `OfferExpired`, `NoLongerPossible`.
    """
    with transaction.atomic():
        series = lock_series(regular.series_id, person=regular.person_id)
        regular = _locked(regular, series)
        if regular.state == RegularState.YES:
            return regular
        if regular.state in (RegularState.NO, RegularState.OVER):
            raise OfferAlreadyAnswered()
        if regular_of(series) is not None:
            raise OfferTaken()
        if not series.is_active or regular.state == RegularState.WITHDRAWN:
            raise OfferExpired()
        if not any(date.start for date in dates_for(regular, now=now)):
            raise NoLongerPossible()
        asks = calls_before
        advance(regular, RegularState.YES, by=by, now=now, answered_at=now, calls_before=asks)
        withdraw_questions(series, by=by, now=now, taken=True)
        series.nobody_left_at, series.due_at = None, now
        series.save(update_fields=["nobody_left_at", "due_at"])
        plan_dates(series, regular, by=by, now=now)
        wake_engine()
    return regular


def decline_series(regular: Regular, *, by: User, now: dt.datetime) -> Regular:
    """A no to the series; she may still be asked for single dates. A second no changes nothing. Raises `OfferAlreadyAnswered`."""
    with transaction.atomic():
        series = lock_series(regular.series_id)
        regular = _locked(regular, series)
        if regular.state in (RegularState.YES, RegularState.OVER):
            raise OfferAlreadyAnswered()
        if regular.state == RegularState.ASKED:
            advance(regular, RegularState.NO, by=by, now=now, answered_at=now)
            notices.question_closed(regular)
            series.due_at = now
            series.save(update_fields=["due_at"])
            wake_engine()
    return regular


def plan_dates(series: Series, regular: Regular, *, by: User | None, now: dt.datetime) -> list[Assignment]:
    """Plans for her each date that is free and that the rules allow; where she clashes it stays open. The caller holds the locks.

    The tenant is told once, with the first of them.
    """
    planned = []
    for visit in dates_ahead(series, now=now):
        if not _is_free(visit) or (regular.last_day and visit.series_day > regular.last_day):  # type: ignore[operator]
            continue
        start = start_on(visit, regular.person, now=now)
        if start is not None:
            planned += _plan(visit, regular, start, by=by, now=now)
    notices.tell_once(series, regular, now=now)
    return planned


def _plan(visit: Visit, regular: Regular, start: dt.datetime, *, by: User | None, now: dt.datetime) -> list[Assignment]:
    """The exclusion constraint has the last word."""
    actor, calls = by or regular.person, regular.calls_before
    try:
        with transaction.atomic():
            return [
                arrange(visit, person=regular.person, start=start, by=actor, now=now, calls_before=calls, is_told=False)
            ]
    except NoLongerPossible:
        return []


def withdraw_questions(series: Series, *, by: User | None, now: dt.datetime, taken: bool) -> None:
    """Nobody else is asked any more; who has read the question hears it. The caller holds the locks."""
    for regular in asked_for(series).select_related("person").order_by("pk"):
        advance(regular, RegularState.WITHDRAWN, by=by, now=now)
        notices.question_withdrawn(regular, taken=taken, now=now)


def expire_questions(series: Series, *, now: dt.datetime) -> None:
    """An unread question is never a no: a late yes still counts."""
    for regular in asked_for(series).filter(answer_by__lte=now).order_by("pk"):
        advance(regular, RegularState.EXPIRED, by=None, now=now)
        notices.question_closed(regular)


def _locked(regular: Regular, series: Series) -> Regular:
    fresh = Regular.objects.select_for_update(no_key=True, of=("self",)).select_related("person").get(pk=regular.pk)
    fresh.series = series
    return fresh
