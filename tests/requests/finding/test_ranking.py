"""Who is asked first, and why: each weight alone, and each as a reason in words. Pure."""

from typing import Any

import numpy as np
import pytest
from django.utils import translation

from piano.kit.numbers import say_number
from requests.finding.ranking import Facts, reasons_for, say_distance
from requests.matching.costs import NEVER_ASKED, weigh
from requests.matching.gather import WEIGHED
from requests.models import Weights

SHIPPED = {name: np.array([getattr(Weights(), name)]) for name in WEIGHED}


def cost(**fields: Any) -> int:
    usual = {"metres": 500.0, "times_there": 0, "lacks_language": False, "misses_wish": False, "load_minutes": 0}
    usual["likes_less"] = False
    values = {**usual, "wished_minutes": 1440, "days_since_asked": NEVER_ASKED, **fields}
    return int(weigh(SHIPPED, **{name: np.array([value]) for name, value in values.items()})[0])


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"metres": 300.0}, {"metres": 900.0}),
        ({"times_there": 1, "metres": 1000.0}, {"metres": 300.0}),
        ({"times_there": 3}, {"times_there": 2}),
        ({"metres": 800.0}, {"lacks_language": True, "metres": 300.0}),
        ({"metres": 800.0}, {"misses_wish": True, "metres": 300.0}),
        ({"metres": 500.0}, {"likes_less": True, "metres": 300.0}),
        ({"load_minutes": 0}, {"load_minutes": 240}),
        ({"load_minutes": 240, "wished_minutes": 2880}, {"load_minutes": 240, "wished_minutes": 480}),
        ({"days_since_asked": 5}, {"days_since_asked": 1}),
        ({"days_since_asked": 20}, {"days_since_asked": 13}),
    ],
)
def test_each_weight_alone_decides(better: dict[str, Any], worse: dict[str, Any]) -> None:
    assert cost(**better) < cost(**worse)


def test_a_cost_is_never_below_zero() -> None:
    assert cost(metres=0.0, times_there=9) == 0


def test_more_than_she_wanted_counts_no_more() -> None:
    assert cost(load_minutes=1440) == cost(load_minutes=9999)


def facts(**fields: Any) -> Facts:
    return Facts(**{"distance_m": 550, "load_minutes": 60, "wished_minutes": 1440, **fields})


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"shared_language": "Türkisch"}, "spricht Türkisch"),
        ({"known_times": 3}, "war schon 3-mal da"),
        ({"wished_gender": "female"}, "eine Frau, wie gewünscht"),
        ({"wished_gender": "male"}, "ein Mann, wie gewünscht"),
        ({"likes_kind": True}, "macht das besonders gern"),
        ({"load_minutes": 0}, "war in den letzten vier Wochen nicht unterwegs"),
        ({"load_minutes": 1200}, "hilft schon so viel wie gewünscht"),
        ({"days_since_asked": 0}, "heute schon gefragt"),
        ({"days_since_asked": 1}, "zuletzt gestern gefragt"),
        ({"days_since_asked": 4}, "zuletzt vor 4 Tagen gefragt"),
        ({"by_phone": True}, "nur am Telefon"),
    ],
)
def test_each_weight_is_a_reason_in_words(fields: dict[str, Any], words: str) -> None:
    assert reasons_for(facts(**fields)) == ("550\u00a0m", words)


def test_distances_are_said_as_people_say_them() -> None:
    assert [say_distance(20), say_distance(540), say_distance(1340)] == ["50\u00a0m", "550\u00a0m", "1,3\u00a0km"]


def test_each_language_has_its_own_decimal_sign() -> None:
    said = {"en": "1.3", "de-simple": "1,3", "tr": "1,3", "bg": "1,3"}
    for language, number in said.items():
        with translation.override(language):
            assert say_distance(1340).split("\u00a0")[0] == number
            assert say_number(1234567) == "1234567"
