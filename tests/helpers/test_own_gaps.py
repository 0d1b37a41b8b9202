"""`/bereitschaft/dienste/`: where nobody is on duty in the districts of a care service, and somebody who takes it."""

import pytest
from django.test import Client

from helpers.models import Duty
from piano.messaging.models import Message
from quarters.models import User
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_district
from tests.helpers.rota import at, make_colleagues, make_duty, make_office, make_service

pytestmark = pytest.mark.django_db
OWN, TAKE = "/bereitschaft/dienste/", "/bereitschaft/dienste/luecke/"
SPAN = "Mittwoch, 2. Dezember, 18 bis 9 Uhr"


@pytest.fixture(autouse=True)
def noon(db: None) -> None:
    machine.travel_to(at(0, 12))


@pytest.fixture
def people(cast: Cast) -> list[User]:
    """Every night has somebody but one."""
    people = make_colleagues(make_service(cast.district), 3)
    for day in range(28):
        if day != 2:
            make_duty(people[day % 2], day, 18, 9)
        if day % 7 in (5, 6):
            make_duty(people[2], day, 9, 18)
    return people


def page(client: Client, person: User) -> str:
    client.force_login(person)
    return " ".join(client.get(OWN).content.decode().split())


def take(client: Client, cast: Cast, **more: str) -> int:
    data = {"district": cast.district.slug, "start": at(2, 18).isoformat(), **more}
    return client.post(TAKE, data).status_code


def test_she_sees_who_is_missing_and_takes_it(client: Client, people: list[User], cast: Cast) -> None:
    said = page(client, people[2])
    assert SPAN in said
    assert "Ich übernehme" in said
    assert take(client, cast) == 302
    duty = Duty.objects.get(window__startswith=at(2, 18))
    assert (duty.person, duty.window.upper) == (people[2], at(3, 9))
    assert f"Sie sind eingeteilt: {SPAN}" in page(client, people[2])
    assert not Message.objects.filter(reason="duty_given").exists()  # she has chosen it herself


def test_a_second_one_is_told_that_somebody_is_there(client: Client, people: list[User], cast: Cast) -> None:
    make_duty(people[2], 2, 18, 9)
    client.force_login(people[0])
    answer = client.post(TAKE, {"district": cast.district.slug, "start": at(2, 18).isoformat()})
    assert answer.status_code == 409
    assert "inzwischen jemand eingeteilt" in answer.content.decode()


def test_the_office_sees_it_and_cannot_be_on_call(client: Client, people: list[User], cast: Cast) -> None:
    office = make_office(people[0])
    said = page(client, office)
    assert SPAN in said
    assert "Ich übernehme" not in said
    assert take(client, cast) == 409
    assert not Duty.objects.filter(person=office).exists()


def test_a_district_of_another_service_is_not_shown_and_not_taken(
    client: Client, people: list[User], cast: Cast
) -> None:
    stranger = make_colleagues(make_service(make_district(name="Wehlheiden", slug="wehlheiden")), 1)[0]
    assert SPAN not in page(client, stranger)
    assert take(client, cast) == 409
    assert not Duty.objects.filter(person=stranger).exists()


def test_a_helper_or_tenant_takes_none_here(client: Client, people: list[User], cast: Cast) -> None:
    for person in (cast.helper, cast.tenant.user):
        client.force_login(person)
        assert take(client, cast) in (403, 404)
