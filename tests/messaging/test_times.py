"""Which hours are open: the house's, her own, Sundays, holidays, and the two nights in which the clock changes."""

import datetime as dt

import pytest

from piano.kit import clock
from piano.messaging.times.days import Rule, Wish, last_open, next_open

EIGHT, TEN, SIX, NIGHT = dt.time(8), dt.time(10), dt.time(18), dt.time(20)
HOUSE = Rule((EIGHT, NIGHT), (TEN, SIX))
WEEKDAYS = Rule((EIGHT, NIGHT), None)
SATURDAY, SUNDAY, MONDAY = dt.date(2026, 12, 5), dt.date(2026, 12, 6), dt.date(2026, 12, 7)
CHRISTMAS_EVE, CHRISTMAS = dt.date(2026, 12, 24), dt.date(2026, 12, 25)
SPRING, AUTUMN = dt.date(2027, 3, 28), dt.date(2026, 10, 25)  # both are Sundays
EVERY_DAY = Rule((EIGHT, NIGHT), (EIGHT, NIGHT))
NO_WISH = Wish()


def opens(day: dt.date, time: dt.time, rule: Rule = HOUSE, wish: Wish = NO_WISH) -> tuple[dt.date, dt.time]:
    found = clock.local(next_open(clock.at(day, time), rule, wish))
    return found.date(), found.time()


def test_an_open_moment_stays() -> None:
    assert opens(MONDAY, dt.time(12, 34)) == (MONDAY, dt.time(12, 34))


def test_the_end_is_closed_and_the_beginning_open() -> None:
    assert opens(MONDAY, NIGHT) == (MONDAY + dt.timedelta(days=1), EIGHT)
    assert opens(MONDAY, EIGHT) == (MONDAY, EIGHT)


def test_sundays_have_hours_of_their_own() -> None:
    assert opens(SUNDAY, EIGHT) == (SUNDAY, TEN)
    assert opens(SUNDAY, SIX) == (MONDAY, EIGHT)


def test_a_holiday_is_as_a_sunday() -> None:
    assert opens(CHRISTMAS, EIGHT) == (CHRISTMAS, TEN)
    assert opens(CHRISTMAS, EIGHT, WEEKDAYS) == (dt.date(2026, 12, 28), EIGHT)


def test_her_own_hours_stand_instead_of_the_houses() -> None:
    late = Wish(quiet_from=dt.time(22), quiet_until=TEN)
    assert opens(MONDAY, EIGHT, wish=late) == (MONDAY, TEN)
    assert opens(MONDAY, dt.time(21), wish=late) == (MONDAY, dt.time(21))
    assert opens(SUNDAY, dt.time(21), wish=late) == (MONDAY, TEN), "on Sundays the house's hold as well"


def test_not_on_sundays_is_not_on_holidays_either() -> None:
    wish = Wish(no_sundays=True)
    assert opens(SUNDAY, dt.time(12), EVERY_DAY, wish) == (MONDAY, EIGHT)
    assert opens(CHRISTMAS, dt.time(12), EVERY_DAY, wish) == (dt.date(2026, 12, 28), EIGHT)


def test_equal_times_are_never_quiet() -> None:
    assert opens(MONDAY, dt.time(3), wish=Wish(EIGHT, EIGHT)) == (MONDAY, dt.time(3))


def test_quiet_in_the_middle_of_the_day() -> None:
    wish = Wish(quiet_from=dt.time(13), quiet_until=dt.time(15))
    assert opens(MONDAY, dt.time(14), wish=wish) == (MONDAY, dt.time(15))
    assert opens(MONDAY, dt.time(23, 59, 59), wish=wish) == (MONDAY, dt.time(23, 59, 59))


@pytest.mark.parametrize(("day", "utc"), [(SPRING, 6), (AUTUMN, 7), (SPRING - dt.timedelta(days=1), 7)])
def test_eight_is_eight_on_the_wall_through_both_clock_changes(day: dt.date, utc: int) -> None:
    evening = clock.at(day - dt.timedelta(days=1), dt.time(22))
    assert next_open(evening, EVERY_DAY, NO_WISH) == dt.datetime.combine(day, dt.time(utc), dt.UTC)


def test_an_hour_that_is_skipped_opens_behind_the_gap() -> None:
    wish = Wish(quiet_from=NIGHT, quiet_until=dt.time(2, 30))
    found = next_open(clock.at(SPRING, dt.time(0)), Rule((EIGHT, NIGHT), (dt.time(0), NIGHT)), wish)
    assert clock.local(found).time() == dt.time(3, 30)


def test_the_hour_that_comes_twice_opens_at_its_first() -> None:
    wish = Wish(quiet_from=NIGHT, quiet_until=dt.time(2, 30))
    found = next_open(clock.at(AUTUMN, dt.time(0)), Rule((EIGHT, NIGHT), (dt.time(0), NIGHT)), wish)
    assert found == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


def test_what_would_be_too_late_goes_the_evening_before() -> None:
    friday = clock.at(SATURDAY - dt.timedelta(days=1), dt.time(12))
    found = last_open(clock.at(SUNDAY, SIX), WEEKDAYS, NO_WISH, since=friday)
    assert found == clock.at(SATURDAY, SIX)


def test_never_before_it_is_owed() -> None:
    since = clock.at(SATURDAY, dt.time(19))
    assert last_open(clock.at(SUNDAY, SIX), WEEKDAYS, NO_WISH, since=since) == since
    assert last_open(clock.at(SUNDAY, SIX), WEEKDAYS, NO_WISH, since=clock.at(SUNDAY, TEN)) is None
