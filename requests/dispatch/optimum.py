"""The best for everybody at once: as much urgency filled as possible, then the least sum of cost. And the greedy way beside it.

As minimum cost flow: a visit passes on one unit, to a person who takes one at most, or past everybody at a penalty. With B
above the sum of all costs and penalties of B, 2B, 3B by urgency, the cheapest flow fills most urgent visits, then most soon,
then most normal ones: sets of visits that can be filled together are a matroid, so weights in this order suffice. Wide powers
instead would overflow the solver. What has nobody in common is solved apart.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from requests.dispatch.facts import URGENCIES

Array = NDArray[np.int64]
V = TypeVar("V", bound=Hashable)
P = TypeVar("P", bound=Hashable)


class Pair(NamedTuple, Generic[V, P]):
    """She may go to it, at this cost: an integer ≥ 0."""

    visit: V
    person: P
    cost: int


@dataclass(frozen=True)
class Choice(Generic[V, P]):
    """Each visit and each person at most once. `is_optimal`: the solver has proved it."""

    pairs: tuple[Pair[V, P], ...]
    is_optimal: bool

    @property
    def cost(self) -> int:
        return sum(pair.cost for pair in self.pairs)


class Table(NamedTuple):
    """Allowed pairs as columns: a visit, a person, both as whole numbers, what it costs, and the visit's urgency from 1."""

    visit: Array
    person: Array
    cost: Array
    weight: Array

    def rows(self, which: Any) -> "Table":
        return Table(*(column[which] for column in self))


def optimum(pairs: Iterable[Pair[V, P]], urgency: Mapping[V, str]) -> Choice[V, P]:
    """The optimum over all allowed pairs, each at most once in them; `urgency` of each visit. The same input, the same choice."""
    pairs = list(pairs)
    table = table_of(pairs, urgency)
    rows, is_optimal = best_rows(table)
    return Choice(tuple(pairs[row] for row in rows), is_optimal)


def greedy(pairs: Iterable[Pair[V, P]], urgency: Mapping[V, str]) -> Choice[V, P]:
    """What doing one after the other gives: the most urgent first, each the cheapest who is still free. Only to compare."""
    of_visit: dict[V, list[Pair[V, P]]] = defaultdict(list)
    for pair in pairs:
        of_visit[pair.visit].append(pair)
    taken: set[P] = set()
    chosen = []
    for visit in sorted(of_visit, key=lambda one: -URGENCIES.index(urgency[one])):
        free = [pair for pair in of_visit[visit] if pair.person not in taken]
        if free:
            chosen.append(min(free, key=lambda pair: pair.cost))
            taken.add(chosen[-1].person)
    return Choice(tuple(chosen), is_optimal=False)


def table_of(pairs: list[Pair[V, P]], urgency: Mapping[V, str]) -> Table:
    """Visits and people numbered in the order in which they first come."""
    weight = [1 + URGENCIES.index(urgency[pair.visit]) for pair in pairs]
    columns = (_numbered(pair.visit for pair in pairs), _numbered(pair.person for pair in pairs))
    return Table(*(np.array(column, dtype=np.int64) for column in (*columns, [pair.cost for pair in pairs], weight)))


def _numbered(names: Iterable[Hashable]) -> list[int]:
    known: dict[Hashable, int] = {}
    return [known.setdefault(name, len(known)) for name in names]


def best_rows(table: Table) -> tuple[list[int], bool]:
    """The rows of the optimum, in order; and whether the solver has proved it."""
    chosen: list[int] = []
    is_optimal = True
    for part in parts(table):
        rows, is_proved = _solve(table.rows(part))
        chosen += part[rows].tolist()
        is_optimal = is_optimal and is_proved
    return sorted(chosen), is_optimal


def parts(table: Table) -> Iterator[Array]:
    """The rows in groups that have neither a visit nor a person in common."""
    if not len(table.visit):
        return
    (_, visit), (_, person) = (np.unique(side, return_inverse=True) for side in (table.visit, table.person))
    name = np.arange(visit.max() + 1)
    while True:  # the least number spreads over everything that hangs together
        of_person = np.full(person.max() + 1, len(name))
        np.minimum.at(of_person, person, name[visit])
        least = name.copy()
        np.minimum.at(least, visit, of_person[person])
        least = least[least]
        if (least == name).all():
            break
        name = least
    group = name[visit]
    order = np.argsort(group, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(group[order])) + 1)


def _solve(part: Table) -> tuple[Array, bool]:
    if (part.visit == part.visit[0]).all() or (part.person == part.person[0]).all():  # nobody competes: nothing to load
        return np.lexsort((part.cost, -part.weight))[:1], True
    solver, status = _flow(part)
    if status != solver.OPTIMAL:
        return _greedy_rows(part), False
    return np.flatnonzero(solver.flows(np.arange(len(part.visit)))), True


def _greedy_rows(part: Table) -> Array:
    pairs = [Pair(*row) for row in zip(*(column.tolist() for column in part[:3]), strict=True)]
    urgency = {
        visit: URGENCIES[weight - 1] for visit, weight in zip(part.visit.tolist(), part.weight.tolist(), strict=True)
    }
    place = {(pair.visit, pair.person): row for row, pair in enumerate(pairs)}
    return np.array([place[pair.visit, pair.person] for pair in greedy(pairs, urgency).pairs], dtype=np.int64)


def _flow(part: Table) -> tuple[Any, Any]:
    """The network of one part, solved. Nodes: source, sink, visits, people; arcs: first one for each pair, in their order."""
    from ortools.graph.python import min_cost_flow  # loaded here: who never solves does not pay for it

    names, first, visit = np.unique(part.visit, return_index=True, return_inverse=True)
    people, person = np.unique(part.person, return_inverse=True)
    visits, persons = 2 + np.arange(len(names)), 2 + len(names) + np.arange(len(people))
    penalty = (1 + int(part.cost.sum())) * part.weight[first]
    source, sink = np.zeros_like(visits), np.ones_like(visits)
    tail = np.concatenate([visits[visit], source, visits, persons])
    head = np.concatenate([persons[person], visits, sink, np.ones_like(persons)])
    cost = np.concatenate([part.cost, source, penalty, np.zeros_like(persons)])
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(tail, head, np.ones_like(tail), cost)
    solver.set_nodes_supplies(np.array([0, 1]), np.array([len(names), -len(names)]))
    return solver, solver.solve()
