"""The pages: what a helper, a tenant and the landlord's people do there, and what answers when it does not go."""

import pytest
from django.test import Client

from quarters.conversions.states import ConversionState
from quarters.models import Consent, Conversion, ConversionPerson
from tests.quarters.conversions.conftest import Home

S = ConversionState


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


@pytest.fixture
def helper(home: Home) -> Client:
    return signed_in(home.helper)


def address(home: Home, act: str = "") -> str:
    return f"/umbau/{home.fresh().reference}/{act + '/' if act else ''}"


def test_a_helper_writes_down_a_wish_with_the_agreement(home: Home, helper: Client) -> None:
    page = f"/umbau/neu/{home.tenant.user.reference}/"
    assert "GWG Wohnen" in helper.get(page).content.decode()
    sent = {"wish": "Die Wanne ist zu hoch", "position": "2. Stock links", "source": "phone", "agrees": "on"}
    answer = helper.post(page, sent)
    case = Conversion.objects.get()
    assert answer.headers["Location"] == f"/umbau/{case.reference}/"
    assert (case.is_shared, case.helper, case.person.wish) == (True, home.helper, "Die Wanne ist zu hoch")
    assert helper.post(page, sent).status_code == 409


def test_what_is_missing_and_whose_turn_it_is_stands_on_top(home: Home, helper: Client) -> None:
    home.to(S.CHECK)
    page = helper.get(address(home)).content.decode()
    assert "An der Reihe: Vermieter" in page
    assert "Die Entscheidung fehlt" in page
    assert helper.post(address(home, "weiter"), {"seen": "check"}).status_code == 409
    home.fill()
    assert "Weiter: Erlaubnis des Vermieters" in helper.get(address(home)).content.decode()
    assert helper.post(address(home, "weiter"), {"seen": "check"}).status_code == 302
    assert home.fresh().state == S.PERMISSION


@pytest.mark.parametrize("state", [S.WISH, *S.values[1:12]])
def test_the_page_of_each_step_is_there(home: Home, helper: Client, state: str) -> None:
    home.to(state)
    assert helper.get(address(home)).status_code == 200
    assert helper.get("/umbau/").status_code == 200


def test_bad_sums_and_days_are_answered_beside_the_field(home: Home, helper: Client) -> None:
    home.to(S.QUOTES)
    bad = {"firm": "Bad", "cents": "-5", "received_on": "2026-02-31", "valid_until": "0001-01-01"}
    answer = helper.post(address(home, "angebot"), bad)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('aria-invalid="true"') == 3
    assert "-5" in page


def test_what_is_not_on_in_this_step_is_a_conflict(home: Home, helper: Client) -> None:
    home.to(S.ADVICE)
    assert helper.post(address(home, "auftrag"), {"on": "2026-11-30"}).status_code == 409
    assert helper.post(address(home, "gibtesnicht")).status_code == 404


def test_a_tenant_agrees_and_takes_it_back(home: Home) -> None:
    home.wish(agrees=False)
    home.case.person.diagnosis = "Hüfte"
    home.case.person.save()
    tenant, page = signed_in(home.tenant.user), f"/umbau/meine/{home.case.reference}/"
    assert "Ja, ich bin einverstanden" in tenant.get(page).content.decode()
    tenant.post(page + "einwilligung/")
    assert home.fresh().is_shared
    tenant.post(page + "einwilligung/", {"nein": "1"})
    assert not home.fresh().is_shared
    assert Consent.objects.get(purpose="conversion").withdrawn_at is not None
    assert ConversionPerson.objects.get().diagnosis == ""


def test_anothers_conversion_is_not_there(home: Home, cast: object) -> None:
    home.wish()
    stranger = signed_in(home.technician)
    assert stranger.get(f"/umbau/meine/{home.case.reference}/").status_code == 404
    assert signed_in(home.tenant.user).get(address(home)).status_code == 403
