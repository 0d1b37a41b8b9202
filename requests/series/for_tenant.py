"""A series as its tenant reads it: one thing, with the next dates, who comes, and what she is asked. Reads only."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from piano.kit import clock
from requests.forms.chosen_rhythm import ChosenRhythmForm
from requests.forms.series import LastDayForm, PauseForm
from requests.messages.naming import announced_name
from requests.models import Answer, Assignment, DayQuestion, DayReason, HelpRequest, Pause, Series, Visit
from requests.series.days import choices_for
from requests.series.ending_undone import ended_lately
from requests.series.reading import active_series, pauses_ahead, regular_of, times_of
from requests.series.reviewing import is_open
from requests.series.words import say_series
from requests.states import STANDING_ASSIGNMENT_STATES, VisitState

DATES_SHOWN = 6
ASKED_FOR = dt.timedelta(days=14)


@dataclass(frozen=True)
class Date:
    """One date: `is_off` falls out, and may be taken back; a series that is open to change lets others fall out."""

    visit: Visit
    starts: dt.datetime
    words: str
    is_off: bool = False
    may_skip: bool = False


@dataclass(frozen=True)
class Option:
    value: str
    words: str


@dataclass(frozen=True)
class Question:
    """„Der 25. Dezember ist ein Feiertag.“"""

    reference: str
    words: str
    options: list[Option]
    until: dt.datetime


@dataclass(frozen=True)
class SeriesPage:
    series: Series
    times: str
    who: str
    dates: list[Date]
    questions: list[Question]
    is_review: bool
    pauses: list[Pause]


def load_own_series(help_request: HelpRequest, *, now: dt.datetime) -> dict[str, Any]:
    """Nothing for a request that does not repeat, without a query where its visits are loaded."""
    visits = getattr(help_request, "newest_first", None)
    is_single = visits is not None and all(visit.series_id is None for visit in visits)
    series = None if is_single else active_series(help_request)
    if series is None:
        return {"series_page": None, "ended_series": None if is_single else ended_lately(help_request, now=now)}
    regular = regular_of(series)
    page = SeriesPage(
        series=series,
        times=say_series(series),
        who=announced_name(regular.person) if regular else "",
        dates=_dates(series, now=now),
        questions=load_questions(help_request),
        is_review=is_open(series) and not series.tenant_says,
        pauses=pauses_ahead(help_request, now=now),
    )
    today = clock.local(now).date()
    return {
        "series_page": page,
        "rhythm_form": ChosenRhythmForm(
            today=today, as_now=times_of(series), initial={"rhythm_from": today + dt.timedelta(days=7)}
        ),
        "pause_form": PauseForm(),
        "end_form": LastDayForm(initial={"end_from": today + dt.timedelta(days=1)}),
    }


def visit_to_rate(help_request: HelpRequest, shown: Visit, *, now: dt.datetime) -> Visit | None:
    """About which she is asked how it was: the visit of the page; of a series the last date that was, for two weeks."""
    if shown.series_id is None or shown.state == VisitState.DONE:
        return shown if shown.state == VisitState.DONE else None
    rows = help_request.visits.filter(state=VisitState.DONE, ended_at__gt=now - ASKED_FOR, feedback=None)
    return rows.order_by("-wish_window").first()


def _dates(series: Series, *, now: dt.datetime) -> list[Date]:
    rows = Assignment.objects.filter(visit__series=series, state__in=STANDING_ASSIGNMENT_STATES)
    going = {row.visit_id: row for row in rows.select_related("person__volunteer")}
    asked = set(DayQuestion.objects.filter(visit__series=series, answered_at=None).values_list("visit", flat=True))
    ahead = series.visits.filter(series_day__gte=clock.local(now).date()).order_by("wish_window")
    return [
        _date(visit, going.get(visit.pk), is_asked=visit.pk in asked)
        for visit in ahead
        if visit.wish_window.upper > now
    ][:DATES_SHOWN]


def _date(visit: Visit, assignment: Assignment | None, *, is_asked: bool) -> Date:
    if assignment is not None:
        start = assignment.planned_window.lower
        return Date(visit, start, announced_name(assignment.person), may_skip=True)
    start = visit.wish_window.lower
    if visit.state == VisitState.CANCELLED:
        return Date(visit, start, _("fällt aus"), is_off=True)
    if is_asked:
        return Date(visit, start, _("Bitte sagen Sie uns, was wir tun sollen"), may_skip=True)
    return Date(visit, start, _said(visit), may_skip=visit.state != VisitState.RETURNED)


def _said(visit: Visit) -> str:
    return {
        VisitState.HELD.value: _("Wir rufen zuerst an"),
        VisitState.RETURNED.value: _("Wir haben diesmal niemanden gefunden"),
        VisitState.OPEN.value: _("noch offen"),
    }.get(visit.state, _("Wir suchen gerade jemanden"))


def load_questions(help_request: HelpRequest) -> list[Question]:
    """What waits for an answer, the nearest first; the same words for the tenant and for who asks her on the phone."""
    rows = DayQuestion.objects.filter(visit__help_request=help_request, answered_at=None)
    rows = rows.exclude(visit__state=VisitState.CANCELLED)
    return [load_question(row) for row in rows.select_related("visit__series").order_by("visit__wish_window")]


def load_question(row: DayQuestion) -> Question:
    """One of them, of a row that is not answered."""
    day = row.visit.series_day
    assert day is not None
    is_holiday = row.reason == DayReason.HOLIDAY
    regular = regular_of(row.visit.series) if row.visit.series else None
    if is_holiday:
        words = _("{day} ist ein Feiertag. Soll jemand kommen?").format(day=clock.say_day(day))
    else:
        who = announced_name(regular.person) if regular else _("Wer sonst kommt")
        words = _("{who} ist am {day} nicht da. Soll jemand anderes kommen?").format(who=who, day=clock.say_day(day))
    return Question(row.reference, words, [_option(one, is_holiday) for one in choices_for(row)], row.answer_by)


def _option(choice: Any, is_holiday: bool) -> Option:
    if choice.answer == Answer.NOT:
        return Option(choice.answer, _("Nein, diesmal nicht"))
    if choice.answer == Answer.SAME:
        return Option(choice.answer, _("Ja, an diesem Tag") if is_holiday else _("Ja, jemand anderes"))
    words = _("Lieber am Tag davor: {day}") if choice.answer == Answer.BEFORE else _("Lieber danach: {day}")
    return Option(choice.answer, words.format(day=clock.say_day(choice.day)))
