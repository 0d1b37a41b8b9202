"""From the words in which people say a time to a wish window."""

import datetime as dt

import pytest

from piano.kit import clock
from requests.errors import WindowIsOver
from requests.wishes.wish_time import STILL_TODAY, WAY, Part, When, WishTime, read_wish_time

MONDAY = dt.date(2026, 11, 23)
TEN = clock.at(MONDAY, dt.time(10))


def read(when: str, **said: object) -> WishTime:
    return read_wish_time(**{"when": when, "minutes": 60, "now": TEN, **said})  # type: ignore[arg-type]


def local(wish: WishTime) -> tuple[str, str]:
    first, last = (clock.local(moment) for moment in wish.window)
    return f"{first:%d.%m. %H:%M}", f"{last:%d.%m. %H:%M}"


def test_tomorrow_is_said_by_weekday_and_date() -> None:
    wish = read(When.TOMORROW, part=Part.MORNING)
    assert local(wish) == ("24.11. 08:00", "24.11. 13:00")
    assert wish.words == "Dienstag, 24. November, vormittags"


def test_the_next_days_end_within_a_week() -> None:
    wish = read(When.SOON)
    assert local(wish)[1] == "29.11. 20:00"
    assert wish.words == "in den nächsten Tagen, bis Sonntag, 29. November"


def test_next_week_begins_on_monday() -> None:
    assert local(read(When.NEXT_WEEK)) == ("30.11. 08:00", "06.12. 20:00")


def test_next_week_said_on_a_sunday_is_tomorrow() -> None:
    sunday = clock.at(dt.date(2026, 11, 29), dt.time(10))
    assert local(read(When.NEXT_WEEK, now=sunday))[0] == "30.11. 08:00"


def test_a_fixed_time_is_as_long_as_the_visit() -> None:
    wish = read(When.DAY, day=dt.date(2026, 12, 2), part=Part.EXACT, time=dt.time(10, 30))
    assert local(wish) == ("02.12. 10:30", "02.12. 11:30")


def test_the_way_to_an_appointment_comes_before_it() -> None:
    wish = read(When.DAY, day=dt.date(2026, 12, 2), part=Part.EXACT, time=dt.time(10, 30), way=WAY)
    assert local(wish)[0] == "02.12. 09:45"
    assert wish.words == "Mittwoch, 2. Dezember, um 10:30 Uhr dort sein"


def test_today_begins_now() -> None:
    assert read(When.TODAY).window == (TEN, clock.at(MONDAY, dt.time(20)))


def test_today_said_in_the_night_reaches_beyond_it() -> None:
    late = clock.at(MONDAY, dt.time(23))
    assert read(When.TODAY, now=late).window == (late, late + STILL_TODAY)


def test_what_repeats_begins_within_two_weeks() -> None:
    wish = read(When.REGULAR)
    assert local(wish) == ("24.11. 08:00", "07.12. 20:00")
    assert wish.words == "regelmäßig, zum ersten Mal bis Montag, 7. Dezember"


@pytest.mark.parametrize("day", [dt.date(2026, 11, 22), dt.date(2027, 2, 22)])
def test_a_day_behind_us_or_too_far_ahead_is_refused(day: dt.date) -> None:
    with pytest.raises(WindowIsOver):
        read(When.DAY, day=day)


def test_what_is_left_of_the_morning_must_hold_the_visit() -> None:
    noon = clock.at(MONDAY, dt.time(12, 30))
    with pytest.raises(WindowIsOver):
        read(When.TODAY, part=Part.MORNING, now=noon)


@pytest.mark.parametrize(("day", "hours"), [(dt.date(2027, 3, 28), 5), (dt.date(2026, 10, 25), 5)])
def test_a_morning_is_a_morning_when_clocks_change(day: dt.date, hours: int) -> None:
    before = clock.at(day - dt.timedelta(days=3), dt.time(10))
    wish = read(When.DAY, day=day, part=Part.MORNING, now=before)
    assert clock.local(wish.window[0]).time() == dt.time(8)
    assert wish.window[1] - wish.window[0] == dt.timedelta(hours=hours)
