"""Who comes regularly gives the series back from a day on, with thanks; the search for somebody new begins at once.

A single date is given back like any visit (`visits.give_up_assignment`): it is searched for with the time that is left, who was
there before first.
"""

import datetime as dt

from django.db import transaction

from piano.kit import clock
from piano.kit.sweeps import wake_engine
from quarters.models import User
from requests.advance import advance
from requests.arranged.visits import release
from requests.errors import OfferExpired
from requests.finding.due import owe_step
from requests.locks import lock_visit
from requests.models import Assignment, Regular, Series, WorkKind
from requests.series import notices
from requests.series.ending import DayIsOver
from requests.series.regulars import lock_series
from requests.series.rolling import SEARCH_AHEAD
from requests.states import STANDING_ASSIGNMENT_STATES, RegularState

GIVEN_BACK = "Kommt nicht mehr regelmäßig"


def hand_back_series(regular: Regular, *, from_day: dt.date, by: User, now: dt.datetime, reason: str = "") -> Regular:
    """Dates before `from_day` stay hers. The tenant hears once that somebody else is looked for. Twice changes nothing.

    Raises `DayIsOver`, and `OfferExpired` for somebody who never said yes.
    """
    if from_day < clock.local(now).date():
        raise DayIsOver()
    with transaction.atomic():
        series = lock_series(regular.series_id, person=regular.person_id)
        regular = Regular.objects.select_for_update(of=("self",)).select_related("person").get(pk=regular.pk)
        regular.series = series
        if regular.state == RegularState.OVER:
            return regular
        if regular.state != RegularState.YES:
            raise OfferExpired()
        last_day = from_day - dt.timedelta(days=1)
        advance(regular, RegularState.OVER, by=by, now=now, note=reason or GIVEN_BACK, last_day=last_day)
        given_up = _release(series, regular, from_day, by=by, now=now)
        look_for_somebody(series, now=now)
        notices.regular_left(regular, given_up, now=now)
        wake_engine()
    return regular


def _release(series: Series, regular: Regular, from_day: dt.date, *, by: User, now: dt.datetime) -> int:
    """Her dates from that day on are open again; who is told of it, is told once. Returns how many."""
    rows = Assignment.objects.filter(visit__series=series, visit__series_day__gte=from_day, person=regular.person)
    rows = rows.filter(state__in=STANDING_ASSIGNMENT_STATES, planned_window__startswith__gt=now).order_by("visit")
    going = list(rows.select_related("person", "visit"))
    for assignment in going:
        visit = lock_visit(assignment.visit_id)
        assignment.visit = visit
        release(visit, assignment, by=by, now=now, reason=GIVEN_BACK, is_told=False)
        owe_step(visit, WorkKind.MATCH, due_at=max(now, visit.wish_window.lower - SEARCH_AHEAD))
    return len(going)


def look_for_somebody(series: Series, *, now: dt.datetime) -> None:
    """The question for the whole series is asked anew; who was asked before is not asked again. The caller holds the locks."""
    series.nobody_left_at, series.due_at, series.rounds = None, now, 0
    series.save(update_fields=["nobody_left_at", "due_at", "rounds"])
