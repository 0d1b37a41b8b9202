"""At night whoever has duty calls and judges; what she sees is shut as soon as somebody has decided."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message
from quarters.models import Price, Urgency, User
from requests.invariants import broken
from requests.models import Assignment, CareAgreement, Decision, HelpRequest, Visit
from requests.states import VisitState
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_care_worker, make_request, make_resident, make_user
from tests.requests.errands import CANARY

pytestmark = pytest.mark.django_db
SAID = {"price": "45 € in der Nacht", "price_agreed": "on"}


@pytest.fixture
def nurse(cast: Cast) -> User:
    return make_care_worker(cast.district)


@pytest.fixture
def visit(cast: Cast, nurse: User, client: Client) -> Visit:
    """A stranger asks at eleven at night; the nurse is signed in."""
    machine.travel_to(clock.at(clock.today(), dt.time(23)))
    tenant = make_resident(cast.district, make_user(family_name=CANARY, phone="+49561777777"), is_known=False)
    now = clock.now()
    wish = make_request(tenant, cast.shop, urgency=Urgency.URGENT, window=(now, now + dt.timedelta(hours=8)))
    drive_visits()
    client.force_login(nurse)
    return wish.visits.get()


def way(visit: Visit, action: str = "") -> str:
    return f"/bereitschaft/anruf/{visit.reference}/" + (f"{action}/" if action else "")


def test_she_is_told_and_finds_whom_to_call(client: Client, visit: Visit, nurse: User) -> None:
    assert Message.objects.get(reason="please_judge").recipient == nurse
    room = client.get("/bereitschaft/").content.decode()
    assert way(visit) in room
    assert CANARY not in room
    assert CANARY in client.get(way(visit)).content.decode()


def test_it_cannot_wait_she_says_the_price_and_goes(client: Client, visit: Visit, nurse: User) -> None:
    answer = client.post(way(visit, "zusage"), SAID, follow=True)
    assert CANARY in answer.content.decode()
    assert Assignment.objects.get().person == nurse
    assert (HelpRequest.objects.get().urgent_by, CareAgreement.objects.get().said_by) == (nurse, nurse)
    assert not Message.objects.filter(reason="case_handed_over").exists()
    assert client.get(way(visit)).status_code == 404
    assert list(broken()) == []


@pytest.mark.parametrize("said", [{"price": "45 €"}, {"price_agreed": "on"}])
def test_without_price_and_yes_nobody_comes(client: Client, visit: Visit, said: dict[str, str]) -> None:
    answer = client.post(way(visit, "zusage"), said)
    assert answer.status_code == 422
    assert "aria-invalid" in answer.content.decode()
    assert not Assignment.objects.exists()


def test_an_own_care_service_is_named_on_the_page_and_first(client: Client, visit: Visit) -> None:
    resident = visit.help_request.resident
    resident.care_service_name = "Pflege mit Herz"
    resident.save()
    assert "Pflege mit Herz" in client.get(way(visit)).content.decode()
    assert client.post(way(visit, "zusage"), SAID).status_code == 422
    assert client.post(way(visit, "zusage"), SAID | {"own_service_first": "on"}).status_code == 302


def test_it_can_wait_until_the_morning(client: Client, visit: Visit) -> None:
    assert client.post(way(visit, "morgen")).headers["Location"] == "/bereitschaft/"
    assert Visit.objects.get().state == VisitState.HELD
    assert Decision.objects.get().kind == "wait"
    assert way(visit) not in client.get("/bereitschaft/").content.decode()
    assert client.get(way(visit)).status_code == 404


def test_nobody_else_looks_in(client: Client, cast: Cast, visit: Visit) -> None:
    for stranger in (make_care_worker(cast.district, on_duty=False), cast.helper):
        client.force_login(stranger)
        for action in ("", "zusage", "morgen"):
            assert client.post(way(visit, action), SAID).status_code in (403, 404)
    assert not Assignment.objects.exists()


def test_an_hour_after_her_shift_it_is_the_next_ones(client: Client, visit: Visit, nurse: User) -> None:
    ends = nurse.duties.get().window.upper
    with machine.at(ends + dt.timedelta(minutes=30)):
        assert way(visit) in client.get("/bereitschaft/").content.decode()
    with machine.at(ends + dt.timedelta(hours=1, minutes=5)):
        assert way(visit) not in client.get("/bereitschaft/").content.decode()
        assert client.get(way(visit)).status_code == 404


def test_looking_changes_nothing(client: Client, visit: Visit) -> None:
    for action in ("zusage", "morgen"):
        assert client.get(way(visit, action)).status_code == 302
    assert not Decision.objects.exists()


def test_a_price_that_is_entered_is_read_out_and_kept(client: Client, visit: Visit, nurse: User) -> None:
    organisation = nurse.care_worker.service.organisation  # type: ignore[attr-defined]
    Price.objects.create(organisation=organisation, kind="care", cents=4500, valid_from=dt.date(2025, 1, 1))
    assert "Der Pflegedienst kostet 45 € je Einsatz." in client.get(way(visit)).content.decode()
    assert client.post(way(visit, "zusage"), {"price_agreed": "on"}).status_code == 302
    assert CareAgreement.objects.get().price.startswith("Der Pflegedienst kostet 45 €")
