"""„Diese Woche nicht“: the tenant lets one date fall out, and takes that back as long as it lies ahead."""

import datetime as dt

from django.db import transaction

from piano.kit.sweeps import wake_engine
from quarters.models import User
from requests.advance import advance
from requests.arranged.settling import settle_request
from requests.arranged.visits import arrange, cancel_visit
from requests.errors import NoLongerPossible, WrongState
from requests.finding.due import owe_step
from requests.locks import lock_visit
from requests.matching import failing_rule
from requests.models import Assignment, Regular, Series, Visit, WorkKind
from requests.series.reading import regular_of
from requests.series.regulars import lock_series, plan_dates
from requests.series.rolling import SEARCH_AHEAD, roll_out
from requests.states import AssignmentState, VisitState

SKIPPED, BACK = "Diesmal nicht", "Doch"


def skip_date(visit: Visit, *, by: User, now: dt.datetime, reason: str = "") -> Visit:
    """Who would come is told. Twice changes nothing. Raises `WrongState`, also for a visit of no series."""
    if visit.series_id is None:
        raise WrongState()
    return cancel_visit(visit, by=by, now=now, reason=reason or SKIPPED)


def take_back_skip(visit: Visit, *, by: User, now: dt.datetime) -> Visit:
    """The date is wanted after all: who comes regularly goes again where the rules allow, else somebody is looked for.

    Raises `WrongState` when it is over, or its series has ended.
    """
    with transaction.atomic():
        series_id = Visit.objects.values_list("series_id", flat=True).get(pk=visit.pk)
        if series_id is None:
            raise WrongState()
        regular = regular_of(Series.objects.get(pk=series_id))
        series = lock_series(series_id, person=regular.person_id if regular else None)
        visit = lock_visit(visit.pk)
        if visit.state in (VisitState.OPEN, VisitState.ARRANGED):
            return visit
        if visit.state != VisitState.CANCELLED or not series.is_active or visit.wish_window.lower <= now:
            raise WrongState()
        want_again(visit, by=by, now=now)
        if regular is not None:
            go_again(visit, regular, by=by, now=now)
        wake_engine()
    return visit


def bring_back(series: Series, visits: list[Visit], regular: Regular | None, *, by: User, now: dt.datetime) -> None:
    """Dates that fell out together are wanted again, those between are made, and she goes where the rules allow. The caller
    holds the locks, and tells her in one message.
    """
    for visit in visits:
        visit.help_request = series.help_request
        want_again(visit, by=by, now=now)
    roll_out(series, now=now)
    settle_request(series.help_request, by=by, now=now)
    if regular is not None:
        for visit in visits:
            go_again(visit, regular, by=by, now=now, is_told=False)
        plan_dates(series, regular, by=by, now=now)


def want_again(visit: Visit, *, by: User, now: dt.datetime) -> None:
    """The step itself, for a caller who holds the locks: a date that was called off is open again."""
    start, end = visit.wish_window.lower, visit.wish_window.upper
    advance(visit, VisitState.OPEN, by=by, now=now, note=BACK, ended_at=None)
    owe_step(visit, WorkKind.MATCH, due_at=max(now, start - SEARCH_AHEAD))
    owe_step(visit, WorkKind.GIVE_BACK, due_at=end - dt.timedelta(minutes=visit.minutes))
    settle_request(visit.help_request, by=by, now=now)


def go_again(visit: Visit, regular: Regular, *, by: User, now: dt.datetime, is_told: bool = True) -> None:
    """At the same time as before, where the rules allow. She reads it, since she was told that it falls out; else the caller says it."""
    gone = Assignment.objects.filter(visit=visit, person=regular.person, state=AssignmentState.CANCELLED)
    before = gone.order_by("-pk").first()
    if before is None:
        return
    start = before.planned_window.lower
    if failing_rule(visit, person_id=regular.person_id, start=start, now=now, with_wishes=True):
        return
    try:
        with transaction.atomic():
            arrange(
                visit,
                person=regular.person,
                start=start,
                by=by,
                now=now,
                calls_before=regular.calls_before,
                is_told=is_told,
            )
    except NoLongerPossible:
        return
