"""When a meeting point is open, in words: the weekday's hours, none on holidays, and before both what stands for a single day."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation

from piano.kit import clock
from quarters.points.opening import Hours, exceptions, read_hours, say_opening
from quarters.points.week import week_rows

NINE, NOON, TWO, FIVE = dt.time(9), dt.time(12), dt.time(14), dt.time(17)
MONDAY = dt.date(2026, 11, 30)
WEEK = [(day, NINE, FIVE) for day in range(5)]


@pytest.fixture(autouse=True)
def german() -> Any:
    with translation.override("de"):
        yield


def single(day: dt.date, opens: dt.time | None = None, closes: dt.time | None = None, note: str = "") -> Any:
    return SimpleNamespace(day=day, opens=opens, closes=closes, note=note)


def said(hours: Hours, day: dt.date, hour: int, minute: int = 0) -> tuple[str, str]:
    opening = say_opening(hours, clock.at(day, dt.time(hour, minute)))
    return opening.state, opening.words


def test_while_it_is_open_it_says_until_when() -> None:
    assert said(read_hours(WEEK, []), MONDAY, 10) == ("open", "Heute geöffnet bis 17 Uhr.")


def test_the_closing_minute_is_closed() -> None:
    assert said(read_hours(WEEK, []), MONDAY, 16, 59)[0] == "open"
    assert said(read_hours(WEEK, []), MONDAY, 17) == ("closed", "Jetzt zu. Morgen ab 9 Uhr.")


def test_before_it_opens_it_says_from_when() -> None:
    assert said(read_hours(WEEK, []), MONDAY, 8) == ("later", "Heute ab 9 Uhr geöffnet.")


def test_at_noon_between_two_spans_it_says_when_it_opens_again() -> None:
    hours = read_hours([(0, TWO, FIVE), (0, NINE, NOON)], [])
    assert said(hours, MONDAY, 13) == ("later", "Heute ab 14 Uhr geöffnet.")


def test_over_the_weekend_the_day_is_named() -> None:
    saturday = MONDAY + dt.timedelta(days=5)
    assert said(read_hours(WEEK, []), saturday, 10)[1] == "Heute zu. Wieder am Montag, 7. Dezember, ab 9 Uhr."


def test_a_holiday_is_closed_by_name() -> None:
    new_year = dt.date(2027, 1, 1)
    assert said(read_hours(WEEK, []), new_year, 10)[1] == "Heute zu: Neujahr. Wieder am Montag, 4. Januar, ab 9 Uhr."


def test_a_single_day_goes_before_the_holiday_and_the_week() -> None:
    new_year = dt.date(2027, 1, 1)
    hours = read_hours(WEEK, [single(new_year, NOON, TWO, "Neujahrskaffee"), single(MONDAY, note="Ausflug")])
    assert said(hours, new_year, 13) == ("open", "Heute geöffnet bis 14 Uhr.")
    assert said(hours, MONDAY, 10)[1] == "Heute zu: Ausflug. Morgen ab 9 Uhr."


def test_a_week_without_an_hour_asks_to_call() -> None:
    assert said(read_hours([], []), MONDAY, 10)[1].endswith("Fragen Sie bitte am Telefon, wann wieder jemand da ist.")


def test_through_both_clock_changes_nine_is_nine() -> None:
    hours = read_hours([(6, NINE, FIVE)], [])
    for day in (dt.date(2027, 3, 28), dt.date(2026, 10, 25)):
        assert said(hours, day, 8, 59)[0] == "later"
        assert said(hours, day, 9)[0] == "open"


def test_only_days_that_differ_are_exceptions() -> None:
    christmas = dt.date(2026, 12, 14)
    hours = read_hours(
        WEEK, [single(dt.date(2026, 12, 24), note="Heiligabend"), single(dt.date(2026, 12, 23), NINE, NOON)]
    )
    found = exceptions(hours, christmas)
    assert [(one.day.day, one.reason) for one in found] == [
        (23, ""),
        (24, "Heiligabend"),
        (25, "1. Weihnachtstag"),
        (1, "Neujahr"),
    ]  # the second day of Christmas is a Saturday, on which it is closed anyhow


def test_days_that_are_alike_share_a_row() -> None:
    assert week_rows(read_hours([*WEEK[:2], (2, NINE, NOON), (2, TWO, FIVE)], [])) == [
        ("Montag, Dienstag", "9 bis 17 Uhr"),
        ("Mittwoch", "9 bis 12 Uhr und 14 bis 17 Uhr"),
        ("Donnerstag bis Sonntag", "zu"),
    ]
