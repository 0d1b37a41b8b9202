"""A row whose step failed comes back ever more seldom, and never stays away for good."""

import datetime as dt

from piano.kit.sweeps import back_off


def test_each_wait_is_twice_as_long_as_the_one_before() -> None:
    assert [back_off(attempt) for attempt in range(3)] == [dt.timedelta(minutes=minutes) for minutes in (2, 4, 8)]


def test_it_comes_back_within_a_working_day() -> None:
    assert back_off(10_000) == back_off(8) < dt.timedelta(hours=9)
