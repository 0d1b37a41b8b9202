"""A series as its tenant reads it: one thing, with the next dates and who comes. Reads only."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from requests.message_values import announced_name
from requests.models import Assignment, HelpRequest, Series, Visit
from requests.series.reading import active_series, dates_ahead, regular_of
from requests.series.words import say_series
from requests.states import STANDING_ASSIGNMENT_STATES, VisitState

DATES_SHOWN = 6


@dataclass(frozen=True)
class Date:
    visit: Visit
    starts: dt.datetime
    words: str


@dataclass(frozen=True)
class SeriesPage:
    series: Series
    times: str
    who: str
    is_active: bool
    review_on: dt.date
    dates: list[Date]


def load_own_series(help_request: HelpRequest, *, now: dt.datetime) -> dict[str, Any]:
    """Nothing for a request that does not repeat, without a query where its visits are loaded."""
    visits = getattr(help_request, "newest_first", None)
    is_single = visits is not None and all(visit.series_id is None for visit in visits)
    series = None if is_single else active_series(help_request)
    if series is None:
        return {"series_page": None}
    regular = regular_of(series)
    page = SeriesPage(
        series=series,
        times=say_series(series),
        who=announced_name(regular.person) if regular else "",
        is_active=series.is_active,
        review_on=series.review_on,
        dates=_dates(series, now=now),
    )
    return {"series_page": page}


def _dates(series: Series, *, now: dt.datetime) -> list[Date]:
    rows = Assignment.objects.filter(visit__series=series, state__in=STANDING_ASSIGNMENT_STATES)
    going = {row.visit_id: row for row in rows.select_related("person__volunteer")}
    dates = []
    for visit in dates_ahead(series, now=now)[:DATES_SHOWN]:
        row = going.get(visit.pk)
        starts = row.planned_window.lower if row else visit.wish_window.lower
        dates.append(Date(visit, starts, announced_name(row.person) if row else _said(visit)))
    return dates


def _said(visit: Visit) -> str:
    if visit.state == VisitState.HELD:
        return _("Wir rufen zuerst an")
    if visit.state == VisitState.RETURNED:
        return _("Wir haben diesmal niemanden gefunden")
    return _("Wir suchen gerade jemanden") if visit.state != VisitState.OPEN else _("noch offen")
