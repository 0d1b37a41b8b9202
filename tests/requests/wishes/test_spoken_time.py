"""A time as people say it on the phone. Said on Monday, 2 November 2026."""

import datetime as dt

import pytest

from requests.errors import WindowIsOver
from requests.wishes.spoken_time import Spoken, read_spoken_time
from requests.wishes.wish_time import Part, When

MONDAY = dt.date(2026, 11, 2)


def read(words: str) -> Spoken | None:
    return read_spoken_time(words, today=MONDAY)


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("heute", When.TODAY),
        ("sofort!", When.TODAY),
        ("morgen", When.TOMORROW),
        ("diese Woche", When.THIS_WEEK),
        ("nächste Woche", When.NEXT_WEEK),
        ("kommende Woche", When.NEXT_WEEK),
        ("egal, nachmittags", When.SOON),
        ("so bald es geht", When.SOON),
        ("donnerstags", When.REGULAR),
        ("Di und Fr, 15 Uhr", When.REGULAR),
        ("werktags vormittags", When.REGULAR),
    ],
)
def test_a_word_says_when(words: str, when: str) -> None:
    spoken = read(words)
    assert spoken is not None
    assert spoken.when == when


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Do 5.11. vormittags", dt.date(2026, 11, 5)),
        ("Donnerstag", dt.date(2026, 11, 5)),
        ("am Montag", MONDAY),
        ("Sonnabend", dt.date(2026, 11, 7)),
        ("übermorgen", dt.date(2026, 11, 4)),
        ("17. November", dt.date(2026, 11, 17)),
        ("5.11.26", dt.date(2026, 11, 5)),
        ("12.11. 18:00", dt.date(2026, 11, 12)),
        ("Mi 18.11. 13–16 Uhr", dt.date(2026, 11, 18)),
        ("3. Januar", dt.date(2027, 1, 3)),
    ],
)
def test_a_day_is_read_with_or_without_its_year(words: str, day: dt.date) -> None:
    spoken = read(words)
    assert spoken is not None
    assert (spoken.when, spoken.day) == (When.DAY, day)


@pytest.mark.parametrize(
    ("words", "time"),
    [
        ("Mo 09.11. 10:30 Uhr, Abfahrt 9:45", dt.time(10, 30)),
        ("morgen um 9", dt.time(9)),
        ("17.11. 8.30", dt.time(8, 30)),
        ("Freitag 15 Uhr", dt.time(15)),
        ("Di halb drei", dt.time(14, 30)),
        ("morgen viertel nach neun", dt.time(9, 15)),
        ("Freitag um 3", dt.time(15)),
        ("Mi abends um acht", dt.time(20)),
        ("heute nachts um drei", dt.time(3)),
    ],
)
def test_an_hour_makes_it_fixed(words: str, time: dt.time) -> None:
    spoken = read(words)
    assert spoken is not None
    assert (spoken.part, spoken.time) == (Part.EXACT, time)


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("Do vormittags", Part.MORNING),
        ("Montagabend", Part.AFTERNOON),
        ("Dienstagnachmittag", Part.AFTERNOON),
        ("Sonnabend", Part.ANY),
    ],
)
def test_a_part_of_the_day_is_read(words: str, part: str) -> None:
    spoken = read(words)
    assert spoken is not None
    assert spoken.part == part


def test_a_span_of_hours_says_how_long() -> None:
    spoken = read("Mi 18.11. 13–16 Uhr")
    assert spoken is not None
    assert (spoken.time, spoken.minutes) == (dt.time(13), 180)


@pytest.mark.parametrize(
    "words", ["9.11. bis ca. 20.11.", "tägl. Mo–Fr 8:00, ab 9.11. für 5 Wochen", "24.12.–1.1.", "ab 9.11. werktags"]
)
def test_more_than_one_day_stays_in_the_persons_words(words: str) -> None:
    spoken = read(words)
    assert spoken is not None
    assert (spoken.when, spoken.is_part) == (When.DAY, True)


@pytest.mark.parametrize("words", ["Do 5.11. vormittags", "Mi 18.11. 13–16 Uhr", "17.11. 8:30"])
def test_one_day_is_wholly_understood(words: str) -> None:
    spoken = read(words)
    assert spoken is not None
    assert not spoken.is_part


def test_a_deadline_is_no_appointment() -> None:
    spoken = read("Frist 13.11.")
    assert spoken is not None
    assert (spoken.when, spoken.deadline) == (When.SOON, dt.date(2026, 11, 13))


@pytest.mark.parametrize("words", ["", "vor dem Frost", "am Wochenende", "Moritz kommt", "wie beim letzten Mal"])
def test_what_names_no_day_is_not_guessed(words: str) -> None:
    assert read(words) is None


@pytest.mark.parametrize("words", ["31.2.", "31.02.2026", "morgen 26 Uhr"])
def test_what_does_not_exist_is_named(words: str) -> None:
    with pytest.raises(WindowIsOver, match="gibt es nicht"):
        read(words)
