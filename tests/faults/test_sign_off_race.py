"""Somebody signs off while she says yes, each on a connection of its own: she is never away and expected at once."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection

from piano.kit import clock
from requests import locks
from requests.arranged import signing_off, visits
from requests.invariants import broken
from requests.models import Assignment, Offer, Visit
from requests.people import suspending
from requests.states import STANDING_ASSIGNMENT_STATES, OfferState
from requests.sweeps import drive_visits
from tests.conftest import Cast, make_cast
from tests.factories import make_visit
from tests.faults.test_accept_race import at_once, pool  # noqa: F401  the fixture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]
ROUNDS = 8


def ask(cast: Cast) -> Offer:
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    return Offer.objects.select_related("person", "visit").get(visit=visit, state=OfferState.OPEN)


def days() -> tuple[dt.date, dt.date]:
    today = clock.today()
    return today, today + dt.timedelta(days=6)


def steps(cast: Cast, offer: Offer) -> list[Callable[[], object]]:
    first, last = days()
    start = offer.proposed_start
    return [
        lambda: visits.accept_offer(offer, by=offer.person, now=clock.now()),
        lambda: signing_off.sign_off(offer.person, first_day=first, last_day=last, by=offer.person, now=clock.now()),
        lambda: visits.assign_person(offer.visit, person=offer.person, start=start, by=cast.helper, now=clock.now()),
    ]


def expected_while_away(cast: Cast) -> bool:
    return Assignment.objects.filter(person=cast.volunteer.user, state__in=STANDING_ASSIGNMENT_STATES).exists()


def run(cast: Cast, pool: object) -> int:  # noqa: F811
    """How often she was away and expected at once."""
    wrong = 0
    for _ in range(ROUNDS):
        at_once(*steps(cast, ask(cast)), pool=pool)  # type: ignore[arg-type]
        wrong += expected_while_away(cast)
        cast.volunteer.absences.all().delete()
        signing_off.SignOff.objects.update(taken_back_at=clock.now())
        for assignment in Assignment.objects.filter(state__in=STANDING_ASSIGNMENT_STATES):
            visits.cancel_visit(assignment.visit, by=cast.helper, now=clock.now())
        for visit in Visit.objects.filter(state__in=("open", "offered", "decision")):
            visits.cancel_visit(visit, by=cast.helper, now=clock.now())
    return wrong


def test_who_signs_off_while_she_says_yes_is_not_expected(pool: object) -> None:  # noqa: F811
    assert run(make_cast(volunteers=1), pool) == 0
    assert list(broken()) == []


def test_without_the_lock_on_the_person_she_may_be(pool: object, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """The negative control: nobody waits for her row, and the absence is read before it is there."""
    cast = make_cast(volunteers=1)
    offer = ask(cast)
    monkeypatch.setattr(locks, "ANSWER", locks.ANSWER.replace("UPDATE OF person, ", "UPDATE OF "))
    first, last = days()
    real = visits.failing_rule

    def signs_off_meanwhile(*args: object, **kwargs: object) -> object:
        found = real(*args, **kwargs)  # type: ignore[arg-type]
        at_once(sign_off_elsewhere, pool=pool)  # type: ignore[arg-type]
        return found

    def sign_off_elsewhere() -> None:
        connection.ensure_connection()
        monkeypatch.setattr(signing_off, "lock_requests", lambda ids: None)
        monkeypatch.setattr(signing_off, "decline_offer", lambda *args, **kwargs: None)
        signing_off.sign_off(offer.person, first_day=first, last_day=last, by=offer.person, now=clock.now())

    monkeypatch.setattr(visits, "failing_rule", signs_off_meanwhile)
    visits.accept_offer(offer, by=offer.person, now=clock.now())
    assert expected_while_away(cast)


def test_who_is_suspended_while_she_says_yes_is_not_expected(pool: object) -> None:  # noqa: F811
    cast = make_cast(volunteers=1)
    for _ in range(ROUNDS):
        offer = ask(cast)
        outcomes = at_once(
            lambda offer=offer: visits.accept_offer(offer, by=offer.person, now=clock.now()),
            lambda: suspending.suspend(cast.volunteer, reason="x", by=cast.helper, now=clock.now()),
            pool=pool,  # type: ignore[arg-type]
        )
        assert outcomes[1] == "done"
        assert not expected_while_away(cast)
        suspending.lift(suspending.Suspension.objects.get(lifted_at=None), by=cast.helper, now=clock.now())
        for visit in Visit.objects.filter(state__in=("open", "offered", "decision")):
            visits.cancel_visit(visit, by=cast.helper, now=clock.now())
    assert list(broken()) == []
