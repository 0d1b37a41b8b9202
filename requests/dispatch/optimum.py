"""The best for everybody at once: as much urgency filled as possible, then the least sum of cost. And the greedy way beside it.

As minimum cost flow: a visit passes on one unit, to a person who takes one at most, or past everybody at a penalty. With B
above the sum of all costs and penalties of B, 2B, 3B by urgency, the cheapest flow fills most urgent visits, then most soon,
then most normal ones: sets of visits that can be filled together are a matroid, so weights in this order suffice. Wide powers
instead would overflow the solver. What has nobody in common is solved apart.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from requests.dispatch.facts import URGENCIES

V = TypeVar("V", bound=Hashable)
P = TypeVar("P", bound=Hashable)


@dataclass(frozen=True)
class Pair(Generic[V, P]):
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


def optimum(pairs: Iterable[Pair[V, P]], urgency: Mapping[V, str]) -> Choice[V, P]:
    """The optimum over all allowed pairs, each at most once in them; `urgency` of each visit. The same input, the same choice."""
    chosen: list[Pair[V, P]] = []
    is_optimal = True
    for part in parts(pairs):
        choice = _solve(part, urgency)
        chosen += choice.pairs
        is_optimal = is_optimal and choice.is_optimal
    return Choice(tuple(chosen), is_optimal)


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


def parts(pairs: Iterable[Pair[V, P]]) -> Iterator[list[Pair[V, P]]]:
    """The pairs in groups that have neither a visit nor a person in common."""
    of_visit: dict[V, list[Pair[V, P]]] = defaultdict(list)
    of_person: dict[P, list[V]] = defaultdict(list)
    for pair in pairs:
        of_visit[pair.visit].append(pair)
        of_person[pair.person].append(pair.visit)
    while of_visit:
        waiting = [next(iter(of_visit))]
        part: list[Pair[V, P]] = []
        while waiting:
            for pair in of_visit.pop(waiting.pop(), ()):
                part.append(pair)
                waiting += of_person.pop(pair.person, ())
        yield part


def _solve(part: Sequence[Pair[V, P]], urgency: Mapping[V, str]) -> Choice[V, P]:
    if all(pair.visit == part[0].visit for pair in part):  # one visit: nobody competes, and nothing has to be loaded
        return Choice((min(part, key=lambda pair: pair.cost),), is_optimal=True)
    if all(pair.person == part[0].person for pair in part):
        return Choice(
            (min(part, key=lambda pair: (-URGENCIES.index(urgency[pair.visit]), pair.cost)),), is_optimal=True
        )
    solver, status = _flow(part, urgency)
    if status != solver.OPTIMAL:
        return greedy(part, urgency)
    flows = solver.flows(range(len(part)))
    return Choice(tuple(pair for pair, flow in zip(part, flows, strict=True) if flow), is_optimal=True)


def _flow(part: Sequence[Pair[V, P]], urgency: Mapping[V, str]) -> tuple[Any, Any]:
    """The network of one part, solved. Nodes: source, sink, visits, people; arcs: first one for each pair, in their order."""
    import numpy as np
    from ortools.graph.python import min_cost_flow  # loaded here: who never solves does not pay for it

    visits = {visit: number for number, visit in enumerate(dict.fromkeys(pair.visit for pair in part), 2)}
    people = {
        person: number for number, person in enumerate(dict.fromkeys(pair.person for pair in part), 2 + len(visits))
    }
    visit_nodes, person_nodes = np.array([*visits.values()]), np.array([*people.values()])
    weights = np.array([1 + URGENCIES.index(urgency[visit]) for visit in visits], dtype=np.int64)
    penalty = 1 + sum(pair.cost for pair in part)
    source, sink = np.zeros_like(visit_nodes), np.ones_like(visit_nodes)
    tails: list[Any] = [[visits[pair.visit] for pair in part], source, visit_nodes, person_nodes]
    heads: list[Any] = [[people[pair.person] for pair in part], visit_nodes, sink, np.ones_like(person_nodes)]
    costs: list[Any] = [[pair.cost for pair in part], 0 * visit_nodes, penalty * weights, 0 * person_nodes]
    solver = min_cost_flow.SimpleMinCostFlow()
    tail, head, cost = (np.concatenate(group).astype(np.int64) for group in (tails, heads, costs))
    solver.add_arcs_with_capacity_and_unit_cost(tail, head, np.ones_like(tail), cost)
    solver.set_nodes_supplies(np.array([0, 1]), np.array([len(visits), -len(visits)]))
    return solver, solver.solve()
