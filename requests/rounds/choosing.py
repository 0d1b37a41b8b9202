"""Who is asked for which visit, when all are asked at once. Pure: waves in, people out."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from requests.dispatch.optimum import Choice, Pair, optimum


class Possible(NamedTuple):
    """Somebody who may and can go: what decides whether she is asked, without words."""

    person_id: int
    cost: int
    known_times: int = 0
    by_phone: bool = False


@dataclass(frozen=True)
class Asking:
    """What one visit asks for now: who may be asked, how many at once, and how urgent it is."""

    people: list[Possible]
    places: int
    urgency: str


Chosen = dict[int, list[int]]
NOBODY: frozenset[int] = frozenset()


def choose(askings: Mapping[int, Asking]) -> Chosen:
    """For each visit who is asked, the first one by the optimum over all visits; nobody twice in a round.

    Further places are filled by passes over whoever is left, each again the best for all. A visit may get fewer than it has
    places for, or nobody: then it waits for the next round.
    """
    chosen: Chosen = {}
    taken: set[int] = set()
    waiting = dict(askings)
    while waiting:
        choice = first_choice(waiting, without=taken)
        for pair in choice.pairs:
            chosen.setdefault(pair.visit, []).append(pair.person)
            taken.add(pair.person)
        waiting = {
            pair.visit: waiting[pair.visit]
            for pair in choice.pairs
            if len(chosen[pair.visit]) < waiting[pair.visit].places
        }
    return chosen


def first_choice(askings: Mapping[int, Asking], *, without: AbstractSet[int] = NOBODY) -> Choice[int, int]:
    """One person for each visit, as many and as urgent as possible, at the least cost."""
    return optimum(pairs_of(askings, without), {visit: asking.urgency for visit, asking in askings.items()})


def pairs_of(askings: Mapping[int, Asking], without: AbstractSet[int] = NOBODY) -> list[Pair[int, int]]:
    return [
        Pair(visit, one.person_id, one.cost)
        for visit, asking in askings.items()
        for one in asking.people
        if one.person_id not in without
    ]
