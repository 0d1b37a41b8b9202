"""Choices make a rule, and a rule is shown as choices; what does not belong together is asked about in a plain sentence."""

import datetime as dt
from typing import Any

import pytest
from django.utils import translation

from requests.forms.chosen_rhythm import ChosenRhythmForm
from requests.series.choosing import choices_of_times, weekday_choices
from requests.series.rule import Times, daily, monthly, say_times, weekly

TODAY = dt.date(2026, 11, 23)
NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


AS_NOW = Times(weekly("TU"), dt.time(9), 60, 60)


def form_of(*, as_now: Times = AS_NOW, **other: Any) -> ChosenRhythmForm:
    said = {
        "often": "weekly",
        "nth": "1",
        "days": ["TU"],
        "part": "exact",
        "time": "10:00",
        "rhythm_from": "2026-12-01",
    }
    return ChosenRhythmForm(said | other, today=TODAY, as_now=as_now)


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({}, "jeden Dienstag, 10:00 Uhr"),
        ({"days": ["FR", "MO"]}, "jeden Montag und Freitag, 10:00 Uhr"),
        ({"often": "fortnightly", "time": "15"}, "alle zwei Wochen am Dienstag, 15:00 Uhr"),
        ({"often": "monthly", "nth": "2"}, "am zweiten Dienstag im Monat, 10:00 Uhr"),
        ({"often": "monthly", "nth": "-1"}, "am letzten Dienstag im Monat, 10:00 Uhr"),
        ({"often": "daily", "days": []}, "jeden Tag, 10:00 Uhr"),
        ({"often": "daily", "days": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]}, "jeden Tag, 10:00 Uhr"),
        ({"part": "morning"}, "jeden Dienstag, 8:00 bis 13:00 Uhr"),
        ({"part": "any", "time": "bald"}, "jeden Dienstag, 8:00 bis 20:00 Uhr"),
        ({"nth": "nie"}, "jeden Dienstag, 10:00 Uhr"),
    ],
)
def test_choices_make_the_rule(choices: dict[str, Any], words: str) -> None:
    form = form_of(**choices)
    assert form.is_valid(), form.errors
    assert say_times(form.plan_of(form.said(), minutes=60, now=NOW).times) == words


@pytest.mark.parametrize(
    ("choices", "field", "words"),
    [
        ({"often": ""}, "often", "Bitte wählen Sie eine Antwort."),
        ({"days": []}, "days", "Bitte wählen Sie mindestens einen Tag."),
        ({"often": "fortnightly", "days": []}, "days", "Bitte wählen Sie mindestens einen Tag."),
        ({"often": "monthly", "days": []}, "days", "Für einmal im Monat wählen Sie bitte genau einen Tag."),
        ({"often": "monthly", "days": ["MO", "TU"]}, "days", "Für einmal im Monat wählen Sie bitte genau einen Tag."),
        ({"often": "monthly", "nth": ""}, "nth", "Bitte wählen Sie, der wievielte im Monat es sein soll."),
        ({"often": "daily"}, "days", "Jeden Tag, oder nur an diesen Tagen?"),
        ({"time": ""}, "time", "Bitte schreiben Sie die Uhrzeit."),
        ({"time": "25:00"}, "time", "Diese Uhrzeit gibt es nicht."),
        ({"time": "03:00"}, "time", "Zwischen 6 und 22 Uhr kann jemand kommen."),
        ({"rhythm_from": "2026-11-22"}, "rhythm_from", "Bitte wählen Sie einen Tag in den nächsten sechs Monaten."),
        ({"rhythm_from": ""}, "rhythm_from", "Bitte wählen Sie einen Tag."),
    ],
)
def test_what_does_not_belong_together_is_asked_about(choices: dict[str, Any], field: str, words: str) -> None:
    form = form_of(**choices)
    assert words in " ".join(form.errors[field])


@pytest.mark.parametrize(
    "times",
    [
        Times(weekly("MO"), dt.time(9), 120, 60),
        Times(weekly("TU", "FR"), dt.time(10), 60, 60),
        Times(weekly("SU", every=2), dt.time(8), 300, 60),
        Times(monthly(-1, "WE"), dt.time(13), 300, 60),
        Times(daily(), dt.time(8), 720, 60),
    ],
)
def test_what_is_agreed_comes_back_from_its_own_choices(times: Times) -> None:
    form = form_of(as_now=times, **choices_of_times(times))
    assert form.is_valid(), form.errors
    assert form.plan_of(form.said(), minutes=60, now=NOW).times == times


def test_another_hour_is_that_hour_alone() -> None:
    form = form_of(as_now=Times(weekly("TU"), dt.time(9), 120, 60), time="11:00")
    assert form.is_valid()
    assert say_times(form.plan_of(form.said(), minutes=60, now=NOW).times) == "jeden Dienstag, 11:00 Uhr"


def test_days_have_the_name_of_the_reader() -> None:
    with translation.override("ru"):
        assert dict(weekday_choices())["TU"] == "Вторник"
