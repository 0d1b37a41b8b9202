"""Who is asked first, and why: a pure function over plain values."""

import datetime as dt
from typing import Any

from requests.ranking import Facts, rank, say_distance

START = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)


def facts(person_id: int, **fields: Any) -> Facts:
    return Facts(**{"person_id": person_id, "name": f"P{person_id}", "start": START, "distance_m": 500, **fields})


def order(*people: Facts) -> list[int]:
    return [candidate.person_id for candidate in rank(people)]


def test_the_nearer_one_is_asked_first() -> None:
    assert order(facts(1, distance_m=900), facts(2, distance_m=300)) == [2, 1]


def test_a_familiar_face_outweighs_some_metres() -> None:
    assert order(facts(1, distance_m=300), facts(2, distance_m=1000, known_times=1)) == [2, 1]


def test_a_shared_language_outweighs_some_metres() -> None:
    assert order(facts(1, distance_m=300), facts(2, distance_m=800, shared_language="Türkçe")) == [2, 1]


def test_who_did_much_lately_is_spared() -> None:
    assert order(facts(1, load_minutes=240), facts(2)) == [2, 1]


def test_who_was_asked_this_week_waits() -> None:
    assert order(facts(1, asked_this_week=2), facts(2)) == [2, 1]


def test_equal_people_keep_a_fixed_order() -> None:
    assert order(facts(2), facts(1)) == order(facts(1), facts(2)) == [1, 2]


def test_each_place_has_its_reasons() -> None:
    reasons = rank([facts(1, distance_m=550, shared_language="Türkçe", known_times=3, load_minutes=60)])[0].reasons
    assert reasons == ("550 m", "spricht Türkçe", "war schon 3-mal da")


def test_somebody_rested_is_told_so() -> None:
    assert "nicht unterwegs" in rank([facts(1)])[0].reasons[-1]


def test_distances_are_said_as_people_say_them() -> None:
    assert [say_distance(20), say_distance(540), say_distance(1340)] == ["50 m", "550 m", "1,3 km"]


def test_nobody_gives_an_empty_list() -> None:
    assert rank([]) == []
