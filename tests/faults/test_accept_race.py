"""F20: twenty real connections say yes to the same visit at one barrier. Exactly one wins, every time."""

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from piano.kit import clock
from piano.kit.errors import DomainError
from requests import advance as advancing
from requests.arranged import visits
from requests.finding.decisions import assign_by_hand
from requests.finding.due import cross_off, owe_step
from requests.finding.timing import ASKED_AT_ONCE
from requests.models import Assignment, Offer, StateChange, Visit, WorkKind
from requests.states import STEPS, OfferState, VisitState
from requests.sweeps import drive_visits
from tests.conftest import Cast, make_cast
from tests.factories import make_visit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]
PEOPLE = 20


def ask_everybody(cast: Cast, rounds: int) -> list[list[Offer]]:
    """For each round a visit with an open offer to each of twenty people."""
    now = clock.now()
    offers = []
    for _ in range(rounds):
        visit = make_visit(cast.tenant, cast.shop)
        offers.append(Offer.objects.bulk_create(_offer(visit, volunteer.user, now) for volunteer in cast.volunteers))
        advancing.advance(visit, VisitState.OFFERED, by=None, now=now)
        owe_step(visit, WorkKind.EXPIRE, due_at=now)
        cross_off(visit, WorkKind.MATCH, now=now)
    return offers


def _offer(visit: Visit, person: Any, now: dt.datetime) -> Offer:
    return Offer(
        visit=visit,
        person=person,
        state=OfferState.OPEN,
        proposed_start=visit.wish_window.lower,
        asked_at=now,
        answer_by=now + dt.timedelta(hours=1),
    )


def race(offers: list[Offer], pool: ThreadPoolExecutor) -> Counter[str]:
    """All say yes at the same moment; what each of them was told."""
    barrier, now = threading.Barrier(len(offers)), clock.now()

    def say_yes(offer: Offer) -> str:
        connection.ensure_connection()
        barrier.wait(20)
        try:
            visits.accept_offer(offer, by=offer.person, now=now)
        except DomainError as error:
            return type(error).__name__
        return "yes"

    return Counter(pool.map(say_yes, offers))


def close_connections(pool: ThreadPoolExecutor) -> None:
    barrier = threading.Barrier(PEOPLE)

    def close() -> None:
        barrier.wait(20)
        connections.close_all()

    for future in [pool.submit(close) for _ in range(PEOPLE)]:
        future.result()


@pytest.fixture
def pool() -> Any:
    with ThreadPoolExecutor(PEOPLE) as executor:
        yield executor
        close_connections(executor)


@pytest.mark.parametrize("rounds", [12, pytest.param(100, marks=pytest.mark.full)])
def test_of_twenty_who_say_yes_at_once_exactly_one_wins(pool: ThreadPoolExecutor, rounds: int) -> None:
    cast = make_cast(volunteers=PEOPLE)
    # nobody shall be refused for being busy: every person is free again before the next round
    for offers in ask_everybody(cast, rounds=rounds):
        answers = race(offers, pool)
        assert answers == {"yes": 1, "OfferTaken": PEOPLE - 1}
        winner = Assignment.objects.get(visit=offers[0].visit)
        visits.cancel_visit(winner.visit, by=cast.helper, now=clock.now())
    assert StateChange.objects.filter(subject="visit", to_state=VisitState.ARRANGED).count() == rounds


def test_of_twenty_who_say_yes_at_once_to_a_visit_that_needs_two_exactly_two_win(pool: ThreadPoolExecutor) -> None:
    cast = make_cast(volunteers=PEOPLE)
    for offers in ask_everybody(cast, rounds=6):
        Visit.objects.filter(pk=offers[0].visit_id).update(people_needed=2)
        answers = race(offers, pool)
        assert answers == {"yes": 2, "OfferTaken": PEOPLE - 2}
        assert Assignment.objects.filter(visit=offers[0].visit).count() == 2
        visits.cancel_visit(offers[0].visit, by=cast.helper, now=clock.now())


def test_without_its_protections_the_race_has_several_winners(
    pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: no lock, no table, no constraint."""
    cast = make_cast(volunteers=PEOPLE)
    rounds = ask_everybody(cast, rounds=3)
    monkeypatch.setattr(visits, "lock_for_answer", _without_lock)
    monkeypatch.setitem(STEPS[VisitState], VisitState.ARRANGED, frozenset({VisitState.ARRANGED}))
    monkeypatch.setattr(visits, "withdraw_offers", lambda *args, **kwargs: 0)
    monkeypatch.setattr(visits, "settle_request", lambda *args, **kwargs: None)
    monkeypatch.setattr(visits, "owe_steps", lambda *args, **kwargs: None)
    with without_constraints("one_lead_per_visit"):
        winners = sum(race(offers, pool)["yes"] for offers in rounds)
        Assignment.objects.all().delete()
        Offer.objects.update(state=OfferState.WITHDRAWN)
    assert winners > len(rounds)


def _without_lock(offer_id: int) -> Offer:
    return Offer.objects.select_related("person", "visit__help_request__resident__user").get(pk=offer_id)


class without_constraints:  # noqa: N801  reads as a sentence in `with`
    """Drops unique indexes for the time of a block."""

    def __init__(self, *names: str) -> None:
        self.names = names
        self.definitions: list[str] = []

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            for name in self.names:
                cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [name])
                self.definitions.append(cursor.fetchone()[0])
                cursor.execute(f'DROP INDEX "{name}"')

    def __exit__(self, *exception: object) -> None:
        with connection.cursor() as cursor:
            for definition in self.definitions:
                cursor.execute(definition)


def at_once(*steps: Callable[[], object], pool: ThreadPoolExecutor) -> list[str]:
    """All steps at one barrier, each on a connection of its own; what each of them was told."""
    barrier = threading.Barrier(len(steps))

    def run(step: Callable[[], object]) -> str:
        connection.ensure_connection()
        barrier.wait(20)
        try:
            step()
        except DomainError as error:
            return type(error).__name__
        return "done"

    return list(pool.map(run, steps))


def answer_and(other: Callable[[], object], offer: Offer, pool: ThreadPoolExecutor) -> list[str]:
    """A yes and something else at once."""
    now = clock.now()
    return at_once(lambda: visits.accept_offer(offer, by=offer.person, now=now), other, pool=pool)


def test_a_yes_against_calling_off_leaves_nobody_on_the_way(pool: ThreadPoolExecutor) -> None:
    cast = make_cast(volunteers=1)
    for (offer,) in ask_everybody(cast, rounds=12):
        answer_and(lambda offer=offer: visits.cancel_visit(offer.visit, by=cast.helper, now=clock.now()), offer, pool)
        visit = Visit.objects.get(pk=offer.visit_id)
        assert visit.state == VisitState.CANCELLED
        assert not Assignment.objects.filter(visit=visit, state="planned").exists()


def test_a_yes_against_the_end_of_its_time_has_one_outcome(pool: ThreadPoolExecutor) -> None:
    cast = make_cast(volunteers=1)
    for (offer,) in ask_everybody(cast, rounds=12):
        Offer.objects.filter(pk=offer.pk).update(answer_by=clock.now())
        yes, _ = answer_and(drive_visits, offer, pool)
        visit = Visit.objects.get(pk=offer.visit_id)
        assert yes == "done"
        assert visit.state == VisitState.ARRANGED
        visits.cancel_visit(visit, by=cast.helper, now=clock.now())


def test_a_round_against_a_yes_by_telephone_has_one_outcome(pool: ThreadPoolExecutor) -> None:
    """The engine asks while a helper writes down that somebody said yes: she goes, and nobody else is still asked."""
    cast = make_cast(volunteers=4)
    for _ in range(12):
        visit = make_visit(cast.tenant, cast.shop)
        start = visit.wish_window.lower + dt.timedelta(hours=1)
        told = at_once(
            drive_visits,
            lambda visit=visit, start=start: assign_by_hand(
                visit, person=cast.volunteer.user, start=start, by=cast.helper, now=clock.now()
            ),
            pool=pool,
        )
        visit.refresh_from_db()
        assert told == ["done", "done"]
        assert visit.state == VisitState.ARRANGED
        assert Assignment.objects.get(visit=visit, state="planned").person == cast.volunteer.user
        assert not Offer.objects.filter(visit=visit, state=OfferState.OPEN).exists()
        visits.cancel_visit(visit, by=cast.helper, now=clock.now())


def test_four_engines_ask_for_each_visit_as_one_does(pool: ThreadPoolExecutor) -> None:
    """I7: any number of sweepers, the same offers."""
    cast = make_cast(volunteers=4 * ASKED_AT_ONCE)  # enough, as nobody is asked twice in a round
    wishes = [make_visit(cast.tenant, cast.shop) for _ in range(4)]
    at_once(*[drive_visits] * 4, pool=pool)
    while drive_visits():
        pass
    for visit in wishes:
        assert Offer.objects.filter(visit=visit).count() == ASKED_AT_ONCE
        assert (
            StateChange.objects.filter(subject="visit", subject_id=visit.pk, to_state=VisitState.OFFERED).count() == 1
        )
