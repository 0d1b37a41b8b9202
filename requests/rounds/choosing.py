"""Who is asked for which visit, when all are asked at once. Pure: waves in, people out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from requests.dispatch.facts import URGENCIES
from requests.dispatch.optimum import Table, best_rows


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


def choose(askings: Mapping[int, Asking]) -> Chosen:
    """For each visit who is asked, the first one by the optimum over all visits; nobody twice in a round.

    Further places are filled by passes over whoever is left, each again the best for all. A visit may get fewer than it has
    places for, or nobody: then it waits for the next round.
    """
    chosen: Chosen = {}
    table = table_of(askings)
    while len(table.visit):
        best = table.rows(best_rows(table)[0])
        for visit, person in zip(best.visit.tolist(), best.person.tolist(), strict=True):
            chosen.setdefault(visit, []).append(person)
        want_more = [visit for visit in best.visit.tolist() if len(chosen[visit]) < askings[visit].places]
        table = table.rows(np.isin(table.visit, want_more) & ~np.isin(table.person, best.person))
    return chosen


def table_of(askings: Mapping[int, Asking]) -> Table:
    """Every pair that may be asked; visits and people by their keys."""
    count = [len(asking.people) for asking in askings.values()]
    weight = [1 + URGENCIES.index(asking.urgency) for asking in askings.values()]
    people = [(one.person_id, one.cost) for asking in askings.values() for one in asking.people]
    person, cost = np.array(people, dtype=np.int64).reshape(-1, 2).T
    return Table(np.repeat(np.array([*askings], dtype=np.int64), count), person, cost, np.repeat(weight, count))
