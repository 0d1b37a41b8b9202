"""The first start at which a whole visit fits into somebody's day. Pure; local wall time decides, DST included."""

import datetime as dt
from collections.abc import Iterable, Iterator

from piano.kit import clock

Span = tuple[int, dt.time, dt.time]
Window = tuple[dt.datetime, dt.datetime]


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

    `spans` are (weekday, from, until) in local time, Monday 0; absences include both days; None when nothing fits.
    """
    busy, absences, spans = list(busy), list(absences), list(spans)
    length, step = dt.timedelta(minutes=minutes), dt.timedelta(minutes=step_minutes)
    for free_from, free_until in _free(window, spans, absences):
        start = _round_up(max(free_from, now), free_from, step)
        while start + length <= free_until:
            clash = next((end for begin, end in busy if begin < start + length and start < end), None)
            if clash is None:
                return start
            start = _round_up(max(clash, start + step), free_from, step)
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


def _round_up(moment: dt.datetime, origin: dt.datetime, step: dt.timedelta) -> dt.datetime:
    """The next moment on the grid of steps that begins at `origin`."""
    behind = (moment - origin) % step
    return moment + (step - behind) if behind else moment
