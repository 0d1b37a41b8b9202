"""Local time, quiet hours, calling hours, holidays: the calendar of Hesse."""

import datetime as dt

import pytest
from django.utils import translation

from piano.kit import clock
from tests import clock as machine

MONDAY = dt.date(2026, 11, 23)


def test_a_wall_time_that_does_not_exist_is_moved_behind_the_gap() -> None:
    assert clock.local(clock.at(dt.date(2027, 3, 28), dt.time(2, 30))).hour == 3


def test_a_wall_time_that_exists_twice_is_the_first() -> None:
    assert clock.at(dt.date(2026, 10, 25), dt.time(2, 30)) == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(("hour", "quiet"), [(7, True), (8, False), (19, False), (20, True), (23, True), (0, True)])
def test_the_night_is_quiet(hour: int, quiet: bool) -> None:
    assert clock.is_quiet(clock.at(MONDAY, dt.time(hour))) is quiet


def test_equal_ends_mean_never_quiet() -> None:
    assert not clock.is_quiet(clock.at(MONDAY, dt.time(3)), dt.time(0), dt.time(0))


def test_after_midnight_the_quiet_ends_the_same_morning() -> None:
    night = clock.at(MONDAY, dt.time(3))
    assert clock.after_quiet(night) == clock.at(MONDAY, dt.time(8))


def test_before_midnight_the_quiet_ends_the_next_morning() -> None:
    assert clock.after_quiet(clock.at(MONDAY, dt.time(22))) == clock.at(MONDAY + dt.timedelta(days=1), dt.time(8))


def test_hesse_keeps_corpus_christi_and_no_reformation_day() -> None:
    assert clock.is_holiday(dt.date(2027, 5, 27))
    assert not clock.is_holiday(dt.date(2026, 10, 31))


def test_nobody_is_called_on_a_holiday() -> None:
    christmas = clock.at(dt.date(2026, 12, 25), dt.time(10))
    assert clock.next_call_time(christmas) == clock.at(dt.date(2026, 12, 28), dt.time(9))


def test_the_lunch_break_waits_for_the_afternoon() -> None:
    assert clock.next_call_time(clock.at(MONDAY, dt.time(13))) == clock.at(MONDAY, dt.time(15))


def test_within_calling_hours_it_is_now() -> None:
    moment = clock.at(MONDAY, dt.time(9, 30))
    assert clock.next_call_time(moment) == moment


def test_a_moment_is_said_with_weekday_and_date() -> None:
    assert clock.say_moment(clock.at(dt.date(2026, 11, 24), dt.time(9, 5))) == "Dienstag, 24. November, 9:05 Uhr"


def test_a_span_over_midnight_is_said_in_words() -> None:
    evening, morning = clock.at(dt.date(2026, 11, 24), dt.time(22)), clock.at(dt.date(2026, 11, 25), dt.time(6))
    said = "Dienstag, 24. November, 22:00 Uhr bis Mittwoch, 25. November, 6:00 Uhr"
    assert clock.say_span(evening, morning) == said


def test_the_database_clock_can_be_moved_in_tests(db: None) -> None:
    before = clock.now()
    with machine.at(before + dt.timedelta(days=3)):
        assert clock.now() - before > dt.timedelta(days=2, hours=23)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Dienstag, 24. November"),
        ("en", "Tuesday, 24 November"),
        ("tr", "Salı, 24 Kasım"),
        ("ru", "вторник, 24 ноября"),
        ("uk", "вівторок, 24 листопада"),
        ("bg", "вторник, 24 ноември"),
        ("ar", "الثلاثاء، 24 نوفمبر"),
    ],
)
def test_a_day_is_said_as_people_say_it_in_their_language(language: str, said: str) -> None:
    with translation.override(language):
        assert clock.say_day(dt.date(2026, 11, 24)) == said


def test_the_figures_of_a_time_are_the_same_everywhere() -> None:
    moment = clock.at(MONDAY, dt.time(8, 5))
    assert clock.say_clock(moment) == "8:05"
    with translation.override("ar"):
        assert "8:05" in clock.say_time(moment)


@pytest.mark.parametrize("text", ["", "bald", "2026-02-30", "\x00", "2026-11-30T10:00:00+01:00"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert clock.read_day(text) is None


def test_a_moment_is_read_as_it_was_written_and_only_with_its_offset() -> None:
    moment = clock.at(dt.date(2026, 11, 30), dt.time(10, 0, 0, 123456))
    assert clock.read_moment(moment.isoformat()) == moment
    assert clock.read_moment("2026-11-30T10:00:00") is None
    assert clock.read_moment("2026-13-45T10:00:00+01:00") is None
