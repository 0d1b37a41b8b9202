"""Calendars as text: a foreign reader finds what was written, and nothing that somebody typed becomes a line of its own."""

import datetime as dt

import pytest
from icalendar import Calendar

from piano.kit.calendar_text import folded, say, stamp, write

HOSTILE = "Essen\r\nEND:VEVENT\nBEGIN:VALARM\u2028;X=1,2\\n\x00\x0b\x7f"


def test_a_foreign_reader_finds_what_was_written() -> None:
    calendar = Calendar.from_ical(write("Termine", [("X-WR-CALNAME", "Treff")], [[("SUMMARY", say("Suppe, Brot"))]]))
    (event,) = calendar.walk("VEVENT")
    assert (str(calendar["x-wr-calname"]), str(event["summary"])) == ("Treff", "Suppe, Brot")


def test_what_somebody_typed_stays_within_its_line() -> None:
    written = write("Termine", [], [[("SUMMARY", say(HOSTILE)), ("LOCATION", say("x\r\nATTENDEE:y"))]])
    (event,) = Calendar.from_ical(written).walk("VEVENT")
    assert set(event) == {"SUMMARY", "LOCATION"}
    assert not event.subcomponents
    assert str(event["summary"]) == "Essen\nEND:VEVENT\nBEGIN:VALARM\u2028;X=1,2\\n"
    assert not any(sign in written for sign in (b"\x00", b"\x0b", b"\x7f"))


@pytest.mark.parametrize("words", ["a" * 300, "ü" * 300, "Спільний обід " * 20, "🎹" * 60, "x" * 74 + "ü", "x" * 75])
def test_lines_are_folded_at_75_octets_and_read_whole(words: str) -> None:
    written = folded(f"SUMMARY:{words}")
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    assert written.replace("\r\n ", "") == f"SUMMARY:{words}"


def test_moments_are_written_in_utc() -> None:
    assert stamp(dt.datetime(2026, 7, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=2)))) == "20260701T100000Z"
