"""Rounds under force: two at once, one against a helper's hand, one that dies. Each race with its negative control."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.db import connection, connections, transaction

from piano.kit import clock
from piano.kit.errors import DomainError
from requests.arranged.visits import cancel_visit
from requests.finding.decisions import assign_by_hand
from requests.invariants import broken
from requests.locks import lock_visit
from requests.models import Assignment, DueWork, Offer, StateChange, Visit, WorkKind
from requests.rounds import applying
from requests.rounds.applying import apply_batch
from requests.rounds.running import Plan, apply_plan, plan_round
from requests.rounds.turns import running_since, take_turn
from requests.states import STEPS, OfferState, VisitState
from requests.sweeps import drive_visits, search_together
from tests.conftest import Cast, make_cast
from tests.factories import make_visit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]


@pytest.fixture
def cast(transactional_db: Any, _morning: None) -> Cast:
    return make_cast(volunteers=6)


def at_once(*steps: Callable[[], object]) -> list[str]:
    """All steps at one barrier, each on a connection of its own; what each of them was told."""
    barrier = threading.Barrier(len(steps))

    def run(step: Callable[[], object]) -> str:
        connection.ensure_connection()
        barrier.wait(20)
        try:
            step()
        except DomainError as error:
            return type(error).__name__
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


def plan_of(visits: list[Visit]) -> Plan:
    return plan_round([visit.pk for visit in visits], now=clock.now())


def times_asked(visit: Visit) -> int:
    return StateChange.objects.filter(subject="visit", subject_id=visit.pk, to_state=VisitState.OFFERED).count()


def check(visits: list[Visit]) -> None:
    """Truths 1, 3 and 5: one log row a step, nobody asked twice, a next step for each."""
    assert list(broken()) == []
    for visit in visits:
        people = list(Offer.objects.filter(visit=visit).values_list("person", flat=True))
        assert len(people) == len(set(people))


def test_two_rounds_that_computed_the_same_write_it_once(cast: Cast) -> None:
    for _ in range(4):
        visits = [make_visit(cast.tenant, cast.shop) for _ in range(3)]
        plans = [plan_of(visits), plan_of(visits)]
        at_once(*(partial(apply_plan, plan, now=clock.now()) for plan in plans))
        assert [times_asked(visit) for visit in visits] == [1, 1, 1]
        check(visits)


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A round that believes what it has computed: no lock, no second look, no table of steps."""
    monkeypatch.setattr(applying, "lock_free_visits", lambda ids: dict.fromkeys(ids, ()))
    monkeypatch.setattr(applying, "_still_due", lambda visits, *, now: {visit.pk for visit in visits})
    for state in (VisitState.OFFERED, VisitState.ARRANGED):
        monkeypatch.setitem(STEPS[VisitState], state, STEPS[VisitState][state] | {VisitState.OFFERED})


def believed(plan: Plan) -> Plan:
    plan.seen.stamps.update(dict.fromkeys(plan.seen.stamps, ()))
    return plan


def test_without_a_second_look_two_rounds_would_ask_twice(cast: Cast, trusting: None) -> None:
    """The negative control. The second round has chosen others, else the constraint would still stop it."""
    visits = [make_visit(cast.tenant, cast.shop) for _ in range(2)]
    first, second = believed(plan_of(visits)), believed(plan_of(visits))
    second.chosen.update(dict(zip(second.chosen, reversed(second.chosen.values()), strict=True)))
    for plan in (first, second):
        apply_plan(plan, now=clock.now())
    assert [times_asked(visit) for visit in visits] == [2, 2]


def test_a_round_against_a_helpers_hand_leaves_nobody_asked_for_nothing(cast: Cast) -> None:
    for _ in range(3):
        visits = [make_visit(cast.tenant, cast.shop) for _ in range(2)]
        plan, start, now = plan_of(visits), visits[0].wish_window.lower, clock.now()
        by_hand = partial(assign_by_hand, visits[0], person=cast.volunteer.user, start=start, by=cast.helper, now=now)
        at_once(partial(apply_plan, plan, now=now), by_hand)
        check(visits)
        assert Visit.objects.get(pk=visits[0].pk).state == VisitState.ARRANGED
        assert not Offer.objects.filter(visit=visits[0], state=OfferState.OPEN).exists()
        for visit in visits:
            cancel_visit(visit, by=cast.helper, now=now)


def test_without_a_second_look_a_round_would_ask_for_what_is_arranged(cast: Cast, trusting: None) -> None:
    """The negative control: computed before the helper's hand, written after it."""
    visits = [make_visit(cast.tenant, cast.shop) for _ in range(2)]
    plan, start, now = believed(plan_of(visits)), visits[0].wish_window.lower, clock.now()
    assign_by_hand(visits[0], person=cast.volunteer.user, start=start, by=cast.helper, now=now)
    apply_plan(plan, now=now)
    assert Assignment.objects.filter(visit=visits[0], state="planned").exists()
    assert Offer.objects.filter(visit=visits[0], state=OfferState.OPEN).exists()


def test_what_another_holds_waits_for_the_next_round(cast: Cast) -> None:
    visits = [make_visit(cast.tenant, cast.shop) for _ in range(2)]
    plan, is_held, is_over = plan_of(visits), threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            lock_visit(visits[0].pk)
            is_held.set()
            is_over.wait(20)
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    is_held.wait(20)
    try:
        assert apply_batch([visit.pk for visit in visits], plan.chosen, plan.seen, now=clock.now()) == 1
    finally:
        is_over.set()
        holder.join()
    assert DueWork.objects.filter(visit=visits[0], kind=WorkKind.MATCH, done_at=None).exists()
    drive_visits()
    assert [times_asked(visit) for visit in visits] == [1, 1]


def test_one_round_at_a_time_and_what_comes_meanwhile_is_taken_by_itself(cast: Cast) -> None:
    """A new request does not wait for the round that another process computes."""
    old = [make_visit(cast.tenant, cast.shop) for _ in range(2)]
    DueWork.objects.filter(kind=WorkKind.MATCH).update(due_at=clock.now() - dt.timedelta(minutes=1))
    told: list[Any] = []

    def others() -> None:
        assert running_since() is not None
        new = make_visit(cast.tenant, cast.shop)
        drive_visits()
        told.extend([times_asked(new), *(times_asked(visit) for visit in old)])

    with take_turn(clock.now()) as is_ours:
        assert is_ours
        at_once(others)
    assert told == [1, 0, 0]
    assert running_since() is None
    drive_visits()
    assert [times_asked(visit) for visit in old] == [1, 1]


def test_a_turn_ends_with_its_process(cast: Cast) -> None:
    """It hangs on the connection: whoever dies holds up nobody."""

    def die() -> None:
        turn = take_turn(clock.now())
        assert turn.__enter__()
        connection.close()

    at_once(die)
    visits = [make_visit(cast.tenant, cast.shop) for _ in range(2)]
    asked, _ = search_together([(visit.pk, clock.now()) for visit in visits], now=clock.now())
    assert asked == 2


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    yield
    connections.close_all()
