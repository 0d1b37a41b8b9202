"""Many register at once for ten places: exactly ten have one, all others wait in one order. With real connections."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest import mock

import pytest
from django.db import Error, connection, connections

from piano.kit import clock
from quarters.models import Event, Registration, Seat, User
from quarters.programme import registering
from quarters.programme.registering import Guest, register
from tests.quarters.programme.conftest import make_event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]
PLACES, AT_ONCE = 10, 16


def make_people(count: int) -> list[User]:
    return User.objects.bulk_create(
        User(family_name=f"Beispiel{number}", email=f"viele{number}@example.org") for number in range(count)
    )


def race(event: Event, people: list[User]) -> Counter[str]:
    """Each connection takes its share; all begin at one barrier. Says how each try ended."""
    barrier, now = threading.Barrier(AT_ONCE), clock.now()

    def run(share: list[User]) -> list[str]:
        connection.ensure_connection()
        barrier.wait(60)
        try:
            return [_try(event, person, now) for person in share]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        shares = [people[number::AT_ONCE] for number in range(AT_ONCE)]
        return Counter(said for found in pool.map(run, shares) for said in found)


def _try(event: Event, person: User, now: Any) -> str:
    try:
        return str(register(event, person, [Guest(person.family_name)], by=None, now=now).state)
    except Error as error:
        return type(error).__name__


def in_order(event: Event, count: int) -> bool:
    """Nobody too many, nobody lost, one order without gaps; whoever has a place came before all who wait."""
    event.refresh_from_db()
    assert (event.places_taken, Seat.objects.count()) == (PLACES, count)
    rows = list(Registration.objects.order_by("turn").values_list("turn", "state"))
    assert [turn for turn, _state in rows] == list(range(1, count + 1))
    return [state for _turn, state in rows] == ["registered"] * PLACES + ["waiting"] * (count - PLACES)


def test_three_hundred_at_once_fill_ten_places_and_one_ordered_list() -> None:
    event = make_event(capacity=PLACES)
    assert race(event, make_people(300)) == {"registered": PLACES, "waiting": 300 - PLACES}
    assert in_order(event, 300)


@pytest.mark.full
def test_ten_thousand_at_once_fill_ten_places_and_one_ordered_list() -> None:
    event = make_event(capacity=PLACES)
    assert race(event, make_people(10_000)) == {"registered": PLACES, "waiting": 10_000 - PLACES}
    assert in_order(event, 10_000)


def test_without_the_lock_the_same_race_goes_wrong() -> None:
    """The negative control: read, count and write as above, only nobody waits for the row."""
    read: Callable[[int], Event] = lambda pk: Event.objects.with_place().get(pk=pk)  # noqa: E731
    event = make_event(capacity=PLACES)
    with mock.patch.object(registering, "lock_event", read):
        said = race(event, make_people(160))
    assert said["IntegrityError"], "the table itself refuses two of one turn, and an eleventh place"
