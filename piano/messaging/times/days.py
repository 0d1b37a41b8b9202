"""Which spans of a local day are open for writing, and the next or last open moment. Pure; local time of Berlin through both
clock changes, Sundays and the holidays of Hesse alike.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from piano.kit import clock

MIDNIGHT, END = dt.time(0), dt.time.max  # END stands for the midnight after
LONGEST_DAYS = 15
LAST_HOURS = dt.timedelta(hours=2)
Span = tuple[dt.time, dt.time]


@dataclass(frozen=True)
class Rule:
    """The house's hours of one channel and class; no Sunday span: not on Sundays and holidays."""

    usual: Span
    sunday: Span | None


@dataclass(frozen=True)
class Wish:
    """What a person asked for herself. `quiet` equal to the house's night is no wish; equal times mean: never quiet."""

    quiet_from: dt.time = clock.QUIET_FROM
    quiet_until: dt.time = clock.QUIET_UNTIL
    no_sundays: bool = False

    @property
    def is_own(self) -> bool:
        return (self.quiet_from, self.quiet_until) != (clock.QUIET_FROM, clock.QUIET_UNTIL)

    @property
    def awake(self) -> list[Span]:
        """The spans of a day outside of her quiet hours."""
        start, end = self.quiet_until, self.quiet_from
        if start == end:
            return [(MIDNIGHT, END)]
        if start < end:
            return [(start, end)]
        return [(MIDNIGHT, end), (start, END)] if end > MIDNIGHT else [(start, END)]


def wish_of(person: Any) -> Wish:
    return Wish(person.quiet_from, person.quiet_until, person.no_sundays)


def spans_on(day: dt.date, rule: Rule, wish: Wish) -> list[Span]:
    """Open spans of one day. Her own hours stand instead of the house's; on Sundays and holidays both hold."""
    if day.weekday() < 6 and not clock.is_holiday(day):
        return wish.awake if wish.is_own else [rule.usual]
    if wish.no_sundays or rule.sunday is None:
        return []
    if not wish.is_own:
        return [rule.sunday]
    both = [(max(start, rule.sunday[0]), min(end, rule.sunday[1])) for start, end in wish.awake]
    return [(start, end) for start, end in both if start < end]


def next_open(moment: dt.datetime, rule: Rule, wish: Wish) -> dt.datetime:
    """The moment itself when it is open, else the next opening."""
    first = clock.local(moment).date()
    for ahead in range(LONGEST_DAYS):
        for start, end in _moments(first + dt.timedelta(days=ahead), rule, wish):
            if moment < end:
                return max(moment, start)
    raise ValueError("nobody is written to within two weeks")


def last_open(moment: dt.datetime, rule: Rule, wish: Wish, *, since: dt.datetime) -> dt.datetime | None:
    """An open moment before another, late on the last open day before it and not before `since`; None when there is none."""
    day = clock.local(moment).date()
    while day >= clock.local(since).date():
        for start, end in reversed(list(_moments(day, rule, wish))):
            if start < moment and since < end:
                return min(max(start, since, end - LAST_HOURS), moment)
        day -= dt.timedelta(days=1)
    return None


def _moments(day: dt.date, rule: Rule, wish: Wish) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    for start, end in spans_on(day, rule, wish):
        until = clock.at(day + dt.timedelta(days=1), MIDNIGHT) if end == END else clock.at(day, end)
        yield clock.at(day, start), until
