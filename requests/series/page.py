"""What somebody reads who is asked for a whole series, or comes regularly. The wall before a yes is here: the street, no name."""

import datetime as dt
from dataclasses import dataclass

from quarters.models import Reach
from requests.finding.ranking import say_distance
from requests.finding.why import metres_to, say_stairs, say_street
from requests.links import visit_way
from requests.models import Assignment, Regular, Visit
from requests.series.reading import dates_ahead, regular_of
from requests.series.regulars import Date, dates_for
from requests.series.reviewing import is_open
from requests.series.words import say_series
from requests.states import STANDING_ASSIGNMENT_STATES, AssignmentState, RegularState
from volunteers.kinds import say_to_helpers


@dataclass(frozen=True)
class Going:
    """One date of who comes regularly: `start` is None where she does not go."""

    visit: Visit
    start: dt.datetime | None
    gave_it_back: bool
    way: str


@dataclass(frozen=True)
class Page:
    """`stage`: ask, yes, no, taken or over. `dates` and `street` are shown before the yes, `going` after it; `first` is its next date."""

    stage: str
    times: str
    meaning: str
    distance: str
    street: str
    stairs: str
    welcome: str
    whose: str
    may_call_before: bool
    first: Visit | None
    dates: list[Date]
    going: list[Going]
    is_review: bool

    @property
    def cannot(self) -> int:
        return sum(date.start is None for date in self.dates)


def load_page(regular: Regular, *, now: dt.datetime) -> Page:
    help_request = regular.series.help_request
    tenant, stage = help_request.resident.user, stage_of(regular)
    dates = dates_for(regular, now=now) if stage == "ask" else []
    first = dates_ahead(regular.series, now=now)[:1]
    metres = metres_to(first[0], regular.person) if first else None
    return Page(
        stage=stage,
        times=say_series(regular.series),
        meaning=say_to_helpers(help_request.category),
        distance=say_distance(metres) if metres is not None else "",
        street=say_street(help_request.resident, regular.person) if stage == "ask" else "",
        stairs=say_stairs(help_request.resident),
        welcome=tenant.short_name if regular.is_familiar else "",
        whose=tenant.addressed_name if stage == "yes" else "",
        may_call_before=tenant.reach == Reach.PHONE and bool(tenant.phone),
        first=first[0] if first else None,
        dates=dates,
        going=_going(regular, now=now) if stage == "yes" else [],
        is_review=stage == "yes" and is_open(regular.series) and not regular.series.regular_says,
    )


def stage_of(regular: Regular) -> str:
    state = regular.state
    if state == RegularState.YES:
        return "yes"
    if state in (RegularState.NO, RegularState.OVER):
        return str(state)
    if not regular.series.is_active or state == RegularState.WITHDRAWN:
        return "taken" if regular_of(regular.series) else "over"
    return "taken" if regular_of(regular.series) else "ask"


def _going(regular: Regular, *, now: dt.datetime) -> list[Going]:
    own = Assignment.objects.filter(visit__series=regular.series, person=regular.person)
    standing = {row.visit_id: row for row in own.filter(state__in=STANDING_ASSIGNMENT_STATES)}
    given_back = set(own.filter(state=AssignmentState.CANCELLED).values_list("visit", flat=True))
    return [
        Going(
            visit,
            standing[visit.pk].planned_window.lower if visit.pk in standing else None,
            visit.pk not in standing and visit.pk in given_back,
            visit_way(visit, regular.person),
        )
        for visit in dates_ahead(regular.series, now=now)
    ]
