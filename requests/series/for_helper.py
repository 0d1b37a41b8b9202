"""A series as the helper sees it on the case: the rule, who comes, and every date with its state. Reads only."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from requests.models import Assignment, HelpRequest, Regular, Series, Visit
from requests.series.reading import dates_ahead, regular_of
from requests.series.words import say_series
from requests.states import STANDING_ASSIGNMENT_STATES, RegularState


@dataclass(frozen=True)
class Row:
    """One date: who goes, and what somebody has to say about it."""

    visit: Visit
    who: str


@dataclass(frozen=True)
class SeriesCase:
    series: Series
    times: str
    regular: Regular | None
    asked: list[Regular]
    dates: list[Row]


def load_series(help_request: HelpRequest, *, now: dt.datetime) -> dict[str, Any]:
    """Nothing for a request that does not repeat, in one query."""
    series = Series.objects.filter(help_request=help_request).order_by("-pk").first()
    if series is None:
        return {"series_case": None}
    series.help_request = help_request
    asked = series.regulars.exclude(state=RegularState.YES).select_related("person").order_by("-pk")
    return {
        "series_case": SeriesCase(
            series=series,
            times=say_series(series),
            regular=regular_of(series),
            asked=list(asked),
            dates=_dates(series, now),
        )
    }


def _dates(series: Series, now: dt.datetime) -> list[Row]:
    going = {
        row.visit_id: row.person.full_name
        for row in Assignment.objects.filter(visit__series=series, state__in=STANDING_ASSIGNMENT_STATES).select_related(
            "person"
        )
    }
    return [Row(visit, going.get(visit.pk, "")) for visit in dates_ahead(series, now=now)]
