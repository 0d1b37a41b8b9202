"""The graph of the founding under whatever hypothesis thinks of: no step opens before what it needs."""

from hypothesis import given, settings
from hypothesis import strategies as st

from volunteers.clubs import graph
from volunteers.clubs.graph import BY_CODE, STEPS

CODES = [step.code for step in STEPS]
QUICK = settings(derandomize=True, deadline=None, database=None, max_examples=150)
ATTEMPTS = st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(["done", "waits", "back"])), max_size=60)
SETS = st.sets(st.sampled_from(CODES))
NEEDS = {step.code: set(step.needs) for step in STEPS}  # read from the data, not from the functions under test


def ancestors(code: str) -> set[str]:
    return NEEDS[code].union(*(ancestors(need) for need in NEEDS[code])) if NEEDS[code] else set()


@QUICK
@given(ATTEMPTS)
def test_whatever_is_tried_all_that_a_step_rests_on_is_done(attempts: list[tuple[str, str]]) -> None:
    """As the verbs go by it: what is open may be done or sent off, what nothing rests on may be taken back."""
    done, waits = set[str](), set[str]()
    for code, what in attempts:
        if what == "back" and not graph.needed_by(code, done | waits):
            done.discard(code)
            waits.discard(code)
        elif what == "done" and graph.is_open(code, done):
            done.add(code)
            waits.discard(code)
        elif what == "waits" and BY_CODE[code].office and graph.is_open(code, done) and code not in done:
            waits.add(code)
        assert all(ancestors(one) <= done for one in done | waits), (code, what)


@QUICK
@given(SETS, SETS)
def test_what_is_offered_rests_on_what_is_done_alone(done: set[str], begun: set[str]) -> None:
    """Whatever the two sets are, even such as no founding reaches; what waits opens nothing."""
    offered = {step.code for step in graph.possible(done, begun)}
    assert all(NEEDS[code] <= done for code in offered)
    assert not offered & (done | begun)
    assert offered == {step.code for step in graph.possible(done)} - begun


@QUICK
@given(SETS, st.sampled_from(CODES))
def test_doing_more_closes_nothing_but_what_was_voluntary(done: set[str], more: str) -> None:
    closed = {step.code for step in graph.possible(done)} - {step.code for step in graph.possible({*done, more})}
    assert all(code == more or BY_CODE[code].is_voluntary for code in closed)


@QUICK
@given(SETS, st.sampled_from(CODES))
def test_what_is_missing_is_named_and_doing_it_opens_the_step(done: set[str], code: str) -> None:
    missing = graph.missing(code, done)
    assert {step.code for step in missing} == NEEDS[code] - done
    assert graph.is_open(code, done | {step.code for step in missing})


@QUICK
@given(SETS)
def test_nobody_is_liable_before_the_assembly_and_nobody_after_the_register(done: set[str]) -> None:
    assert graph.is_personally_liable(done) == ("assembly" in done and "register" not in done)
