"""A worker killed between any two statements leaves everything done or nothing, an open visit with its next step, and no lock."""

import contextlib
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from piano.kit import clock
from requests.advance import advance
from requests.arranged.visits import accept_offer, cancel_visit, decline_offer, give_up_assignment
from requests.errors import WrongState
from requests.finding.decisions import assign_by_hand
from requests.finding.due import cross_off, owe_step
from requests.invariants import broken
from requests.locks import lock_visit
from requests.models import Assignment, DueWork, Offer, Visit, WorkKind
from requests.states import OfferState, VisitState
from requests.sweeps import drive_visits
from tests.conftest import Cast, make_cast
from tests.factories import make_visit
from tests.faults.dying import dies
from tests.processes import Processes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]
Deed = Callable[[], object]


@pytest.fixture
def cast(transactional_db: Any, _morning: None) -> Cast:
    return make_cast()


def a_round(cast: Cast) -> Deed:
    for _ in range(3):
        make_visit(cast.tenant, cast.shop)
    return drive_visits


def a_single_search(cast: Cast) -> Deed:
    make_visit(cast.tenant, cast.shop)
    return drive_visits


def asked(cast: Cast) -> list[Offer]:
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    return list(visit.offers.select_related("person").order_by("pk"))


def going(cast: Cast) -> Assignment:
    offer = asked(cast)[0]
    accept_offer(offer, by=offer.person, now=clock.now())
    return Assignment.objects.select_related("person").get(visit=offer.visit_id)


def a_yes(cast: Cast) -> Deed:
    offer = asked(cast)[0]
    return lambda: accept_offer(offer, by=offer.person, now=clock.now())


def the_last_no(cast: Cast) -> Deed:
    *others, last = asked(cast)
    for offer in others:
        decline_offer(offer, by=offer.person, now=clock.now())
    return lambda: decline_offer(last, by=last.person, now=clock.now())


def the_end_of_the_time(cast: Cast) -> Deed:
    asked(cast)
    Offer.objects.update(answer_by=clock.now())
    DueWork.objects.filter(kind=WorkKind.EXPIRE).update(due_at=clock.now())
    return drive_visits


def a_helpers_hand(cast: Cast) -> Deed:
    visit = make_visit(cast.tenant, cast.shop)
    start, person = visit.wish_window.lower, cast.volunteer.user

    def by_hand() -> None:
        with contextlib.suppress(WrongState):  # who dies just after COMMIT finds it done
            assign_by_hand(visit, person=person, start=start, by=cast.helper, now=clock.now())

    return by_hand


def calling_off(cast: Cast) -> Deed:
    assignment = going(cast)
    return lambda: cancel_visit(assignment.visit, by=cast.helper, now=clock.now())


def giving_up(cast: Cast) -> Deed:
    assignment = going(cast)
    return lambda: give_up_assignment(assignment, by=assignment.person, now=clock.now())


DEEDS = (
    a_round,
    a_single_search,
    a_yes,
    the_last_no,
    the_end_of_the_time,
    a_helpers_hand,
    calling_off,
    giving_up,
)


def tables() -> tuple[Any, ...]:
    """What the truths are about, without keys and moments."""
    return (
        sorted(Visit.objects.values_list("pk", "state", "rounds")),
        sorted(Offer.objects.values_list("visit", "person", "state")),
        sorted(Assignment.objects.values_list("visit", "person", "state")),
        sorted(DueWork.objects.filter(done_at=None).values_list("visit", "kind")),
    )


def die_again_and_again(deed: Deed, *, every: int) -> list[tuple[Any, ...]]:
    """The tables after each death, and after the deed that was done at last."""
    seen, before = [], 1
    while dies(deed, before=before):
        assert list(broken()) == []
        seen.append(tables())
        before += every
    assert before > 10, "nothing was tried"
    return [*seen, tables()]


@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.full)])
@pytest.mark.parametrize("prepare", DEEDS, ids=lambda deed: deed.__name__)
def test_all_of_it_or_nothing(cast: Cast, prepare: Callable[[Cast], Deed], every: int) -> None:
    deed = prepare(cast)
    at_first = tables()
    *after_deaths, at_last = die_again_and_again(deed, every=every)
    assert at_last != at_first
    assert all(one in (at_first, at_last) for one in after_deaths)
    assert list(broken()) == []


def test_in_two_transactions_a_death_between_forgets_a_visit(cast: Cast) -> None:
    """The negative control: what one writes without thinking; the judge sees it."""
    visit = make_visit(cast.tenant, cast.shop)

    def careless() -> None:
        with transaction.atomic():
            row = lock_visit(visit.pk)
            advance(row, VisitState.DECISION, by=None, now=clock.now())
            cross_off(row, now=clock.now())
        owe_step(row, WorkKind.DECIDE, due_at=clock.now() + dt.timedelta(hours=1))

    seen = []
    for before in range(1, 40):
        if Visit.objects.get(pk=visit.pk).state != VisitState.OPEN or not dies(careless, before=before):
            break
        seen += [invariant.code for invariant, _ in broken()]
    assert "I2" in seen


@pytest.mark.parametrize("where", ["round_written", pytest.param("round_computed", marks=pytest.mark.full)])
def test_an_engine_killed_in_its_round_is_followed_by_one_that_does_it(
    cast: Cast, processes: Processes, where: str
) -> None:
    visits = [make_visit(cast.tenant, cast.shop) for _ in range(3)]
    assert processes.run("manage.py", "engine", "--once", PIANO_FAULT=where) == 137
    assert not Offer.objects.exists()
    assert list(broken()) == []
    assert processes.run("manage.py", "engine", "--once") == 0
    assert [visit.offers.filter(state=OfferState.OPEN).count() for visit in visits] == [1, 1, 1]
    assert list(broken()) == []
