"""When the engine comes back, and by when a decision is due."""

import datetime as dt

from piano.kit import clock
from requests.finding.timing import LEAD_TIME, day_before, decide_by

MORNING = clock.at(dt.date(2026, 11, 23), dt.time(10))
NIGHT = clock.at(dt.date(2026, 11, 23), dt.time(23))
HOURS, DAYS = dt.timedelta(hours=1), dt.timedelta(days=1)


def test_a_decision_waits_for_calling_hours() -> None:
    by_when = decide_by(now=NIGHT, window_ends=NIGHT + 3 * DAYS)
    assert by_when == clock.at(dt.date(2026, 11, 24), dt.time(11))


def test_a_decision_comes_before_the_wish_is_over() -> None:
    assert decide_by(now=MORNING, window_ends=MORNING + 2 * HOURS) == MORNING + 2 * HOURS - LEAD_TIME


def test_the_day_before_keeps_its_wall_time_over_the_clock_change() -> None:
    start = clock.at(dt.date(2027, 3, 28), dt.time(10))
    assert clock.local(day_before(start, dt.time(17))) == dt.datetime(2027, 3, 27, 17, tzinfo=clock.BERLIN)
