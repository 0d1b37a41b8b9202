"""A call about a danger: the number, the address to say, and what is noted at once."""

import pytest
from django.test import Client

from requests.models import Referral
from tests.conftest import Cast
from tests.requests.wishes.test_call_page import URL, a_call, of_tenant, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.helper)
    return client


@pytest.mark.parametrize(
    ("words", "outcome", "number"),
    [
        ("es riecht stark nach Gas", "emergency", "tel:112"),
        ("Wasser läuft von der Decke", "landlord", "tel:+49561000001"),
        ("braucht die Insulinspritze", "professional", "tel:116117"),
    ],
)
def test_danger_shows_the_number_and_chooses_what_fits(desk: Client, words: str, outcome: str, number: str) -> None:
    page = desk.post(URL, a_call(words=words))
    assert page.status_code == 422
    assert number in text_of(page)
    assert f'value="{outcome}"' in text_of(page)
    assert words in text_of(page)
    chosen = text_of(page).split(f'name="outcome" value="{outcome}"')[1].split(">")[0]
    assert "checked" in chosen


def test_a_button_beside_the_warning_notes_it_at_once(desk: Client) -> None:
    desk.post(URL, a_call(words="es riecht stark nach Gas", als="emergency"))
    referral = Referral.objects.get()
    assert (referral.kind, referral.caller_name, referral.caller_phone) == ("emergency", "Brandt", "+495618123401")


def test_danger_is_read_while_typing_and_nothing_is_kept(desk: Client) -> None:
    page = text_of(desk.post(f"{URL}pruefung/", {"words": "er macht seit gestern nicht auf"}))
    assert "tel:112" in page
    assert not Referral.objects.exists()


def test_who_calls_112_reads_where_and_whom_the_neighbour_meant(desk: Client) -> None:
    """Nothing that was typed is lost with a call that becomes no request."""
    typed = {
        "words": "er ruft aus der Wohnung",
        "hints": "herzkrank",
        "wish_time": "jetzt",
        "salutation": "Herr",
        "family_name": "Lehmann",
        "phone": "0561 8123404",
        "street": "Quellhofstr.",
        "house_number": "59",
        "floor": "3. OG links",
        "caller_name": "Frau Öztürk",
        "caller_phone": "0170 5550104",
    }
    page = text_of(desk.post(URL, a_call(**typed, als="emergency"), follow=True))
    referral = Referral.objects.get()
    assert (referral.caller_name, referral.caller_phone) == ("Frau Öztürk", "+491705550104")
    for said in (
        "er ruft aus der Wohnung",
        "herzkrank",
        "jetzt",
        "Herr Lehmann",
        "0561 8123404",
        "Quellhofstr. 59",
        "3. OG",
    ):
        assert said in page


def test_a_known_persons_address_stands_beside_the_possible_emergency(desk: Client, cast: Cast) -> None:
    page = text_of(desk.post(URL, of_tenant(cast, words="sie atmet komisch", als="emergency"), follow=True))
    assert cast.tenant.building is not None
    assert cast.tenant.building.address in page
