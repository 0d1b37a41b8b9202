"""Many want the last places of a course at once: nobody too many, nobody lost, one order. With real connections."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import pytest
from django.db import Error, connection, connections

from helpers.courses import places
from helpers.models import Course, Participant
from piano.kit import clock
from quarters.models import User
from tests.helpers.courses.conftest import make_centre, make_course

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]
PLACES, AT_ONCE, PEOPLE = 3, 6, 24


def race(course: Course) -> Counter[str]:
    """Each connection takes its share; all begin at one barrier. Says how each try ended."""
    barrier, now = threading.Barrier(AT_ONCE), clock.now()
    people = User.objects.bulk_create(
        User(family_name=f"Viele{number}", email=f"viele{number}@example.org") for number in range(PEOPLE)
    )

    def run(share: list[User]) -> list[str]:
        connection.ensure_connection()
        barrier.wait(60)
        try:
            return [_try(course, person, now) for person in share]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        shares = [people[number::AT_ONCE] for number in range(AT_ONCE)]
        return Counter(said for found in pool.map(run, shares) for said in found)


def _try(course: Course, person: User, now: object) -> str:
    try:
        return str(places.sign_up(course, person, by=person, now=now).state)  # type: ignore[arg-type]
    except Error as error:
        return type(error).__name__


def test_many_at_once_fill_the_places_and_one_ordered_list() -> None:
    course = make_course(make_centre(), places=PLACES)
    assert race(course) == {"place": PLACES, "waiting": PEOPLE - PLACES}
    course.refresh_from_db()
    rows = list(Participant.objects.order_by("turn").values_list("turn", "state"))
    assert course.taken == PLACES
    assert [turn for turn, _state in rows] == list(range(1, PEOPLE + 1))
    assert [state for _turn, state in rows] == ["place"] * PLACES + ["waiting"] * (PEOPLE - PLACES)


def test_without_the_lock_the_same_race_goes_wrong() -> None:
    """The negative control: the table itself refuses two of one turn."""
    course = make_course(make_centre(), places=PLACES)
    with mock.patch.object(places, "lock_course", lambda pk: Course.objects.get(pk=pk)):
        assert race(course)["IntegrityError"]
