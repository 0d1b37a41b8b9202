"""Each hard rule of the engine alone, by changing one fact of a pair that is allowed."""

import json
import random
from typing import Any

import pytest

from requests.dispatch.cost import cost_of, reasons_for
from requests.dispatch.facts import OpenVisit, Person
from requests.dispatch.matching import Solution, solve
from requests.dispatch.reading import read_problem
from requests.dispatch.rules import distance_m, failing_rule
from tests.requests.dispatch.problems import NOW, at, person, problem, visit


def read(visit_: dict[str, Any], person_: dict[str, Any]) -> tuple[OpenVisit, Person]:
    read_ = read_problem(json.dumps(problem([visit_], [person_])).encode())
    return read_.visits[0], read_.people[0]


def rule(visit_: dict[str, Any], person_: dict[str, Any]) -> str | None:
    return failing_rule(*read(visit_, person_), NOW)


def solved(visits: list[dict[str, Any]], people: list[dict[str, Any]]) -> Solution:
    return solve(read_problem(json.dumps(problem(visits, people)).encode()))


def start(visit_: dict[str, Any], person_: dict[str, Any]) -> str:
    return solved([visit_], [person_]).assignments[0].start.isoformat()


def test_a_fitting_pair_is_kept_back_by_nothing() -> None:
    assert rule(visit(), person()) is None


def test_the_category_is_one_of_hers() -> None:
    assert rule(visit(category="walk"), person()) == "category"


@pytest.mark.parametrize(
    ("needed", "hers"), [("A", "A"), ("A", "D"), ("B", "C"), ("D", "D"), ("C", "B"), ("D", "C"), ("B", "A")]
)
def test_a_higher_level_includes_the_lower(needed: str, hers: str) -> None:
    assert rule(visit(level=needed), person(level=hers)) == (None if hers >= needed else "level")


def test_one_shared_language_is_enough_and_none_asked_for_is_any() -> None:
    assert rule(visit(languages=["uk", "tr"]), person()) is None
    assert rule(visit(languages=[]), person(languages=[])) is None
    assert rule(visit(languages=["uk"]), person()) == "language"


def test_blocked_beats_known() -> None:
    assert rule(visit(blocked=["p1"], known=["p1"]), person()) == "blocked"


def test_the_minutes_may_be_used_up_to_the_last() -> None:
    assert rule(visit(), person(minutes_left=60)) is None
    assert rule(visit(), person(minutes_left=59)) == "minutes_left"


def test_the_way_is_measured_on_the_great_circle() -> None:
    metres = distance_m(*read(visit(lat=51.0, lon=9.0), person(lat=51.0, lon=10.0)))
    assert metres == pytest.approx(69_976, abs=5)


def test_the_way_may_be_as_long_as_she_says() -> None:
    metres = distance_m(*read(visit(), person()))
    assert rule(visit(), person(radius_m=metres)) is None
    assert rule(visit(), person(radius_m=metres - 0.01)) == "too_far"


def test_the_first_failing_rule_is_named() -> None:
    nobody = person(categories=[], level="A", languages=[], minutes_left=0, radius_m=0, free=[])
    assert rule(visit(languages=["tr"]), nobody) == "category"


@pytest.mark.parametrize(
    ("free", "busy", "begins"),
    [
        ([[at(0), at(10)]], [], 2),
        ([[at(3), at(4)]], [], 3),
        ([[at(0), at(3)]], [], 2),  # half-open: it may end when her time ends
        ([[at(0), at(2.5)], [at(2.5), at(3)]], [], 2),  # touching spans are one
        ([[at(2.5), at(3)], [at(0), at(2.6)]], [], 2),  # in any order, overlapping
        ([[at(0), at(10)]], [[at(1), at(2)]], 2),  # free again at the very moment
        ([[at(0), at(10)]], [[at(3), at(4)]], 2),
        ([[at(0), at(10)]], [[at(2), at(2.5)], [at(3), at(5)]], 5),  # half an hour between two is too short
        ([[at(0), at(10)]], [[at(2.5), at(2.5)]], 2),  # an empty span holds nothing
        ([[at(5), at(6)]], [], 5),  # until the latest end
    ],
)
def test_it_begins_at_the_first_moment_that_is_free(free: list[Any], busy: list[Any], begins: float) -> None:
    assert start(visit(), person(free=free, busy=busy)) == at(begins)


@pytest.mark.parametrize(
    ("free", "busy"),
    [
        ([], []),
        ([[at(0), at(2)]], []),
        ([[at(0), at(2.9)]], []),
        ([[at(5.1), at(9)]], []),
        ([[at(1), at(2.5)], [at(2.6), at(3.4)]], []),
        ([[at(0), at(10)]], [[at(2.5), at(5.5)]]),
        ([[at(0), at(10)]], [[at(1), at(4)], [at(3), at(5.5)]]),
    ],
)
def test_without_room_for_the_whole_visit_there_is_no_time(free: list[Any], busy: list[Any]) -> None:
    assert rule(visit(), person(free=free, busy=busy)) == "no_time"


def test_nothing_begins_before_now() -> None:
    assert start(visit(earliest=at(-3), latest=at(3)), person(free=[[at(-5), at(5)]])) == at(0)
    assert rule(visit(earliest=at(-3), latest=at(0.9)), person(free=[[at(-5), at(5)]])) == "no_time"


def test_a_window_without_room_for_the_minutes_is_no_time() -> None:
    assert rule(visit(earliest=at(2), latest=at(2.9)), person()) == "no_time"
    assert rule(visit(earliest=at(2), latest=at(2)), person()) == "no_time"
    assert rule(visit(earliest=at(2), latest=at(3)), person()) is None


def test_a_start_is_said_in_the_offset_of_the_visit() -> None:
    in_utc = visit(earliest="2026-11-23T09:00:00+00:00", latest="2026-11-23T14:00:00Z")
    assert start(in_utc, person(free=[[at(3), at(6)]])) == "2026-11-23T10:00:00+00:00"


def test_the_first_start_agrees_with_trying_every_minute() -> None:
    """Random days in whole minutes, each start tried out one by one."""
    for seed in range(300):
        random_ = random.Random(seed)
        spans = [sorted(random_.sample(range(600), 2)) for _ in range(6)]
        free, busy, minutes = spans[:4], spans[4:], random_.choice([10, 40, 90])
        taken = person(
            free=[[at(a / 60), at(b / 60)] for a, b in free], busy=[[at(a / 60), at(b / 60)] for a, b in busy]
        )
        wish = visit(earliest=at(1), latest=at(8), minutes=minutes)
        open_ = {m for a, b in free for m in range(a, b)} - {m for a, b in busy for m in range(a, b)}
        fits = [m for m in range(60, 480 - minutes + 1) if set(range(m, m + minutes)) <= open_]
        found = solved([wish], [taken]).assignments
        assert [one.start.isoformat() for one in found] == [at(m / 60) for m in fits[:1]], seed


def test_cost_grows_with_the_way_and_with_who_is_paid_for_it() -> None:
    cost = cost_of(*read(visit(), person()))
    assert isinstance(cost, int)
    assert cost_of(*read(visit(), person(lat=51.325))) > cost
    assert cost_of(*read(visit(known=["p1"]), person())) < cost
    assert cost < cost_of(*read(visit(), person(role="helper"))) < cost_of(*read(visit(), person(role="care")))


def test_cost_is_never_below_nothing_and_knows_no_time() -> None:
    near = person(lat=51.32)
    assert cost_of(*read(visit(known=["p1"]), near)) == 0
    assert cost_of(*read(visit(earliest=at(4)), near)) == cost_of(*read(visit(), near))


def test_the_reasons_are_words() -> None:
    known = read(visit(known=["p1"], languages=["tr"]), person(role="helper"))
    assert reasons_for(*known) == [
        "100\u00a0m",
        "spricht Türkisch",
        "war schon da",
        "Nachbarschaftshilfe des Treffpunkts",
    ]
