"""The first start at which a whole visit fits. Pure: no database."""

import datetime as dt
from typing import Any

import pytest

from piano.kit import clock
from volunteers.fitting import first_start

MONDAY = dt.date(2026, 11, 23)
MORNING = (0, dt.time(9), dt.time(12))


def at(hour: int, minute: int = 0, *, day: dt.date = MONDAY) -> dt.datetime:
    return clock.at(day, dt.time(hour, minute))


def fit(**asked: Any) -> dt.datetime | None:
    values: dict[str, Any] = {
        "window": (at(8), at(18)),
        "minutes": 60,
        "spans": [MORNING],
        "absences": [],
        "busy": [],
        "now": at(6),
    }
    return first_start(**{**values, **asked})


def test_the_earliest_start_of_the_span() -> None:
    assert fit() == at(9)


def test_the_window_may_begin_later_than_the_span() -> None:
    assert fit(window=(at(9, 40), at(18))) == at(9, 40)


def test_not_before_now_and_then_on_the_quarter_hour() -> None:
    assert fit(now=at(9, 20)) == at(9, 30)


def test_a_window_that_begins_between_two_minutes_gives_a_time_one_can_say() -> None:
    begins = at(9, 7) + dt.timedelta(seconds=23)
    assert fit(window=(begins, at(18))) == at(9, 15)


def test_the_whole_visit_has_to_fit_into_the_span() -> None:
    assert fit(now=at(11)) == at(11)
    assert fit(now=at(11, 1)) is None


def test_the_whole_visit_has_to_fit_into_the_window() -> None:
    assert fit(window=(at(8), at(9, 59))) is None
    assert fit(window=(at(8), at(10))) == at(9)


def test_two_spans_that_touch_are_not_one() -> None:
    assert fit(minutes=240, spans=[MORNING, (0, dt.time(12), dt.time(15))]) is None


def test_another_weekday_is_no_time() -> None:
    assert fit(spans=[(1, dt.time(9), dt.time(12))]) is None


def test_a_later_day_of_the_window_is_taken() -> None:
    tuesday = MONDAY + dt.timedelta(days=1)
    spans = [(1, dt.time(14), dt.time(16)), (2, dt.time(9), dt.time(12))]
    assert fit(window=(at(8), at(18, day=tuesday)), spans=spans) == at(14, day=tuesday)


def test_after_what_is_planned() -> None:
    assert fit(busy=[(at(9), at(10, 5))]) == at(10, 15)


def test_between_two_things_that_are_planned() -> None:
    assert fit(busy=[(at(11), at(12)), (at(8), at(10))]) == at(10)


def test_a_gap_that_is_too_short_is_passed_over() -> None:
    assert fit(busy=[(at(9), at(9, 45)), (at(10, 30), at(11))]) == at(11)


def test_what_ends_when_the_visit_begins_is_no_clash() -> None:
    assert fit(busy=[(at(8), at(9)), (at(10), at(12))]) == at(9)


def test_a_full_day_gives_nothing() -> None:
    assert fit(busy=[(at(8), at(18))]) is None


def test_nobody_is_sent_on_a_day_of_absence() -> None:
    sunday, tuesday = MONDAY - dt.timedelta(days=1), MONDAY + dt.timedelta(days=1)
    assert fit(absences=[(sunday, MONDAY)]) is None
    assert fit(absences=[(MONDAY, tuesday)]) is None
    assert fit(absences=[(tuesday, tuesday)]) == at(9)


def test_summer_time_begins_and_an_hour_is_missing() -> None:
    """From one to four is two hours on 28 March 2027."""
    sunday = dt.date(2027, 3, 28)
    asked = {"window": (at(0, day=sunday), at(6, day=sunday)), "spans": [(6, dt.time(1), dt.time(4))], "now": at(6)}
    assert fit(**asked, minutes=120) == at(1, day=sunday)
    assert fit(**asked, minutes=135) is None


def test_summer_time_ends_and_an_hour_is_doubled() -> None:
    """From half past one until three is two hours and a half on 25 October 2026."""
    sunday = dt.date(2026, 10, 25)
    now = at(6, day=dt.date(2026, 10, 20))
    asked = {"window": (at(0, day=sunday), at(6, day=sunday)), "spans": [(6, dt.time(1, 30), dt.time(3))], "now": now}
    assert fit(**asked, minutes=150) == at(1, 30, day=sunday)
    assert fit(**asked, minutes=165) is None


@pytest.mark.parametrize("day", [dt.date(2027, 3, 28), dt.date(2026, 10, 25)])
def test_ten_is_ten_by_the_wall_clock_on_a_day_of_change(day: dt.date) -> None:
    """The window may come in local time, as people say it, or in UTC, as the database does."""
    now = at(6, day=day - dt.timedelta(days=3))
    local = tuple(clock.local(moment) for moment in (at(0, day=day), at(20, day=day)))
    for window in (local, (at(0, day=day), at(20, day=day))):
        start = fit(window=window, spans=[(6, dt.time(10), dt.time(11))], now=now)
        assert start is not None
        assert clock.say_time(start) == "10:00 Uhr"
