"""Who is asked for which visit, when all are asked at once. Pure: waves in, people out."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from requests.dispatch.optimum import Choice, Pair, optimum
from requests.ranking import Candidate


@dataclass(frozen=True)
class Asking:
    """What one visit asks for now: who may be asked, the best first, how many at once, and how urgent it is."""

    people: list[Candidate]
    places: int
    urgency: str


Chosen = dict[int, list[Candidate]]


def choose(askings: Mapping[int, Asking]) -> Chosen:
    """For each visit who is asked, the first one by the optimum over all visits; nobody twice in a round.

    Further places are filled by passes over whoever is left, each again the best for all. A visit may get fewer than it has
    places for, or nobody: then it waits for the next round.
    """
    chosen: Chosen = {visit: [] for visit in askings}
    taken: set[int] = set()
    for number in range(max((asking.places for asking in askings.values()), default=0)):
        choice = first_choice(_open_places(askings, chosen, number), without=taken)
        if not choice.pairs:
            break
        for pair in choice.pairs:
            chosen[pair.visit].append(_candidate(askings[pair.visit], pair.person))
            taken.add(pair.person)
    return {visit: people for visit, people in chosen.items() if people}


def first_choice(askings: Mapping[int, Asking], *, without: AbstractSet[int] = frozenset()) -> Choice[int, int]:
    """One person for each visit, as many and as urgent as possible, at the least cost."""
    return optimum(pairs_of(askings, without), {visit: asking.urgency for visit, asking in askings.items()})


def pairs_of(askings: Mapping[int, Asking], without: AbstractSet[int] = frozenset()) -> list[Pair[int, int]]:
    """The costs moved up by the same for all, so that none is below zero; that changes no choice."""
    least = min((one.cost for asking in askings.values() for one in asking.people), default=0)
    return [
        Pair(visit, one.person_id, one.cost - least)
        for visit, asking in askings.items()
        for one in asking.people
        if one.person_id not in without
    ]


def _open_places(askings: Mapping[int, Asking], chosen: Chosen, number: int) -> dict[int, Asking]:
    """Whoever got somebody in every pass before, and has a place left."""
    return {
        visit: asking for visit, asking in askings.items() if len(chosen[visit]) == number and number < asking.places
    }


def _candidate(asking: Asking, person_id: int) -> Candidate:
    return next(one for one in asking.people if one.person_id == person_id)
