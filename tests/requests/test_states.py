"""The state table: what leads where, and that nothing else does."""

import itertools

import pytest

from requests.arranged.settling import state_of
from requests.states import OPEN_VISIT_STATES, STEPS, OfferState, RequestState, VisitState


@pytest.mark.parametrize("kind", STEPS)
def test_every_step_leads_to_a_known_state(kind: type) -> None:
    targets = set(itertools.chain.from_iterable(STEPS[kind].values()))
    assert targets <= set(kind.values)  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", STEPS)
def test_every_state_can_be_reached(kind: type) -> None:
    reached = set(itertools.chain.from_iterable(STEPS[kind].values()))
    assert reached == set(kind.values)  # type: ignore[attr-defined]


def test_an_end_is_an_end() -> None:
    for state in (VisitState.DONE, VisitState.MISSED):
        assert state not in STEPS[VisitState]
    assert STEPS[VisitState][VisitState.CANCELLED] == {VisitState.OPEN}  # a date of a series that is wanted after all


def test_an_answer_is_never_taken_back() -> None:
    for state in (OfferState.ACCEPTED, OfferState.DECLINED, OfferState.WITHDRAWN):
        assert state not in STEPS[OfferState]


def test_every_open_state_of_a_visit_can_be_called_off() -> None:
    for state in OPEN_VISIT_STATES:
        assert VisitState.CANCELLED in STEPS[VisitState][state]


@pytest.mark.parametrize(
    ("visits", "request_state"),
    [
        ({VisitState.OPEN, VisitState.ARRANGED}, RequestState.SEARCHING),
        ({VisitState.ARRANGED, VisitState.DONE}, RequestState.ARRANGED),
        ({VisitState.DONE, VisitState.CANCELLED}, RequestState.DONE),
        ({VisitState.RETURNED}, RequestState.RETURNED),
        ({VisitState.MISSED, VisitState.CANCELLED}, RequestState.RETURNED),
        ({VisitState.CANCELLED}, RequestState.WITHDRAWN),
    ],
)
def test_a_requests_state_follows_from_its_visits(visits: set[str], request_state: RequestState) -> None:
    assert state_of(visits) == request_state
