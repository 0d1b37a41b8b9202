"""A rule in local time: „Dienstag 10 Uhr“ stays ten o'clock by the clock on the wall, over both changes of it."""

import datetime as dt
import random

import pytest
from django.utils import translation

from piano.kit import clock
from requests.series.rule import (
    WEEKDAYS,
    NotARule,
    Times,
    checked,
    daily,
    days_between,
    monthly,
    next_day,
    say_times,
    weekly,
)

TUESDAY = dt.date(2026, 12, 1)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=YEARLY",
        "FREQ=WEEKLY",
        "FREQ=DAILY;COUNT=5",
        "FREQ=WEEKLY;BYDAY=TU;COUNT=9",
        "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270101",
        "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYDAY=5TU",
        "FREQ=HOURLY",
        "FREQ=DAILY\nRDATE:20260101",
    ],
)
def test_what_the_form_cannot_say_is_no_rule(rule: str) -> None:
    with pytest.raises(NotARule):
        checked(rule)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (weekly("TU"), "jeden Dienstag, 10:00 Uhr"),
        (weekly("TH", "MO"), "jeden Montag und Donnerstag, 10:00 Uhr"),
        (weekly("FR", every=2), "alle zwei Wochen am Freitag, 10:00 Uhr"),
        (weekly(*WEEKDAYS[:5]), "jeden Tag von Montag bis Freitag, 10:00 Uhr"),
        (monthly(2, "TU"), "am zweiten Dienstag im Monat, 10:00 Uhr"),
        (monthly(-1, "FR"), "am letzten Freitag im Monat, 10:00 Uhr"),
        (daily(), "jeden Tag, 10:00 Uhr"),
    ],
)
def test_a_rule_is_said_as_people_say_it(rule: str, words: str) -> None:
    assert say_times(Times(rule, dt.time(10), 60, 60)) == words


def test_days_are_joined_by_the_comma_of_the_reader() -> None:
    times = Times(weekly("MO", "WE", "FR"), dt.time(10), 60, 60)
    assert say_times(times).startswith("jeden Montag, Mittwoch und Freitag,")
    with translation.override("ar"):
        assert "الاثنين، الأربعاء" in say_times(times)
        assert "," not in say_times(times)


def test_every_second_week_counts_from_the_first_day() -> None:
    days = days_between(weekly("TU", every=2), first_day=TUESDAY, start=TUESDAY, end=dt.date(2027, 1, 5))
    assert days == [dt.date(2026, 12, 1), dt.date(2026, 12, 15), dt.date(2026, 12, 29)]


def test_no_day_lies_before_the_first() -> None:
    rule = weekly("TU")
    assert days_between(rule, first_day=TUESDAY, start=dt.date(2026, 11, 1), end=TUESDAY) == [TUESDAY]
    assert next_day(rule, first_day=TUESDAY, after=TUESDAY) == dt.date(2026, 12, 8)


def some_rule(dice: random.Random) -> str:
    day = dice.choice(WEEKDAYS)
    several = dice.sample(WEEKDAYS, dice.randint(1, 3))
    return dice.choice(
        [weekly(*several), weekly(*several, every=2), monthly(dice.choice([1, 2, 3, 4, -1]), day), daily()]
    )


def expected(rule: str, first: dt.date, last: dt.date) -> list[dt.date]:
    """The same without dateutil: every day is asked whether the rule means it."""
    found, parts = [], dict(part.split("=") for part in rule.split(";"))
    for number in range((last - first).days + 1):
        day = first + dt.timedelta(days=number)
        code = WEEKDAYS[day.weekday()]
        if parts["FREQ"] == "MONTHLY":
            nth, name = int(parts["BYDAY"][:-2]), parts["BYDAY"][-2:]
            is_last = (day + dt.timedelta(days=7)).month != day.month
            is_meant = code == name and (is_last if nth == -1 else (day.day - 1) // 7 + 1 == nth)
        else:
            weeks = ((day - first) + dt.timedelta(days=first.weekday())).days // 7
            is_meant = code in parts.get("BYDAY", code) and weeks % int(parts.get("INTERVAL", 1)) == 0
        found += [day] if is_meant else []
    return found


@pytest.mark.parametrize("seed", range(400))
def test_each_appointment_exists_once_at_the_right_hour_of_the_wall(seed: int) -> None:
    """Random rules over more than a year, so that both changes of the clock lie within; 400 of them, each with all its days."""
    dice = random.Random(seed)
    first = dt.date(2026, 1, 1) + dt.timedelta(days=dice.randrange(700))
    last = first + dt.timedelta(days=400)
    times = Times(some_rule(dice), dt.time(dice.randrange(24), dice.choice([0, 15, 30, 45])), 90, 60)
    days = days_between(times.rule, first_day=first, start=first, end=last)
    assert days == expected(times.rule, first, last)
    starts = [times.window(day)[0] for day in days]
    assert len(set(starts)) == len(days)
    assert starts == sorted(starts)
    for day, start in zip(days, starts, strict=True):
        wall = clock.local(start)
        assert wall.date() == day
        assert wall.time() == times.starts or (day.month, wall.hour) == (3, 3), (day, wall)


def test_an_hour_that_does_not_exist_is_moved_behind_the_gap() -> None:
    start, end = Times(daily(), dt.time(2, 30), 60, 60).window(dt.date(2027, 3, 28))
    assert clock.local(start).time() == dt.time(3, 30)
    assert end - start == dt.timedelta(minutes=60)


def test_an_hour_that_comes_twice_is_the_first() -> None:
    start, end = Times(daily(), dt.time(2, 30), 60, 60).window(dt.date(2026, 10, 25))
    assert start == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    assert end - start == dt.timedelta(minutes=60)
