"""Local days and wall times of Berlin for many moments at once, both changes of the clock included. Pure.

The clock changes between two and three (domain 10): wall times from three on count from the new offset, those before from
the old one, as in `piano.kit.clock.at`: a skipped time is moved behind the gap, a doubled one is the first.
"""

import datetime as dt
from functools import lru_cache

import numpy as np

from piano.kit import clock
from piano.kit.columns import DAY, Array, from_day, to_us

CHANGES_UNTIL = 3 * 60 * 60_000_000


@lru_cache(maxsize=4096)
def midnight(day: int) -> int:
    return to_us(clock.at(from_day(day), dt.time.min))


def moments(day: Array, wall: Array) -> Array:
    """The moment of each wall time (microseconds of its local day)."""
    begins, gains = _days(day)
    return begins + wall + np.where(wall >= CHANGES_UNTIL, gains, 0)


def _days(day: Array) -> tuple[Array, Array]:
    """When each day begins, and how much longer than 24 hours it is."""
    days, place = np.unique(day, return_inverse=True)
    begins = np.array([midnight(int(one)) for one in days], dtype=np.int64)
    after = np.array([midnight(int(one) + 1) for one in days], dtype=np.int64)
    return begins[place], (after - begins - DAY)[place]


def day_of(moment: Array) -> Array:
    """The local day in which each moment lies."""
    guess = moment // DAY
    days, place = np.unique(guess, return_inverse=True)
    next_begins = np.array([midnight(int(one) + 1) for one in days], dtype=np.int64)
    return guess + (moment >= next_begins[place])  # Berlin is ahead of UTC, by less than a day


def weekday_of(day: Array) -> Array:
    """Monday is 0."""
    return (day + 3) % 7


def week_of(day: Array) -> Array:
    """The Monday of its week."""
    return day - weekday_of(day)


def month_of(day: Array) -> Array:
    """The number of its month; the same for days of one month alone."""
    return day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def holidays(first: int, last: int) -> Array:
    """The holidays of Hesse from `first` to `last`, in order."""
    return np.array([day for day in range(first, last + 1) if clock.is_holiday(from_day(day))], dtype=np.int64)
