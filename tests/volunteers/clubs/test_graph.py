"""The graph of the founding: whatever somebody tries, in whatever order, no step opens before what it needs."""

import random

import pytest

from volunteers.clubs import graph
from volunteers.clubs.graph import BY_CODE, STEPS

ORDERS = 400
AFTER_ASSEMBLY = {"certify", "tax", "account", "insurance", "privacy"}


def walk(seed: int) -> list[tuple[str, frozenset[str]]]:
    """Presses every button again and again in a random order, as long as something moves: (step, what was done before)."""
    dice, done, taken = random.Random(seed), set[str](), []
    codes = list(BY_CODE)
    while len(done) < len(codes):
        dice.shuffle(codes)
        before = len(done)
        for code in codes:
            if code not in done and graph.is_open(code, done):
                taken.append((code, frozenset(done)))
                done.add(code)
        assert len(done) > before, f"nothing can be done any more after {sorted(done)}"
    return taken


@pytest.mark.parametrize("seed", range(0, ORDERS, 100))
def test_in_no_order_does_a_step_open_before_what_it_needs(seed: int) -> None:
    for one in range(seed, seed + 100):
        for code, before in walk(one):
            assert set(BY_CODE[code].needs) <= before, (code, before)


def test_random_sets_open_exactly_the_steps_whose_needs_they_hold() -> None:
    dice = random.Random(7)
    for _ in range(2000):
        done = {code for code in BY_CODE if dice.random() < dice.random()}
        now = {step.code for step in graph.possible(done)}
        assert now == {
            step.code for step in STEPS if step.code not in done and set(step.needs) <= done and step.until not in done
        }
        assert all(bool(graph.missing(code, done)) != graph.is_open(code, done) for code in BY_CODE)


def test_taking_back_never_leaves_a_step_that_stands_on_nothing() -> None:
    for seed in range(100):
        dice, done = random.Random(seed), set[str]()
        for _ in range(120):
            code = dice.choice(list(BY_CODE))
            if dice.random() < 0.4 and not graph.needed_by(code, done):
                done.discard(code)
            elif graph.is_open(code, done):
                done.add(code)
            assert all(set(BY_CODE[one].needs) <= done for one in done), (seed, done)


def test_every_need_is_a_step_and_stands_before_it() -> None:
    seen: set[str] = set()
    for step in STEPS:
        assert {*step.needs, *step.heeds} <= seen | {other.code for other in STEPS}
        assert set(step.needs) <= seen, f"{step.code} stands before what it needs"
        seen.add(step.code)


def test_after_the_assembly_both_branches_and_the_work_open_at_once() -> None:
    done = {"purpose", "statute", "founders", "invite", "assembly"}
    assert {step.code for step in graph.possible(done)} == AFTER_ASSEMBLY


def test_the_first_help_waits_for_insurance_and_privacy_and_not_for_the_register() -> None:
    done = {"purpose", "statute", "founders", "invite", "assembly", "insurance", "privacy"}
    assert graph.is_open("help", done)
    assert not graph.is_open("help", done - {"insurance"})
    assert not graph.is_open("help", done - {"privacy"})


def test_what_is_voluntary_is_offered_until_its_time_is_over() -> None:
    done = {"purpose", "statute", "founders", "invite"}
    assert {"check_tax", "check_court"} <= {step.code for step in graph.possible(done)}
    assert not {"check_tax", "check_court"} & {step.code for step in graph.possible({*done, "assembly"})}


def test_what_is_voluntary_holds_nothing_up() -> None:
    voluntary = {step.code for step in STEPS if step.is_voluntary}
    assert voluntary == {"check_tax", "check_court"}
    assert not any(voluntary & set(step.needs) for step in STEPS)


def test_people_are_liable_with_their_own_money_from_the_assembly_until_the_register() -> None:
    assert not graph.is_personally_liable({"invite"})
    assert graph.is_personally_liable({"assembly", "certify", "tax"})
    assert not graph.is_personally_liable({"assembly", "certify", "register"})
