"""How often, as people say it. What is not understood is no series: a human asks."""

import datetime as dt

import pytest

from requests.series.rhythm import read_rhythm, times_of
from requests.series.rule import say_times


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("jeden Dienstag um 10 Uhr", "jeden Dienstag, 10:00 Uhr"),
        ("dienstags 10 Uhr", "jeden Dienstag, 10:00 Uhr"),
        ("jeden Di 10:15", "jeden Dienstag, 10:15 Uhr"),
        ("alle zwei Wochen freitags vormittags", "alle zwei Wochen am Freitag, 8:00 bis 13:00 Uhr"),
        ("jeden zweiten Mittwoch um 15 Uhr", "alle zwei Wochen am Mittwoch, 15:00 Uhr"),
        ("jeden 2. Dienstag im Monat um 14:30", "am zweiten Dienstag im Monat, 14:30 Uhr"),
        ("am letzten Freitag im Monat, 9 Uhr", "am letzten Freitag im Monat, 9:00 Uhr"),
        ("Mo und Do 9-11 Uhr", "jeden Montag und Donnerstag, 9:00 bis 11:00 Uhr"),
        ("täglich um 8", "jeden Tag, 8:00 Uhr"),
        ("werktags um halb neun", "jeden Tag von Montag bis Freitag, 8:30 Uhr"),
        ("Mo-Fr 8 Uhr", "jeden Tag von Montag bis Freitag, 8:00 Uhr"),
    ],
)
def test_a_rhythm_is_understood(said: str, words: str) -> None:
    rhythm = read_rhythm(said)
    assert rhythm is not None
    assert say_times(times_of(rhythm, minutes=60)) == words


@pytest.mark.parametrize(
    "said",
    ["jede Woche", "zweimal die Woche", "Dienstag oder Mittwoch", "alle drei Wochen dienstags", "jeden Monat", "bald"],
)
def test_what_is_not_said_is_not_guessed(said: str) -> None:
    assert read_rhythm(said) is None


@pytest.mark.parametrize("said", ["Can you do it at 10, please", "her Salı gelebilir mi, 10:00", "so early, mo matter"])
def test_short_words_of_another_language_are_no_days(said: str) -> None:
    assert read_rhythm(said) is None


@pytest.mark.parametrize("said", ["Di 10", "Mo, Do um 9"])
def test_short_days_alone_are_understood(said: str) -> None:
    assert read_rhythm(said) is not None


def test_the_way_to_an_appointment_comes_before_it() -> None:
    rhythm = read_rhythm("jeden Dienstag um 10 Uhr")
    assert rhythm is not None
    assert times_of(rhythm, minutes=60, way=dt.timedelta(minutes=45)).starts == dt.time(9, 15)
