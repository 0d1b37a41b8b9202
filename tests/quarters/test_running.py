"""„Läuft alles?“: in words, without persons, with what to do; helpers and GWG alone."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quarters.models import OrganisationKind, Role, RoleKind
from tests.conftest import Cast
from tests.factories import make_organisation, make_user
from tests.messaging.test_health import running, silence, wait_in_line  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.helper)
    return client


def words(client: Client, **headers: Any) -> str:
    answer = client.get(reverse("quarters:running"), headers=headers)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_all_is_well(desk: Client, running: None) -> None:  # noqa: F811
    page = words(desk)
    assert "Ja, alles läuft." in page
    assert "Hier ist nichts zu tun." in page
    assert "Keine Nachricht wartet." in page


def test_it_says_how_long_the_oldest_waits(desk: Client, running: None) -> None:  # noqa: F811
    wait_in_line(0.2)
    assert "Nachrichten gehen raus. Die älteste wartet 12 Sekunden." in words(desk)


def test_what_harms_people_stands_first_with_what_to_do(desk: Client, running: None) -> None:  # noqa: F811
    wait_in_line(6)
    silence("process:beat")
    page = words(desk)
    assert "Nein. Bitte gleich die Technik anrufen." in page
    assert page.index("Nachrichten stauen sich. Die älteste wartet 6 Minuten.") < page.index("Taktgeber")
    assert "Wer heute einen Einsatz hat, bitte selbst anrufen." in page


def test_one_silent_part_alone_is_calm(desk: Client, running: None) -> None:  # noqa: F811
    silence("process:beat", seconds=180)
    page = words(desk)
    assert "ein anderer macht seine Arbeit mit" in page
    assert "Meldet sich seit 3 Minuten nicht." in page


def test_the_part_that_refreshes_comes_alone(desk: Client, running: None) -> None:  # noqa: F811
    part = words(desk, **{"HX-Request": "true"})
    assert "Ja, alles läuft." in part
    assert "<html" not in part


def test_no_person_is_named(desk: Client, cast: Cast, running: None) -> None:  # noqa: F811
    person = make_user(family_name="Kanarienvogel")
    wait_in_line(10, recipient=person, last_error="Kanarienvogel")
    assert "Kanarienvogel" not in words(desk)


def test_who_does_not_work_here_does_not_see_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.volunteer.user)
    assert client.get(reverse("quarters:running")).status_code == 403


def test_who_looks_after_volunteers_sees_it_too(client: Client, running: None) -> None:  # noqa: F811
    person = make_user()
    association = make_organisation(OrganisationKind.ASSOCIATION)
    Role.objects.create(user=person, kind=RoleKind.COORDINATOR, organisation=association, valid_from="2025-01-01")
    client.force_login(person)
    assert "Ja, alles läuft." in words(client)
