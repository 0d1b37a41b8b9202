"""The dates of a series exist some weeks ahead. Making what is there already makes nothing: any number of sweepers gives the same rows."""

import datetime as dt

from piano.kit import clock
from quarters.models import User
from requests.advance import begin
from requests.finding.due import owe_step
from requests.models import Series, Visit, WorkKind
from requests.series.reading import is_paused, last_day_of, pauses_ahead, times_of
from requests.series.rule import days_between, next_day
from requests.states import VisitState
from requests.wishes.holds import holds_of

AHEAD = dt.timedelta(weeks=5)
AT_LEAST = 2  # dates ahead, where the rule is a rare one
SEARCH_AHEAD = dt.timedelta(days=7)  # so long before a date somebody is looked for, when nobody comes regularly


def roll_out(series: Series, *, now: dt.datetime) -> list[Visit]:
    """Makes the dates that are missing. While she is not known yet, the first one is enough. The caller holds the request's lock."""
    if holds_of(series.help_request) and series.visits.exists():
        return []
    until = horizon(series, now=now)
    there = set(series.visits.values_list("series_day", flat=True))
    wanted = days_between(series.rule, first_day=series.first_day, start=clock.local(now).date(), end=until)
    begins, pauses = times_of(series).window, pauses_ahead(series.help_request, now=now)
    missing = [day for day in wanted if day not in there and begins(day)[0] > now and not is_paused(pauses, day)]
    made = [make_date(series, day, by=None, now=now) for day in missing]
    if series.rolled_until != until:
        series.rolled_until = until
        series.save(update_fields=["rolled_until"])
    return made


def horizon(series: Series, *, now: dt.datetime) -> dt.date:
    """Five weeks, or the next two dates, whichever is later; never behind the day of review."""
    today = clock.local(now).date()
    day = today
    for _ in range(AT_LEAST):
        day = next_day(series.rule, first_day=series.first_day, after=day)
    return min(max(today + AHEAD, day), last_day_of(series))


def make_date(series: Series, day: dt.date, *, by: User | None, now: dt.datetime) -> Visit:
    """One date with its first step. The caller holds the request's lock."""
    start, end = times_of(series).window(day)
    visit = Visit(
        help_request=series.help_request,
        series=series,
        series_day=day,
        wish_window=(start, end),
        minutes=series.minutes,
        people_needed=series.help_request.people_needed,
        created_at=now,
    )
    begin(visit, VisitState.OPEN, by=by, now=now)
    visit.refresh_from_db(fields=["wish_window"])
    is_first = day == series.first_day
    owe_step(visit, WorkKind.MATCH, due_at=now if is_first else max(now, start - SEARCH_AHEAD))
    owe_step(visit, WorkKind.GIVE_BACK, due_at=end - dt.timedelta(minutes=series.minutes))
    return visit
