"""The first start at which a whole visit fits into somebody's day. Pure; local wall time decides, DST included."""

import datetime as dt
from collections.abc import Iterable, Iterator

from piano.kit import clock

Span = tuple[int, dt.time, dt.time]
Window = tuple[dt.datetime, dt.datetime]
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def first_start(
    *,
    window: Window,
    minutes: int,
    spans: Iterable[Span],
    absences: Iterable[tuple[dt.date, dt.date]],
    busy: Iterable[Window],
    now: dt.datetime,
    step_minutes: int = 15,
) -> dt.datetime | None:
    """The earliest start inside the window, not before `now`, within one weekly span and free of busy windows.

    A start is where the window or the span begins, else on the clock's next step (a quarter of an hour). `spans` are
    (weekday, from, until) in local time, Monday 0; absences include both days; None when nothing fits.
    """
    busy, absences, spans = [_utc(*span) for span in busy], list(absences), list(spans)
    window, now = _utc(*window), now.astimezone(dt.UTC)
    length, step = dt.timedelta(minutes=minutes), dt.timedelta(minutes=step_minutes)
    for free_from, free_until in _free(window, spans, absences):
        start = free_from if free_from >= now and not free_from.second else _round_up(max(free_from, now), step)
        while start + length <= free_until:
            clash = next((end for begin, end in busy if begin < start + length and start < end), None)
            if clash is None:
                return start
            start = _round_up(max(clash, start + dt.timedelta(minutes=1)), step)
    return None


def _free(window: Window, spans: list[Span], absences: list[tuple[dt.date, dt.date]]) -> Iterator[Window]:
    """The pieces of the window that lie in a weekly span, in order of time."""
    day, last = clock.local(window[0]).date(), clock.local(window[1]).date()
    while day <= last:
        if not any(first <= day <= until for first, until in absences):
            for weekday, starts, ends in sorted(spans):
                start, end = max(window[0], clock.at(day, starts)), min(window[1], clock.at(day, ends))
                if weekday == day.weekday() and start < end:
                    yield start, end
        day += dt.timedelta(days=1)


def _utc(start: dt.datetime, end: dt.datetime) -> Window:
    """Sums and comparisons within one local zone ignore its changes of the clock; in UTC they do not."""
    return start.astimezone(dt.UTC), end.astimezone(dt.UTC)


def _round_up(moment: dt.datetime, step: dt.timedelta) -> dt.datetime:
    """The next moment on the clock's grid: 10:00, 10:15 … (Berlin is whole hours from UTC, summer and winter)."""
    behind = (moment - EPOCH) % step
    return moment + (step - behind) if behind else moment
