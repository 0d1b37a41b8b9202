"""Which roles somebody has is asked of the same clock as everything else, and costs no query of its own."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from quarters.models import Role, User
from tests import clock as machine
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def kinds(person: User) -> set[str]:
    return set(User.objects.get(pk=person.pk).role_kinds)


def test_a_role_begins_and_ends_with_the_day_of_the_one_clock(cast: Cast) -> None:
    tomorrow = clock.today() + dt.timedelta(days=1)
    Role.objects.filter(user=cast.helper).update(valid_from=tomorrow, valid_until=tomorrow + dt.timedelta(days=1))
    assert kinds(cast.helper) == set()
    machine.travel_to(clock.at(tomorrow, dt.time(0, 1)))  # local: in UTC it is still the day before
    assert kinds(cast.helper) == {"helper"}
    machine.travel_to(clock.at(tomorrow, dt.time(23, 59)))
    assert kinds(cast.helper) == {"helper"}
    machine.travel_to(clock.at(tomorrow + dt.timedelta(days=1), dt.time(0, 1)))
    assert kinds(cast.helper) == set()


def test_a_page_follows_it(client: Client, cast: Cast) -> None:
    Role.objects.filter(user=cast.helper).update(valid_until=clock.today() + dt.timedelta(days=1))
    client.force_login(cast.helper)
    assert client.get("/leitstand/anruf/").status_code == 200
    machine.travel_to(clock.now() + dt.timedelta(days=1))
    client.force_login(cast.helper)
    assert client.get("/leitstand/anruf/").status_code == 403


def test_it_is_one_query(cast: Cast, django_assert_num_queries: object) -> None:
    person = User.objects.get(pk=cast.helper.pk)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert person.role_kinds
