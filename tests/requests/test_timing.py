"""How long people have to answer."""

import datetime as dt

from piano.kit import clock
from requests.timing import LEAD_TIME, answer_by, day_before, decide_by

MORNING = clock.at(dt.date(2026, 11, 23), dt.time(10))
NIGHT = clock.at(dt.date(2026, 11, 23), dt.time(23))
HOURS, DAYS = dt.timedelta(hours=1), dt.timedelta(days=1)


def test_a_normal_wish_gives_a_day() -> None:
    assert answer_by(urgency="normal", now=MORNING, start=MORNING + 3 * DAYS) == MORNING + DAYS


def test_the_time_counts_from_the_end_of_the_quiet_hours() -> None:
    morning = clock.at(dt.date(2026, 11, 24), dt.time(8))
    assert answer_by(urgency="soon", now=NIGHT, start=NIGHT + 3 * DAYS) == morning + 3 * HOURS


def test_an_urgent_wish_does_not_wait_for_the_morning() -> None:
    assert answer_by(urgency="urgent", now=NIGHT, start=NIGHT + 3 * HOURS) == NIGHT + dt.timedelta(minutes=20)


def test_the_answer_comes_before_the_visit() -> None:
    assert answer_by(urgency="normal", now=MORNING, start=MORNING + 4 * HOURS) == MORNING + 4 * HOURS - LEAD_TIME


def test_nobody_has_less_than_ten_minutes() -> None:
    assert answer_by(urgency="urgent", now=MORNING, start=MORNING) == MORNING + dt.timedelta(minutes=10)


def test_a_decision_waits_for_calling_hours() -> None:
    by_when = decide_by(now=NIGHT, window_ends=NIGHT + 3 * DAYS)
    assert by_when == clock.at(dt.date(2026, 11, 24), dt.time(11))


def test_a_decision_comes_before_the_wish_is_over() -> None:
    assert decide_by(now=MORNING, window_ends=MORNING + 2 * HOURS) == MORNING + 2 * HOURS - LEAD_TIME


def test_the_day_before_keeps_its_wall_time_over_the_clock_change() -> None:
    start = clock.at(dt.date(2027, 3, 28), dt.time(10))
    assert clock.local(day_before(start, dt.time(17))) == dt.datetime(2027, 3, 27, 17, tzinfo=clock.BERLIN)
