"""A problem solved: every allowed pair, the optimum, and for each visit without anybody who is kept back by what."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from requests.dispatch.cost import cost_of, reasons_for
from requests.dispatch.facts import OpenVisit, Person, Problem
from requests.dispatch.optimum import Pair, optimum
from requests.dispatch.rules import failing_rule, first_start

ELSEWHERE = "elsewhere"  # she may, and goes to another visit


@dataclass(frozen=True)
class Assigned:
    visit: str
    person: str
    start: dt.datetime
    cost: int


@dataclass(frozen=True)
class Allowed:
    visit: str
    person: str
    cost: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Unfilled:
    """`why_not`: for each person the failing rule, or `elsewhere`."""

    visit: str
    why_not: dict[str, str]


@dataclass(frozen=True)
class Solution:
    assignments: tuple[Assigned, ...]
    candidates: tuple[Allowed, ...]
    unfilled: tuple[Unfilled, ...]
    is_optimal: bool


def solve(problem: Problem) -> Solution:
    """Everything in the order of the problem: visits first, then people."""
    verdicts = {
        visit.id: {person.id: failing_rule(visit, person, problem.now) for person in problem.people}
        for visit in problem.visits
    }
    pairs = [
        (visit, person)
        for visit in problem.visits
        for person in problem.people
        if verdicts[visit.id][person.id] is None
    ]
    allowed = tuple(_allowed(visit, person) for visit, person in pairs)
    choice = optimum(
        [Pair(one.visit, one.person, one.cost) for one in allowed],
        {visit.id: visit.urgency for visit in problem.visits},
    )
    chosen = {(pair.visit, pair.person) for pair in choice.pairs}
    filled = {pair.visit for pair in choice.pairs}
    return Solution(
        assignments=tuple(_assigned(problem, pairs, chosen)),
        candidates=allowed,
        unfilled=tuple(_unfilled(visit.id, verdicts[visit.id]) for visit in problem.visits if visit.id not in filled),
        is_optimal=choice.is_optimal,
    )


def _allowed(visit: OpenVisit, person: Person) -> Allowed:
    return Allowed(visit.id, person.id, cost_of(visit, person), tuple(reasons_for(visit, person)))


def _assigned(
    problem: Problem, pairs: list[tuple[OpenVisit, Person]], chosen: set[tuple[str, str]]
) -> Iterator[Assigned]:
    for visit, person in pairs:
        start = first_start(visit, person, problem.now) if (visit.id, person.id) in chosen else None
        if start is not None:
            yield Assigned(visit.id, person.id, start.astimezone(visit.earliest.tzinfo), cost_of(visit, person))


def _unfilled(visit: str, verdicts: dict[str, str | None]) -> Unfilled:
    return Unfilled(visit, {person: rule or ELSEWHERE for person, rule in verdicts.items()})
