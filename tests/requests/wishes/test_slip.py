"""Typing in what lay in the box: the same record as a call, with „auf Papier“ as its source."""

import uuid
from typing import Any

import pytest
from django.test import Client

from quarters.models import Consent, Contribution
from requests.models import HelpRequest, Hold, Referral, Source
from requests.states import OPEN_REQUEST_STATES
from requests.wishes.holds import holds_of
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_resident

pytestmark = pytest.mark.django_db
URL = "/leitstand/zettel/"


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.helper)
    return client


def a_slip(**fields: str) -> dict[str, str]:
    form = {"given_name": "Hilde", "family_name": "Brandt", "phone": "0561 8123401", "category": "shop"}
    form |= {"words": "Brot und Milch", "wish_time": "Do vormittags", "signed": "signed"}
    return {**form, "form_token": str(uuid.uuid4()), **fields}


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_a_slip_becomes_a_request_on_paper(desk: Client, cast: Cast) -> None:
    response = desk.post(URL, a_slip())
    taken = HelpRequest.objects.get()
    assert response.headers["Location"].endswith(f"{taken.reference}/")
    assert taken.source == Source.PAPER
    assert taken.asked_by == cast.helper
    assert taken.resident.user.full_name == "Hilde Brandt"
    assert taken.state in OPEN_REQUEST_STATES
    assert "Nächster Zettel" in text_of(desk.get(response.headers["Location"]))


def test_a_signature_is_a_consent_that_nobody_read_out(desk: Client) -> None:
    desk.post(URL, a_slip(hints="Rollator", may_tell_hints="on"))
    assert set(Consent.objects.values_list("purpose", "read_out_by")) == {("help", None), ("health", None)}


def test_what_was_read_out_on_the_phone_names_who_read_it(desk: Client, cast: Cast) -> None:
    desk.post(URL, a_slip(signed="read"))
    assert Consent.objects.get().read_out_by == cast.helper


def test_without_a_signature_somebody_has_to_call(desk: Client) -> None:
    response = desk.post(URL, a_slip(signed=""))
    assert response.status_code == 422
    assert "Ohne Unterschrift bitte anrufen" in text_of(response)
    assert "Brot und Milch" in text_of(response)
    assert not HelpRequest.objects.exists()


def test_written_for_somebody_else_without_her_signature_she_is_asked_first(desk: Client) -> None:
    desk.post(URL, a_slip(signed="", caller_name="Petra Brandt", caller_phone="0561 8123402"))
    assert Hold.AGREEMENT in holds_of(HelpRequest.objects.get())
    assert not Consent.objects.exists()


def test_her_own_signature_is_her_yes(desk: Client) -> None:
    desk.post(URL, a_slip(caller_name="Petra Brandt", caller_phone="0561 8123402"))
    taken = HelpRequest.objects.get()
    assert taken.clearances.get(hold=Hold.AGREEMENT).how == "hat auf dem Zettel unterschrieben"
    assert Consent.objects.exists()


def test_a_known_person_is_asked_for_no_name(desk: Client, cast: Cast) -> None:
    reference = cast.tenant.user.reference
    assert cast.tenant.user.full_name in text_of(desk.get(URL, {"person": reference}))
    desk.post(URL, a_slip(person=reference, family_name="", given_name="", phone=""))
    assert HelpRequest.objects.get().resident == cast.tenant


def test_words_of_danger_are_no_request(desk: Client) -> None:
    response = desk.post(URL, a_slip(words="Ich bekomme keine Luft"))
    assert response.status_code == 422
    assert not HelpRequest.objects.exists()
    desk.post(URL, a_slip(words="Ich bekomme keine Luft", als="emergency"))
    assert Referral.objects.get().kind == "emergency"


def test_a_broken_heating_is_no_request(desk: Client) -> None:
    assert desk.post(URL, a_slip(words="Die Heizung ist kaputt")).status_code == 422
    desk.post(URL, a_slip(words="Die Heizung ist kaputt", outcome="landlord"))
    assert Referral.objects.get().kind == "landlord"


def test_an_idea_on_a_slip_reaches_the_helpers_list(desk: Client) -> None:
    desk.post(URL, a_slip(words="Ein Erzählcafé am Freitag", outcome="idea"))
    assert Contribution.objects.get().kind == "idea"
    assert not Referral.objects.exists()


def test_what_somebody_likes_doing_is_kept_with_the_request(desk: Client) -> None:
    desk.post(URL, a_slip(gives="Kuchen backen"))
    assert Contribution.objects.get().kind == "gift"
    assert HelpRequest.objects.exists()


def test_nobody_was_told_a_price_on_paper(desk: Client) -> None:
    desk.post(URL, a_slip())
    assert HelpRequest.objects.get().cost_told == ""


def test_the_same_form_twice_is_one_request(desk: Client) -> None:
    form = a_slip()
    assert desk.post(URL, form).headers["Location"] == desk.post(URL, form).headers["Location"]
    assert HelpRequest.objects.count() == 1


def test_the_page_asks_in_the_order_of_the_slip(desk: Client) -> None:
    page = text_of(desk.get(URL))
    names = [
        "given_name",
        "family_name",
        "phone",
        "street",
        "floor",
        "words",
        "wish_time",
        "hints",
        "caller_name",
        "gives",
        "signed",
    ]
    places = [page.index(f'name="{name}"') for name in names]
    assert places == sorted(places)


def test_a_person_of_a_foreign_district_is_not_there(desk: Client) -> None:
    stranger = make_resident(make_district()).user.reference
    assert desk.get(URL, {"person": stranger}).status_code == 404
    assert desk.post(URL, a_slip(person=stranger)).status_code == 404


def test_only_helpers_type_slips(client: Client, cast: Cast) -> None:
    assert client.get(URL).status_code == 302
    client.force_login(cast.tenant.user)
    assert client.get(URL).status_code == 403
    client.force_login(make_helper(make_district()))
    assert client.get(URL).status_code == 200
