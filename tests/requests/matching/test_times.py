"""Wall times as moments, and the first start where something stands in the way. Pure."""

import datetime as dt

import numpy as np
import pytest

from piano.kit import clock
from piano.kit.columns import MINUTE, from_us, to_day, to_us
from requests.matching import local
from requests.matching.times import NEVER, first_start, merged

MONDAY = dt.date(2026, 11, 23)
CHANGES = [dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(2027, 3, 28), dt.date(2027, 10, 31)]


@pytest.mark.parametrize("day", [MONDAY, *CHANGES])
def test_every_minute_of_a_day_is_the_moment_that_the_clock_says(day: dt.date) -> None:
    walls = [dt.time(minute // 60, minute % 60) for minute in range(24 * 60)]
    wall = np.array([(time.hour * 60 + time.minute) * MINUTE for time in walls])
    moments = local.moments(np.full(len(wall), to_day(day)), wall)
    assert [from_us(moment) for moment in moments] == [clock.at(day, time) for time in walls]


@pytest.mark.parametrize("day", [MONDAY, *CHANGES])
def test_every_half_hour_lies_in_its_local_day(day: dt.date) -> None:
    begins = clock.at(day, dt.time.min) - dt.timedelta(hours=3)
    moments = [begins + dt.timedelta(minutes=30 * n) for n in range(60)]
    days = local.day_of(np.array([to_us(moment) for moment in moments]))
    assert days.tolist() == [to_day(clock.local(moment).date()) for moment in moments]


def test_weeks_begin_on_monday_and_months_end() -> None:
    days = np.array([to_day(MONDAY), to_day(MONDAY) + 6, to_day(MONDAY) + 7])
    assert local.week_of(days).tolist() == [days[0], days[0], days[2]]
    assert local.weekday_of(days).tolist() == [0, 6, 0]
    november, december = local.month_of(np.array([to_day(dt.date(2026, 11, 30)), to_day(dt.date(2026, 12, 1))]))
    assert december == november + 1


def at(hour: int, minute: int = 0) -> int:
    return to_us(clock.at(MONDAY, dt.time(hour, minute)))


Piece = tuple[int, int]


def fit(pieces: list[Piece], blocked: list[Piece] | None = None, *, minutes: int = 60, earliest: int = 0) -> int:
    return first_start(pieces, blocked or [], length=minutes * MINUTE, earliest=earliest)


def test_the_earliest_start_is_where_the_piece_begins() -> None:
    assert fit([(at(9, 40), at(12))]) == at(9, 40)


def test_not_before_the_earliest_moment_and_then_on_the_quarter_hour() -> None:
    assert fit([(at(9), at(12))], earliest=at(9, 20)) == at(9, 30)


def test_what_is_planned_is_waited_for() -> None:
    assert fit([(at(9), at(12))], [(at(9, 30), at(10, 10))]) == at(10, 15)


def test_what_only_touches_is_no_clash() -> None:
    assert fit([(at(9), at(12))], [(at(8), at(9)), (at(10), at(11))]) == at(9)


def test_a_visit_lies_in_one_piece() -> None:
    assert fit([(at(9), at(9, 45)), (at(14), at(15))]) == at(14)
    assert fit([(at(9), at(9, 45))]) == NEVER


def test_touching_pieces_are_one() -> None:
    assert fit(merged([(at(9, 45), at(11)), (at(9), at(9, 45))]), minutes=120) == at(9)
    assert merged([(at(9), at(12)), (at(10), at(11))]) == [(at(9), at(12))]
