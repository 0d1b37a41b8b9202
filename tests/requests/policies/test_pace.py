"""How long people have to answer: until noon, in hours of the day, in minutes; over both clock changes and holidays."""

import datetime as dt

from piano.kit import clock
from requests.policies.deciding import Ask
from requests.policies.pace import after_day_minutes, ends_at, noon_after
from requests.policies.plain import Step, Unit, Who
from requests.policies.shipped import NORMAL, SOON, URGENT

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
MONDAY = dt.date(2026, 11, 23)


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return clock.at(day, dt.time(hour, minute))


MORNING, NIGHT = at(MONDAY, 10), at(MONDAY, 23)


def test_normal_has_until_noon_of_the_next_day() -> None:
    assert ends_at(NORMAL.steps[1], now=MORNING) == at(MONDAY + DAY, 12)
    assert ends_at(NORMAL.steps[1], now=at(MONDAY, 19, 59)) == at(MONDAY + DAY, 12)


def test_what_is_read_in_the_morning_counts_from_the_morning() -> None:
    assert ends_at(NORMAL.steps[1], now=NIGHT) == at(MONDAY + 2 * DAY, 12)
    assert ends_at(SOON.steps[1], now=NIGHT) == at(MONDAY + DAY, 11)


def test_soon_has_three_hours_of_the_day() -> None:
    assert ends_at(SOON.steps[1], now=MORNING) == at(MONDAY, 13)
    assert ends_at(SOON.steps[1], now=at(MONDAY, 18)) == at(MONDAY + DAY, 9)
    assert ends_at(SOON.steps[1], now=at(MONDAY, 17)) == at(MONDAY, 20)


def test_urgent_has_half_an_hour_at_any_hour() -> None:
    for moment in (MORNING, NIGHT):
        assert ends_at(URGENT.steps[0], now=moment) == moment + HOUR / 2


def test_noon_stays_noon_over_both_clock_changes() -> None:
    for sunday, shift in ((dt.date(2027, 3, 28), -HOUR), (dt.date(2026, 10, 25), HOUR)):
        asked = at(sunday - DAY, 12)
        assert noon_after(asked, 1) == at(sunday, 12)
        assert noon_after(asked, 1) - asked == DAY + shift


def test_hours_of_the_day_do_not_count_the_hour_that_the_night_loses_or_gains() -> None:
    for sunday in (dt.date(2027, 3, 28), dt.date(2026, 10, 25)):
        assert after_day_minutes(at(sunday - DAY, 19), 180) == at(sunday, 10)


def test_half_an_hour_is_half_an_hour_in_the_doubled_hour() -> None:
    first = at(dt.date(2026, 10, 25), 2, 45)
    assert ends_at(URGENT.steps[0], now=first) - first == HOUR / 2
    assert clock.local(ends_at(URGENT.steps[0], now=first)).time() == dt.time(2, 15)


def test_who_is_called_has_time_until_a_working_day() -> None:
    friday, second_day_of_christmas = dt.date(2026, 11, 27), dt.date(2026, 12, 26)
    call = Step(Who.PHONE)
    assert ends_at(call, now=at(friday, 10)) == at(friday + 3 * DAY, 12)
    assert ends_at(Step(Who.WRITING), now=at(friday, 10)) == at(friday + DAY, 12)
    assert ends_at(call, now=at(second_day_of_christmas - 2 * DAY, 10)) == at(dt.date(2026, 12, 28), 12)
    assert ends_at(call, now=at(second_day_of_christmas, 10)) == at(dt.date(2026, 12, 29), 12)


def test_three_hours_for_a_call_begin_when_people_are_called() -> None:
    call = Step(Who.PHONE, unit=Unit.DAY_MINUTES, amount=180)
    assert ends_at(call, now=at(MONDAY, 13)) == at(MONDAY, 18)
    assert ends_at(call, now=at(dt.date(2026, 11, 28), 10)) == at(dt.date(2026, 11, 30), 12)


def answer_by(who: str, *, start: dt.datetime, until: dt.datetime = MORNING + 26 * HOUR) -> dt.datetime:
    return Ask(0, who, 1, until, MORNING).answer_by(start)


def test_the_answer_comes_before_somebody_has_to_leave() -> None:
    assert answer_by(Who.WRITING, start=MORNING + 4 * HOUR) == MORNING + 3 * HOUR + HOUR / 4
    assert answer_by(Who.WRITING, start=MORNING + 3 * DAY) == MORNING + 26 * HOUR


def test_who_is_asked_alone_leaves_time_to_those_after_her() -> None:
    assert answer_by(Who.FAMILIAR, start=MORNING + DAY) == MORNING + 8 * HOUR
    assert answer_by(Who.FAMILIAR, start=MORNING + 9 * DAY) == MORNING + 26 * HOUR


def test_nobody_has_less_than_ten_minutes() -> None:
    assert answer_by(Who.WRITING, start=MORNING) == MORNING + HOUR / 6
    assert answer_by(Who.FAMILIAR, start=MORNING + HOUR / 6) == MORNING + HOUR / 6
