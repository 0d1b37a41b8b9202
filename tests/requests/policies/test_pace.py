"""How long people have to answer: until noon, in hours of the day, in minutes; over both clock changes and holidays."""

import datetime as dt

from piano.kit import clock
from requests.policies.deciding import Ask
from requests.policies.pace import after_day_minutes, awake_minutes, ends_at, noon_after
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


def asked_alone(asked: dt.datetime, start: dt.datetime, until: dt.datetime | None = None) -> dt.datetime:
    return Ask(0, Who.FAMILIAR, 1, until or noon_after(clock.after_quiet(asked), 1), asked).answer_by(start)


EVENING, TUESDAY = at(MONDAY, 18, 22), MONDAY + DAY


def test_nobody_who_is_asked_alone_has_to_answer_at_night() -> None:
    """A third of the time would end at 0:43 Uhr."""
    assert asked_alone(EVENING, at(TUESDAY, 13, 25)) == at(TUESDAY, 9)


def test_the_others_have_half_of_the_waking_time_before_somebody_has_to_leave() -> None:
    """98 minutes of the evening and 135 of the morning; then 98 and 75."""
    assert asked_alone(EVENING, at(TUESDAY, 11)) == at(TUESDAY, 8, 18)
    assert asked_alone(EVENING, at(TUESDAY, 10)) == at(MONDAY, 20)


def test_less_than_ten_minutes_of_the_morning_are_none() -> None:
    assert asked_alone(EVENING, at(TUESDAY, 10, 42)) == at(MONDAY, 20)
    assert asked_alone(EVENING, at(TUESDAY, 10, 43)) == at(TUESDAY, 8, 10)
    assert asked_alone(EVENING, at(TUESDAY, 13, 25), until=at(TUESDAY, 8, 5)) == at(MONDAY, 20)


def test_who_is_asked_at_night_reads_it_in_the_morning() -> None:
    assert asked_alone(NIGHT, at(TUESDAY, 15)) == at(TUESDAY, 9)
    assert asked_alone(NIGHT, at(TUESDAY, 9, 45)) == at(TUESDAY, 8, 30)
    assert asked_alone(at(MONDAY, 19, 55), at(TUESDAY, 8, 30)) == at(MONDAY, 20, 5)


def test_what_is_counted_in_minutes_runs_at_night() -> None:
    step = Step(Who.FAMILIAR, unit=Unit.MINUTES, amount=600)
    ask = Ask(0, Who.FAMILIAR, 1, ends_at(step, now=EVENING), EVENING, at_any_hour=True)
    assert ask.answer_by(at(TUESDAY, 13, 22)) == at(TUESDAY, 0, 42)


def test_a_third_that_ends_by_day_stays() -> None:
    assert asked_alone(EVENING, at(MONDAY + 2 * DAY, 16, 22)) == at(TUESDAY, 9, 42)
    assert asked_alone(MORNING, MORNING + DAY) == MORNING + 8 * HOUR


def test_nobody_answers_in_the_nights_of_the_clock_changes() -> None:
    for sunday in (dt.date(2027, 3, 28), dt.date(2026, 10, 25)):
        asked = at(sunday - DAY, 18)
        assert asked_alone(asked, at(sunday, 14)) == at(sunday, 9)
        assert asked_alone(asked, at(sunday, 12)) == at(sunday, 8, 37)
        assert asked_alone(asked, at(sunday, 10)) == at(sunday - DAY, 20)


def test_no_third_ends_at_night_and_the_others_keep_half_of_the_day() -> None:
    for day in (MONDAY, dt.date(2027, 3, 27), dt.date(2026, 10, 24)):
        for minutes in range(0, 24 * 60, 25):
            asked = at(day, 9) + minutes * HOUR / 60
            for hours in range(14, 60, 3):
                end, start = asked_alone(asked, asked + hours * HOUR), asked + hours * HOUR
                assert not clock.is_quiet(end - HOUR / 6) or end == asked + HOUR / 6
                third = asked + (start - asked) / 3
                if clock.is_quiet(third) and not clock.is_quiet(end):
                    leaves = start - 3 * HOUR / 4
                    assert 2 * awake_minutes(end, leaves) >= awake_minutes(asked, leaves) - 1
