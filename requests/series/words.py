"""A series in words: what a message about one of its dates adds, and what somebody reads who is asked for all of them."""

from typing import Any

from django.utils.translation import gettext as _

from piano.kit import clock
from requests.models import Assignment, HelpRequest, Series
from requests.series.reading import active_series, last_day_of, regular_of, times_of
from requests.series.rule import say_times
from requests.states import STANDING_ASSIGNMENT_STATES

DATES_SAID = 4


def say_series(series: Series) -> str:
    """„jeden Dienstag, 10:00 Uhr“."""
    return say_times(times_of(series))


def said_series(help_request: HelpRequest) -> str:
    """For paper: „jeden Dienstag, 10:00 Uhr, bis zum 8. Juni 2027“; empty where nothing repeats."""
    series = active_series(help_request)
    if series is None:
        return ""
    until = clock.say_date(last_day_of(series), with_year=True)
    return _("{times}, bis zum {day}").format(times=say_series(series), day=until)


def series_words(assignment: Assignment) -> dict[str, Any]:
    """For who comes regularly: the rule and the next dates. Empty for somebody who goes to one date alone."""
    series = assignment.visit.series
    regular = regular_of(series) if series is not None else None
    if series is None or regular is None or regular.person_id != assignment.person_id:
        return {"series": "", "dates": []}
    rows = Assignment.objects.filter(visit__series=series, person=assignment.person_id)
    rows = rows.filter(state__in=STANDING_ASSIGNMENT_STATES).order_by("planned_window")
    windows = rows.values_list("planned_window", flat=True)[:DATES_SAID]
    return {"series": say_series(series), "dates": [clock.say_moment(window.lower) for window in windows]}
