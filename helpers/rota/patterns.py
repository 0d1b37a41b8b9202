"""On which days a weekly shift begins, from when to when it goes, and whose turn it is. Pure; days are local."""

import datetime as dt
from collections.abc import Iterator

from helpers.models import HolidayRule, ShiftPattern, Turn
from piano.kit import clock

DAY = dt.timedelta(days=1)
SUNDAY = 6


def begins_on(pattern: ShiftPattern, day: dt.date) -> bool:
    """Within its validity, by its weekdays and by its rule for holidays of Hesse."""
    if day < pattern.valid_from or (pattern.valid_until and day >= pattern.valid_until):
        return False
    is_holiday = clock.is_holiday(day)
    if pattern.holidays == HolidayRule.ONLY:
        return is_holiday
    if is_holiday and pattern.holidays == HolidayRule.SKIP:
        return False
    as_sunday = is_holiday and pattern.holidays == HolidayRule.SUNDAY
    return (SUNDAY if as_sunday else day.weekday()) in pattern.weekdays


def days_of(pattern: ShiftPattern, *, until: dt.date) -> Iterator[tuple[int, dt.date]]:
    """Every day before `until` on which it begins, since the pattern is valid, with its turn: 0, 1, 2 …"""
    day, count = pattern.valid_from, 0
    while day < until:
        if begins_on(pattern, day):
            yield (count if pattern.turn == Turn.SHIFT else _weeks_between(pattern.valid_from, day)), day
            count += 1
        day += DAY


def _weeks_between(first: dt.date, day: dt.date) -> int:
    """How many Mondays lie between."""
    monday = first - first.weekday() * DAY
    return (day - monday).days // 7


def window_of(pattern: ShiftPattern, day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """The shift that begins on this day. Local wall time, so the night of a clock change is an hour shorter or longer.

    A time that the clock skips is moved behind the gap; a shift that would vanish in it keeps its usual length.
    """
    ends_on = day if pattern.ends > pattern.starts else day + DAY
    start, end = clock.at(day, pattern.starts), clock.at(ends_on, pattern.ends)
    if end <= start:
        usual = dt.datetime.combine(ends_on, pattern.ends) - dt.datetime.combine(day, pattern.starts)
        end = start + usual
    return start, end
