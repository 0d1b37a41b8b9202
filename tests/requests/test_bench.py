"""The invented town of `bench_dispatch`, and one small measurement."""

import datetime as dt
import json

import pytest
from django.core.management import call_command

from requests.bench.city import PEOPLE, VISITS, people_of, quarters_of, visits_of

MEASURED = {
    "people",
    "visits",
    "round_s",
    "single_ms_median",
    "cost",
    "greedy_cost",
    "filled",
    "greedy_filled",
    "peak_mb",
    "answers_lost",
    "answers_p95_ms",
    "allowed_median",
    "allowed_max",
}


def test_a_quarter_has_so_many_people_and_visits_and_is_the_same_every_time() -> None:
    first, *_, again = quarters_of(24)
    assert (len(list(people_of(first))), len(list(visits_of(first, dt.date(2026, 11, 30))))) == (PEOPLE, VISITS)
    assert list(people_of(first)) == list(people_of(first))
    assert (first.name, again.name) == ("Mitte", "Mitte")  # the second town begins
    assert again.longitude > first.longitude


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_a_small_measurement_says_all_that_it_has_to(capsys: pytest.CaptureFixture[str], settings: object) -> None:
    settings.DEBUG = True  # type: ignore[attr-defined]
    call_command("bench_dispatch", people=400, visits=40, json=True)
    told = json.loads(capsys.readouterr().out)
    assert set(told) >= MEASURED
    assert (told["answers_lost"], told["filled"]) == (0, told["filled"])
    assert told["filled"] >= told["greedy_filled"]
