"""A series as the helper sees it on the case: the rule, who comes, each date with its state, what is asked. Reads only."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from piano.kit import clock
from quarters.models import User
from requests.finding.ranking import Candidate
from requests.forms.series import HandBackForm, LastDayForm, PauseForm, RhythmForm
from requests.models import Assignment, DayQuestion, HelpRequest, Pause, Regular, Series, Visit
from requests.series.changing import choices_of
from requests.series.ending_undone import ended_lately
from requests.series.for_tenant import Question, load_questions
from requests.series.reading import pauses_ahead, regular_of
from requests.series.reviewing import is_open
from requests.series.words import say_series
from requests.states import STANDING_ASSIGNMENT_STATES, RegularState, VisitState


@dataclass(frozen=True)
class Row:
    """One date, and who goes."""

    visit: Visit
    who: str
    is_off: bool
    is_asked: bool
    may_skip: bool


@dataclass(frozen=True)
class Choice:
    candidate: Candidate
    reference: str


@dataclass(frozen=True)
class SeriesCase:
    series: Series
    times: str
    regular: Regular | None
    asked: list[Regular]
    choices: list[Choice]
    dates: list[Row]
    questions: list[Question]
    is_review: bool
    pauses: list[Pause]
    may_undo_end: bool

    @property
    def waiting(self) -> list[Regular]:
        return [one for one in self.asked if one.state in (RegularState.ASKED, RegularState.EXPIRED)]


def load_series(help_request: HelpRequest, *, now: dt.datetime) -> dict[str, Any]:
    """The series with its forms; of a request that does not repeat only the form that makes one."""
    series = Series.objects.filter(help_request=help_request).order_by("-pk").first()
    today = clock.local(now).date()
    forms = {
        "rhythm_form": RhythmForm(today=today, initial={"rhythm_from": today + dt.timedelta(days=1)}),
        "end_form": LastDayForm(initial={"end_from": today + dt.timedelta(days=1)}),
        "pause_form": PauseForm(),
        "hand_back_form": HandBackForm(initial={"back_from": today + dt.timedelta(days=1)}),
    }
    if series is None:
        return {"series_case": None, **forms}
    series.help_request = help_request
    asked = series.regulars.exclude(state=RegularState.YES).select_related("person").order_by("-pk")
    case = SeriesCase(
        series=series,
        times=say_series(series),
        regular=regular_of(series),
        asked=list(asked),
        choices=_choices(series, now=now),
        dates=_dates(series, now=now),
        questions=load_questions(help_request),
        is_review=is_open(series),
        pauses=pauses_ahead(help_request, now=now),
        may_undo_end=ended_lately(help_request, now=now) is not None,
    )
    return {"series_case": case, **forms}


def _choices(series: Series, *, now: dt.datetime) -> list[Choice]:
    """Only where somebody is missing: it costs a search over all dates."""
    if series.nobody_left_at is None:
        return []
    candidates = choices_of(series, now=now)
    people = User.objects.in_bulk([candidate.person_id for candidate in candidates])
    return [Choice(candidate, people[candidate.person_id].reference) for candidate in candidates]


def _dates(series: Series, *, now: dt.datetime) -> list[Row]:
    rows = Assignment.objects.filter(visit__series=series, state__in=STANDING_ASSIGNMENT_STATES)
    going = {row.visit_id: row.person.full_name for row in rows.select_related("person")}
    asked = set(DayQuestion.objects.filter(visit__series=series, answered_at=None).values_list("visit", flat=True))
    ahead = series.visits.filter(series_day__gte=clock.local(now).date()).order_by("wish_window")
    return [
        Row(
            visit,
            going.get(visit.pk, ""),
            is_off=visit.state == VisitState.CANCELLED,
            is_asked=visit.pk in asked,
            may_skip=visit.state not in (VisitState.CANCELLED, VisitState.RETURNED, VisitState.DONE, VisitState.MISSED),
        )
        for visit in ahead
        if visit.wish_window.upper > now
    ]
