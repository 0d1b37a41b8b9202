"""Rules of levels that begin or end between the days that are judged together. Pure."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from requests.matching.allowing import _asked_by_level
from requests.matching.facts import Pairs

A, B, C = range(3)
HERE, THERE = 5, 6
RULES = (  # level, state (0 is every one), bits, valid from a day before another
    (A, 0, 1, 0, 99),
    (B, 0, 2, 0, 99),
    (B, 0, 4, 11, 99),
    (B, HERE, 8, 0, 11),
    (C, 0, 16, 11, 99),
)


def asked(*pairs: tuple[int, int, int]) -> list[tuple[int, bool]]:
    """Of (level, state, day) each: the bits that are asked for, and whether anybody may at all."""
    columns = np.array(RULES).T
    level, state, day = np.array(pairs).T
    world: Any = SimpleNamespace(
        visits=SimpleNamespace(level=level, state=state),
        qualifications=dict(zip(("level", "state", "bits", "begins", "ends"), columns, strict=True)),
    )
    each = np.arange(len(pairs))
    needed, is_ruled = _asked_by_level(world, Pairs(each, each, day))
    return list(zip(needed.tolist(), is_ruled.tolist(), strict=True))


def test_a_rule_that_begins_between_two_days_counts_from_its_day_on_everywhere() -> None:
    assert asked((B, THERE, 10), (B, THERE, 11)) == [(3, True), (7, True)]


def test_a_rule_of_one_state_counts_there_alone_until_its_end() -> None:
    assert asked((B, HERE, 10), (B, THERE, 10), (B, HERE, 11)) == [(11, True), (3, True), (7, True)]


def test_a_level_is_nobodys_before_its_first_rule_and_asks_for_what_lies_below_it() -> None:
    assert asked((C, HERE, 10), (C, HERE, 11), (A, HERE, 11)) == [(11, False), (23, True), (1, True)]
