"""Another time, or later, as people say it: behind a mail's link, on the tenant's page, for her by whom she trusts, on the phone."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from quarters.models import Look, Trust, TrustScope
from requests.models import Assignment, Offer, TimeProposal
from requests.people.trusting import trust_person
from tests.conftest import Cast
from tests.factories import make_user
from tests.requests.arranged.test_other_times import LATER, planned, propose
from tests.requests.errands import CANARY, make_going, way

pytestmark = pytest.mark.django_db


@pytest.fixture
def going(cast: Cast, now: dt.datetime) -> tuple[Offer, Assignment]:
    return make_going(cast, now)


@pytest.fixture
def assignment(going: tuple[Offer, Assignment]) -> Assignment:
    return going[1]


def typed(moment: dt.datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%dT%H:%M}"


def test_from_the_mails_link_who_goes_proposes_and_is_late(client: Client, going: tuple[Offer, Assignment]) -> None:
    offer, assignment = going
    assert client.post(way(offer, "zeit"), {"new_start": "morgen"}).status_code == 422
    client.post(way(offer, "zeit"), {"new_start": typed(assignment.planned_window.lower + LATER)})
    assert TimeProposal.objects.get().by_tenant is False
    assert "Bis zur Antwort bleibt es beim alten Termin" in client.get(way(offer)).content.decode()
    assert client.post(way(offer, "spaeter"), {"late_minutes": "7"}).status_code == 422
    client.post(way(offer, "spaeter"), {"late_minutes": "30"})
    assert TimeProposal.objects.get(state="open").is_late


def test_from_the_mails_link_who_goes_answers(client: Client, going: tuple[Offer, Assignment]) -> None:
    offer, assignment = going
    assert client.post(way(offer, "zeit/antwort"), {"answer": "yes"}).status_code == 404
    propose(assignment, by_tenant=True)
    assert CANARY in client.get(way(offer)).content.decode()
    client.post(way(offer, "zeit/antwort"), {"answer": "yes"})
    assert planned() == assignment.planned_window.lower + LATER


def test_nobody_confirms_what_she_proposed_herself(client: Client, cast: Cast, going: tuple[Offer, Assignment]) -> None:
    offer, assignment = going
    propose(assignment)
    assert client.post(way(offer, "zeit/antwort"), {"answer": "yes"}).status_code == 404
    propose(assignment, by_tenant=True)
    client.force_login(cast.tenant.user)
    mine = f"/meine/anfragen/{assignment.visit.help_request.reference}/zeit/antwort/"
    assert client.post(mine, {"answer": "yes"}).status_code == 404
    assert planned() == assignment.planned_window.lower


def test_the_tenant_asks_and_answers_on_her_page(client: Client, cast: Cast, assignment: Assignment) -> None:
    client.force_login(cast.tenant.user)
    page = f"/meine/anfragen/{assignment.visit.help_request.reference}/"
    bad = client.post(f"{page}zeit/", {"new_start": "2026-02-31T10:00"})
    assert bad.status_code == 422
    assert "2026-02-31T10:00" in bad.content.decode()
    client.post(f"{page}zeit/", {"new_start": typed(assignment.planned_window.lower + LATER)})
    assert TimeProposal.objects.get().by_tenant
    propose(assignment)
    assert "Passt Ihnen ein anderer Termin?" in client.get(page).content.decode()
    client.post(f"{page}zeit/antwort/", {"answer": "yes"})
    assert planned() == assignment.planned_window.lower + LATER


def test_the_tenant_says_that_it_gets_later(client: Client, cast: Cast, going: tuple[Offer, Assignment]) -> None:
    offer, assignment = going
    client.force_login(cast.tenant.user)
    page = f"/meine/anfragen/{assignment.visit.help_request.reference}/"
    for wrong in ("", "7", "120"):
        bad = client.post(f"{page}spaeter/", {"late_minutes": wrong})
        assert (bad.status_code, "id_late_minutes_error" in bad.content.decode()) == (422, True)
    client.post(f"{page}spaeter/", {"late_minutes": "30"})
    asked = TimeProposal.objects.get()
    assert (asked.by_tenant, asked.is_late, asked.proposed_by) == (True, True, cast.tenant.user)
    assert "wird es später" in client.get(way(offer)).content.decode()
    client.post(way(offer, "zeit/antwort"), {"answer": "yes"})
    assert planned() == assignment.planned_window.lower + dt.timedelta(minutes=30)


def test_a_trusted_person_says_it_for_her_and_it_is_noted(client: Client, cast: Cast, assignment: Assignment) -> None:
    petra = make_user(given_name="Petra", family_name="Nah", email="petra@example.org")
    who = {
        "given_name": "Petra",
        "family_name": "Nah",
        "relation": "Tochter",
        "email": "petra@example.org",
        "phone": "",
    }
    trust_person(cast.tenant, now=clock.now(), scope=TrustScope.ACT, **who)
    page = f"/meine/anfragen/{assignment.visit.help_request.reference}/"
    client.force_login(petra)
    client.post(f"{page}spaeter/", {"late_minutes": "15"})
    propose(assignment)
    client.post(f"{page}zeit/antwort/", {"answer": "no"})
    Trust.objects.update(scope=TrustScope.SEE)
    assert client.post(f"{page}spaeter/", {"late_minutes": "15"}).status_code == 403
    assert list(Look.objects.order_by("pk").values_list("kind", flat=True)) == ["move", "answer"]


def test_a_stranger_moves_nothing(client: Client, cast: Cast, assignment: Assignment) -> None:
    propose(assignment)
    client.force_login(cast.volunteers[2].user)
    page = f"/meine/anfragen/{assignment.visit.help_request.reference}/"
    said = {"new_start": typed(clock.now() + LATER), "answer": "yes", "late_minutes": "15"}
    for step in ("zeit/", "zeit/antwort/", "spaeter/"):
        assert client.post(page + step, said).status_code == 404


def test_on_the_telephone_the_helper_writes_it_down(client: Client, cast: Cast, assignment: Assignment) -> None:
    client.force_login(cast.helper)
    desk = f"/leitstand/anfragen/{assignment.visit.help_request.reference}/"
    assert client.post(f"{desk}zeit/antwort/", {"answer": "yes"}).status_code == 404
    assert client.post(f"{desk}zeit/", {"side": "tenant"}).status_code == 422
    client.post(f"{desk}zeit/", {"side": "tenant", "new_start": typed(assignment.planned_window.lower + LATER)})
    assert (TimeProposal.objects.get().by_tenant, TimeProposal.objects.get().proposed_by) == (True, cast.helper)
    assert "Anderer Termin gefragt" in client.get(desk).content.decode()
    client.post(f"{desk}zeit/antwort/", {"answer": "yes"})
    assert planned() == assignment.planned_window.lower + LATER


@pytest.mark.parametrize("side", ["tenant", "person"])
def test_on_the_telephone_either_side_gets_late(client: Client, cast: Cast, assignment: Assignment, side: str) -> None:
    client.force_login(cast.helper)
    desk = f"/leitstand/anfragen/{assignment.visit.help_request.reference}/"
    assert client.post(f"{desk}spaeter/", {"side": side, "late_minutes": "9"}).status_code == 422
    assert client.post(f"{desk}spaeter/", {"side": side, "late_minutes": "60"}).status_code == 302
    asked = TimeProposal.objects.get()
    assert (asked.by_tenant, asked.is_late, asked.proposed_by) == (side == "tenant", True, cast.helper)
    assert "Es wird später" in client.get(desk).content.decode()
