"""Dates that nothing moves by itself: a holiday of Hesse, or a day on which who comes regularly is away. The tenant says what shall be.

Without an answer some days before, it stands on the helper's list. Nobody is sent before somebody has answered.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from piano.kit import clock
from piano.kit.sweeps import wake_engine
from quarters.models import User
from requests.advance import advance, note_down
from requests.arranged.visits import cancel_visit, release
from requests.errors import AlreadyAnswered, WrongState
from requests.finding import searching
from requests.finding.due import owe_step
from requests.locks import lock_visit
from requests.models import Answer, Assignment, DayQuestion, DayReason, Regular, Series, Visit, WorkKind
from requests.series import notices
from requests.series.reading import dates_ahead, regular_of, times_of
from requests.series.regulars import lock_series
from requests.series.rolling import SEARCH_AHEAD
from requests.series.rule import days_between
from requests.states import STANDING_ASSIGNMENT_STATES, VisitState
from volunteers.models import Absence

HELPER_BEFORE = dt.timedelta(days=5)  # so many days before the date the helper calls, when nobody has answered
LEAST_TIME = dt.timedelta(days=1)
NOON = dt.time(12)
UNANSWERED = "Keine Antwort auf die Frage zu diesem Termin"
SKIPPED = "Fällt diesmal aus"
ONE_DAY = dt.timedelta(days=1)
FARTHEST = 4  # days in one direction; over Christmas the next working day is not the next day


@dataclass(frozen=True)
class Choice:
    """One answer that is possible, and the day on which somebody would come then; None when nobody does."""

    answer: Answer
    day: dt.date | None


def ask_about_days(series: Series, *, now: dt.datetime) -> list[DayQuestion]:
    """Asks about each date that needs it, once. The caller holds the locks of the regular's person, the request and the series."""
    regular = regular_of(series)
    asked = []
    for visit in dates_ahead(series, now=now):
        if hasattr(visit, "day_question"):
            continue
        reason = _reason(visit, regular)
        if reason and _make_free(visit, regular, now=now):
            asked.append(_ask(visit, reason, now=now))
    return asked


def _reason(visit: Visit, regular: Regular | None) -> str:
    day = visit.series_day
    assert day is not None
    if visit.state == VisitState.OPEN and visit.rounds == 0 and clock.is_holiday(day):
        return DayReason.HOLIDAY
    return DayReason.AWAY if regular is not None and is_away(regular.person, day) and _is_hers(visit, regular) else ""


def is_away(person: User, day: dt.date) -> bool:
    return Absence.objects.filter(volunteer__user=person, first_day__lte=day, last_day__gte=day).exists()


def _is_hers(visit: Visit, regular: Regular) -> bool:
    """She goes there, or would: nobody else does, and she has not given it back, which is searched for already."""
    own = Assignment.objects.filter(visit=visit, person=regular.person)
    if visit.state == VisitState.ARRANGED:
        return own.filter(state__in=STANDING_ASSIGNMENT_STATES).exists()
    return visit.state == VisitState.OPEN and visit.rounds == 0 and not own.exists()


def _make_free(visit: Visit, regular: Regular | None, *, now: dt.datetime) -> bool:
    """Who is away does not go: her date is open until the answer. False when it has begun meanwhile."""
    if visit.state != VisitState.ARRANGED or regular is None:
        return True
    locked = lock_visit(visit.pk)
    going = Assignment.objects.filter(visit=visit, person=regular.person, state__in=STANDING_ASSIGNMENT_STATES)
    assignment = going.select_related("person", "visit").first()
    if assignment is None or assignment.planned_window.lower <= now:
        return False
    assignment.visit = locked
    release(locked, assignment, by=regular.person, now=now, reason="ist an diesem Tag nicht da", is_told=False)
    return True


def _ask(visit: Visit, reason: str, *, now: dt.datetime) -> DayQuestion:
    day = visit.series_day
    assert day is not None
    by_when = max(clock.at(day - HELPER_BEFORE, NOON), now + LEAST_TIME)
    question = DayQuestion.objects.create(
        visit=visit, reason=reason, asked_at=now, answer_by=min(by_when, visit.wish_window.lower - ONE_DAY / 2)
    )
    owe_step(visit, WorkKind.MATCH, due_at=max(question.answer_by, now))
    notices.day_asked(question, now=now)
    return question


def choices_for(question: DayQuestion) -> list[Choice]:
    """That day, the nearest working day before or after it where the series has no date of its own, or not at all."""
    visit = question.visit
    series, day = visit.series, visit.series_day
    assert series is not None
    assert day is not None
    found = [Choice(Answer.SAME, day)]
    for answer, step in ((Answer.BEFORE, -ONE_DAY), (Answer.AFTER, ONE_DAY)):
        near = _nearest(series, day, step)
        if near is not None and not _regular_is_away(question, near):
            found.append(Choice(answer, near))
    return [*found, Choice(Answer.NOT, None)]


def _nearest(series: Series, day: dt.date, step: dt.timedelta) -> dt.date | None:
    for number in range(1, FARTHEST + 1):
        near = day + step * number
        if days_between(series.rule, first_day=min(series.first_day, near), start=near, end=near):
            return None
        if near.weekday() < 6 and not clock.is_holiday(near):
            return near
    return None


def _regular_is_away(question: DayQuestion, day: dt.date) -> bool:
    regular = regular_of(question.visit.series) if question.visit.series else None
    return question.reason == DayReason.AWAY and regular is not None and is_away(regular.person, day)


def answer_day(question: DayQuestion, answer: str, *, by: User, now: dt.datetime) -> DayQuestion:
    """What the tenant, or whoever asked her on the phone, has said. The same again changes nothing.

    Locks who comes regularly, the request, the visit. Raises `AlreadyAnswered` for another answer, `WrongState` for a choice that
    is none or a date that is over.
    """
    with transaction.atomic():
        visit = Visit.objects.select_related("series").get(pk=question.visit_id)
        assert visit.series is not None
        regular = regular_of(visit.series)
        series = lock_series(visit.series.pk, person=regular.person_id if regular else None)
        visit = lock_visit(visit.pk)
        visit.series = series
        question = DayQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
        question.visit = visit
        if question.answered_at is not None:
            return _again(question, answer)
        choice = next((one for one in choices_for(question) if one.answer == answer), None)
        if (
            choice is None
            or visit.state not in (VisitState.OPEN, VisitState.DECISION)
            or visit.wish_window.lower <= now
        ):
            raise WrongState()
        question.answer, question.answered_at, question.answered_by = choice.answer, now, by
        question.save(update_fields=["answer", "answered_at", "answered_by"])
        notices.day_answered(question)
        _carry_out(series, visit, choice, by=by, now=now)
        wake_engine()
    return question


def _again(question: DayQuestion, answer: str) -> DayQuestion:
    if question.answer != answer:
        raise AlreadyAnswered()
    return question


def _carry_out(series: Series, visit: Visit, choice: Choice, *, by: User, now: dt.datetime) -> None:
    if choice.day is None:
        cancel_visit(visit, by=by, now=now, reason=SKIPPED)
        return
    window = times_of(series).window(choice.day)
    note = clock.say_day(choice.day)
    if visit.state == VisitState.OPEN:
        visit.wish_window = window
        visit.save(update_fields=["wish_window"])
        note_down(visit, by=by, now=now, note=note)
    else:
        advance(visit, VisitState.OPEN, by=by, now=now, note=note, wish_window=window, decide_by=None)
    visit.refresh_from_db(fields=["wish_window"])
    owe_step(visit, WorkKind.MATCH, due_at=max(now, window[0] - SEARCH_AHEAD))
    owe_step(visit, WorkKind.GIVE_BACK, due_at=window[1] - dt.timedelta(minutes=visit.minutes))
    series.due_at = now  # who comes regularly is planned by the next look
    series.save(update_fields=["due_at"])


def waits_for_answer(visit: Visit, *, now: dt.datetime) -> bool:
    """Whether this date waits for an answer. When the time for it is over, the helper's list has it. The caller holds the lock."""
    question = DayQuestion.objects.filter(visit=visit, answered_at=None).first()
    if question is None or visit.state != VisitState.OPEN:
        return False
    if now < question.answer_by:
        owe_step(visit, WorkKind.MATCH, due_at=question.answer_by)
        return True
    question.to_helper_at = now
    question.save(update_fields=["to_helper_at"])
    note_down(visit, by=None, now=now, note=UNANSWERED)
    searching.put_to_decision(visit, now=now)
    return True
