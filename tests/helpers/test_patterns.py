"""Weekly shifts in local time: which days, how long, whose turn. Over midnight, both clock changes and Hesse's holidays."""

import datetime as dt
import random
from itertools import pairwise

import pytest

from helpers.models import HolidayRule, ShiftPattern, Turn
from helpers.rota.patterns import begins_on, days_of, window_of
from piano.kit import clock

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
START = dt.date(2026, 10, 1)
CHRISTMAS = dt.date(2026, 12, 25)  # a Friday
EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]


def pattern(**fields: object) -> ShiftPattern:
    defaults = {"weekdays": EVERY_DAY, "starts": dt.time(22), "ends": dt.time(6), "valid_from": START}
    return ShiftPattern(**{**defaults, **fields})


def length(day: dt.date, **fields: object) -> dt.timedelta:
    start, end = window_of(pattern(**fields), day)
    return end - start


def test_a_usual_night_has_eight_hours() -> None:
    assert window_of(pattern(), dt.date(2026, 11, 28)) == (
        clock.at(dt.date(2026, 11, 28), dt.time(22)),
        clock.at(dt.date(2026, 11, 29), dt.time(6)),
    )
    assert length(dt.date(2026, 11, 28)) == 8 * HOUR


def test_the_night_in_which_the_clock_is_put_back_has_nine() -> None:
    assert length(dt.date(2026, 10, 24)) == 9 * HOUR


def test_the_night_in_which_the_clock_is_put_forward_has_seven() -> None:
    assert length(dt.date(2027, 3, 27)) == 7 * HOUR


def test_a_time_that_the_clock_skips_still_gives_one_shift() -> None:
    night, half = dt.date(2027, 3, 28), {"starts": dt.time(2, 30), "ends": dt.time(3)}
    start, end = window_of(pattern(**half), night)
    assert (clock.local(start).time(), end - start) == (dt.time(3, 30), HOUR / 2)
    assert length(night, starts=dt.time(2, 30), ends=dt.time(6)) == 2.5 * HOUR
    assert len([day for _, day in days_of(pattern(**half), until=dt.date(2027, 4, 1)) if day == night]) == 1


def test_the_same_time_twice_is_a_day_and_a_night() -> None:
    assert length(dt.date(2026, 11, 28), starts=dt.time(8), ends=dt.time(8)) == 24 * HOUR


@pytest.mark.parametrize(
    ("rule", "weekdays", "begins"),
    [
        (HolidayRule.USUAL, [4], True),
        (HolidayRule.SUNDAY, [4], False),
        (HolidayRule.SUNDAY, [6], True),
        (HolidayRule.SKIP, [4], False),
        (HolidayRule.ONLY, [0], True),
    ],
)
def test_a_holiday_follows_its_rule(rule: str, weekdays: list[int], begins: bool) -> None:
    assert begins_on(pattern(holidays=rule, weekdays=weekdays), CHRISTMAS) is begins


def test_a_shift_for_holidays_comes_on_no_other_day() -> None:
    assert not begins_on(pattern(holidays=HolidayRule.ONLY), dt.date(2026, 12, 24))


def test_it_holds_from_its_first_day_to_the_day_before_its_last() -> None:
    short = pattern(valid_until=START + 3 * DAY)
    assert [day for _, day in days_of(short, until=START + 30 * DAY)] == [START, START + DAY, START + 2 * DAY]


def test_turns_go_with_each_shift_or_with_each_monday() -> None:
    """1 October 2026 is a Thursday."""
    assert [turn for turn, _ in days_of(pattern(), until=START + 5 * DAY)] == [0, 1, 2, 3, 4]
    assert [turn for turn, _ in days_of(pattern(turn=Turn.WEEK), until=START + 6 * DAY)] == [0, 0, 0, 0, 1, 1]


def random_week(dice: random.Random) -> list[ShiftPattern]:
    """Patterns that share every day among them: each weekday's night and day shift belongs to exactly one, and holidays are
    as Sundays, or have patterns of their own that stand in for the others.
    """
    change, back = dt.time(dice.choice([17, 18, 22]), dice.choice([0, 30])), dt.time(dice.choice([2, 6, 7]), 30)
    days = [0, 1, 2, 3, 4, 5, 6]
    dice.shuffle(days)
    cut = dice.randint(1, 6)
    has_own = dice.random() < 0.5
    rule = HolidayRule.SKIP if has_own else HolidayRule.SUNDAY
    made = []
    for starts, ends in ((change, back), (back, change)):
        groups = [sorted(days[:cut]), sorted(days[cut:])]
        made += [pattern(weekdays=group, starts=starts, ends=ends, holidays=rule) for group in groups]
        if has_own:
            made.append(pattern(starts=starts, ends=ends, holidays=HolidayRule.ONLY))
    return made


@pytest.mark.parametrize("seed", range(20))
def test_every_moment_of_three_years_is_covered_exactly_once(seed: int) -> None:
    """Nights, days, six clock changes, some thirty holidays: what one shift leaves the next one takes."""
    until = START + 3 * 365 * DAY
    windows = sorted(
        window_of(one, day) for one in random_week(random.Random(seed)) for _, day in days_of(one, until=until)
    )
    assert len(windows) == 2 * 3 * 365
    assert all(earlier[1] == later[0] for earlier, later in pairwise(windows))


@pytest.mark.parametrize("seed", range(5))
def test_every_local_night_has_one_shift_for_three_years(seed: int) -> None:
    """At one o'clock, which no clock change skips, exactly one of the nights' shifts runs."""
    until = START + 3 * 365 * DAY
    nights = [one for one in random_week(random.Random(seed)) if one.ends < one.starts]
    windows = [window_of(one, day) for one in nights for _, day in days_of(one, until=until)]
    for ahead in range(1, 3 * 365, 3):
        moment = clock.at(START + ahead * DAY, dt.time(1))
        assert sum(start <= moment < end for start, end in windows) == 1, moment
