"""The optimum against two independent judges: every possibility on small problems, SciPy's assignment on larger ones."""

import itertools
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from requests.dispatch import optimum as module
from requests.dispatch.facts import URGENCIES, Problem
from requests.dispatch.matching import Solution, solve
from requests.dispatch.optimum import Pair, Table, greedy, optimum, parts, table_of
from requests.dispatch.reading import read_problem
from tests.requests.dispatch.problems import person, problem, scarce, visit

Score = tuple[int, int, int, int]  # urgent, soon, normal, and less cost


def read(data: dict[str, Any]) -> Problem:
    return read_problem(json.dumps(data).encode())


def score_of(urgencies: list[str], cost: int) -> Score:
    counts = Counter(urgencies)
    return counts["urgent"], counts["soon"], counts["normal"], -cost


def score(problem_: Problem, solution: Solution) -> Score:
    urgency = {one.id: one.urgency for one in problem_.visits}
    return score_of([urgency[one.visit] for one in solution.assignments], sum(one.cost for one in solution.assignments))


def every_way(problem_: Problem, solution: Solution) -> Iterator[Score]:
    """Each visit with each of its candidates or nobody, nobody twice."""
    urgency = {one.id: one.urgency for one in problem_.visits}
    choices = [[None, *[one for one in solution.candidates if one.visit == visit_.id]] for visit_ in problem_.visits]
    for way in itertools.product(*choices):
        chosen = [one for one in way if one]
        if len({one.person for one in chosen}) == len(chosen):
            yield score_of([urgency[one.visit] for one in chosen], sum(one.cost for one in chosen))


def judged_by_scipy(problem_: Problem, solution: Solution) -> Score:
    """The same question as one square table: forbidden pairs and empty places cost by urgency."""
    rows = {one.id: number for number, one in enumerate(problem_.visits)}
    columns = {one.id: number for number, one in enumerate(problem_.people)}
    nobody = 1 + sum(one.cost for one in solution.candidates)
    table = np.full((len(rows), len(columns) + len(rows)), np.inf)
    for one in solution.candidates:
        table[rows[one.visit], columns[one.person]] = one.cost
    for visit_ in problem_.visits:
        level = 1 + URGENCIES.index(visit_.urgency)
        table[rows[visit_.id], len(columns) + rows[visit_.id]] = nobody * level
    row_numbers, column_numbers = linear_sum_assignment(table)
    filled = [(row, column) for row, column in zip(row_numbers, column_numbers, strict=True) if column < len(columns)]
    return score_of(
        [problem_.visits[row].urgency for row, _ in filled], round(sum(table[row, column] for row, column in filled))
    )


def check(problem_: Problem, solution: Solution) -> None:
    """What holds for every solution."""
    visits, people = ([getattr(one, side) for one in solution.assignments] for side in ("visit", "person"))
    assert len(set(visits)) == len(visits)
    assert len(set(people)) == len(people)
    costs = {(one.visit, one.person): one.cost for one in solution.candidates}
    assert all(costs[one.visit, one.person] == one.cost for one in solution.assignments)
    assert {one.visit for one in solution.unfilled} == {one.id for one in problem_.visits} - set(visits)
    for one in solution.unfilled:
        assert set(one.why_not) == {who.id for who in problem_.people}
        free = {who for who, why in one.why_not.items() if why == "elsewhere"}
        assert free == {who for visit_, who in costs if visit_ == one.visit}
        assert free <= set(people), "somebody who may was left idle"
    assert solution.is_optimal


@pytest.mark.parametrize("block", range(4))
def test_no_other_way_is_better(block: int) -> None:
    """Every possibility of 120 small problems."""
    for seed in range(block * 30, block * 30 + 30):
        problem_ = read(scarce(seed, visits=6, people=5))
        solution = solve(problem_)
        check(problem_, solution)
        assert score(problem_, solution) == max(every_way(problem_, solution)), seed


@pytest.mark.parametrize("block", range(4))
def test_an_independent_solver_finds_nothing_better(block: int) -> None:
    """200 problems in which people are scarce."""
    for seed in range(block * 50, block * 50 + 50):
        problem_ = read(scarce(1000 + seed, visits=24, people=16))
        solution = solve(problem_)
        check(problem_, solution)
        assert score(problem_, solution) == judged_by_scipy(problem_, solution), seed


def test_urgency_counts_before_any_sum_of_cost() -> None:
    """One person, near to the normal visit and far from the urgent one."""
    near, far = visit(id="near", lat=51.321), visit(id="far", lat=51.334, urgency="urgent")
    solution = solve(read(problem([near, far], [person()])))
    assert [one.visit for one in solution.assignments] == ["far"]
    assert solution.unfilled[0].why_not == {"p1": "elsewhere"}


def test_one_urgent_visit_counts_more_than_two_others() -> None:
    """By going to the urgent one, the first person leaves the second visit to nobody."""
    pairs = [Pair("urgent", 1, 9), Pair("soon", 1, 0), Pair("soon", 2, 0), Pair("normal", 2, 0)]
    choice = optimum(pairs, {"urgent": "urgent", "soon": "soon", "normal": "normal"})
    assert {(pair.visit, pair.person) for pair in choice.pairs} == {("urgent", 1), ("soon", 2)}


def test_doing_one_after_the_other_can_be_worse() -> None:
    """The negative control: greedy takes the only person of the second visit for the first."""
    pairs = [Pair("a", 1, 10), Pair("a", 2, 11), Pair("b", 1, 10)]
    urgency = {"a": "normal", "b": "normal"}
    assert len(greedy(pairs, urgency).pairs) == 1
    assert len(optimum(pairs, urgency).pairs) == 2


def test_without_the_solvers_proof_nothing_is_called_optimal(monkeypatch: pytest.MonkeyPatch) -> None:
    """It gives up on the first of two parts: what is chosen there is allowed, and the whole is no proven optimum."""
    pairs = [Pair("a", 1, 10), Pair("a", 2, 11), Pair("b", 1, 10), Pair("c", 3, 0), Pair("c", 4, 1), Pair("d", 3, 0)]
    gives_up = iter([True, False])

    def flow(part: Table) -> tuple[Any, Any]:
        solver, status = real(part)
        return solver, (solver.INFEASIBLE if next(gives_up) else status)

    real = module._flow
    monkeypatch.setattr(module, "_flow", flow)
    choice = optimum(pairs, dict.fromkeys("abcd", "normal"))
    assert not choice.is_optimal
    assert {(pair.visit, pair.person) for pair in choice.pairs} == {("a", 1), ("c", 4), ("d", 3)}


def test_greedy_is_never_better() -> None:
    for seed in range(40):
        problem_ = read(scarce(seed, visits=12, people=8))
        solution = solve(problem_)
        pairs = [Pair(one.visit, one.person, one.cost) for one in solution.candidates]
        urgency = {one.id: one.urgency for one in problem_.visits}
        choice = greedy(pairs, urgency)
        assert score_of([urgency[pair.visit] for pair in choice.pairs], choice.cost) <= score(problem_, solution)


def test_the_same_problem_gives_the_same_solution() -> None:
    data = scarce(7, visits=30, people=20)
    assert solve(read(data)) == solve(read(data))


def test_parts_have_nobody_in_common() -> None:
    pairs = [Pair("a", 1, 0), Pair("b", 2, 0), Pair("b", 1, 0), Pair("c", 3, 0)]
    table = table_of(pairs, dict.fromkeys("abc", "normal"))
    assert [[pairs[row].visit for row in part] for part in parts(table)] == [["a", "b", "b"], ["c"]]


def test_a_long_chain_is_one_part() -> None:
    links = [Pair(number, person, 0) for number in range(50) for person in (number, number + 1)]
    far = [Pair(99, 99, 0)]
    table = table_of(far + links, dict.fromkeys([*range(50), 99], "normal"))
    assert sorted(map(len, parts(table))) == [1, 100]


def test_nothing_to_do_is_solved() -> None:
    assert optimum([], {}).is_optimal
    assert solve(read(problem([], [person()]))).assignments == ()
    assert solve(read(problem([visit()], []))).unfilled[0].why_not == {}
