"""A number of help that was shown and followed is a referral, never a request; of strangers nothing personal is kept."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client

from piano.kit import clock
from piano.privacy.erasing import erase_overdue
from requests.models import HelpRequest, Referral
from tests.conftest import Cast
from tests.requests.asking import HINTS, answer_until, post, text_of

pytestmark = pytest.mark.django_db
URL = "/hilfe/angerufen/"


@pytest.fixture(autouse=True)
def _nobody_was_here_before() -> None:
    from django.core.cache import cache

    cache.clear()


def follow(client: Client, kind: str = "emergency", **fields: Any) -> Any:
    return client.post(URL, {"kind": kind, "form_token": str(uuid.uuid4()), **fields})


@pytest.mark.parametrize("kind", ["emergency", "landlord", "professional"])
def test_of_a_stranger_only_the_kind_is_kept(client: Client, cast: Cast, kind: str) -> None:
    assert follow(client, kind).status_code == 302
    referral = Referral.objects.get()
    assert referral.kind == kind
    assert referral.done_at is not None
    told = (referral.resident, referral.district, referral.caller_name, referral.caller_phone, referral.taken_by)
    assert told == (None, None, "", "", None)
    assert not HelpRequest.objects.exists()


def test_a_residents_emergency_stands_on_the_board_until_somebody_called_back(client: Client, cast: Cast) -> None:
    client.force_login(cast.tenant.user)
    assert "ruft Sie danach an" in text_of(client.get("/hilfe/"))
    follow(client)
    client.force_login(cast.helper)
    board = text_of(client.get("/leitstand/"))
    assert "Vielleicht ein Notfall: Frau Wagner" in board
    assert Referral.objects.get().caller_phone == cast.tenant.user.phone


def test_a_residents_repair_needs_nobody(client: Client, cast: Cast) -> None:
    client.force_login(cast.tenant.user)
    follow(client, "landlord")
    assert Referral.objects.get().resident == cast.tenant
    assert Referral.objects.get().done_at is not None


def test_the_same_click_twice_is_one(client: Client, cast: Cast) -> None:
    token = str(uuid.uuid4())
    for _ in range(2):
        follow(client, form_token=token)
    assert Referral.objects.count() == 1


def test_what_we_never_showed_is_not_noted(client: Client, cast: Cast) -> None:
    assert follow(client, "information").status_code == 404
    assert client.get(URL).status_code == 405
    assert not Referral.objects.exists()


def test_nobody_fills_the_log(client: Client, cast: Cast) -> None:
    for _ in range(35):
        assert follow(client).status_code == 302
    assert Referral.objects.count() == 30


@pytest.mark.parametrize(
    ("words", "ways"),
    [
        ("Meine Nachbarin bekommt keine Luft", {"emergency"}),
        ("Die Heizung ist kaputt", {"landlord"}),
        ("kein Wasser", {"landlord"}),
        ("der Aufzug steckt", {"landlord"}),
        ("der Rauchmelder piept", {"landlord"}),
        ("Ich habe Fieber", {"professional", "emergency"}),
    ],
)
def test_each_warning_has_its_number_and_says_which_it_is(
    client: Client, cast: Cast, words: str, ways: set[str]
) -> None:
    answer_until(client, HINTS)
    page = post(client, HINTS, words=words).content.decode()
    assert {part.split('"')[0] for part in page.split('data-way="')[1:]} == ways
    if ways == {"landlord"}:
        assert 'href="tel:+49561000001" data-way="landlord"' in page


def test_without_javascript_a_button_says_it_afterwards(client: Client, cast: Cast) -> None:
    assert "Ich habe dort angerufen" in text_of(client.get("/hilfe/"))
    answer = client.post(URL, {"kind": "emergency", "danach": "yes", "form_token": str(uuid.uuid4())}, follow=True)
    assert "Gut, dass Sie angerufen haben." in text_of(answer)


def test_the_emergency_row_says_three_things_and_the_note_is_kept(client: Client, cast: Cast) -> None:
    client.force_login(cast.tenant.user)
    follow(client)
    client.force_login(cast.helper)
    row = text_of(client.get("/leitstand/")).split("Vielleicht ein Notfall", 1)[1]
    places = [row.index(words) for words in ("112 anrufen", "Anruferin zurückrufen", "Erledigt, mit Notiz")]
    assert places == sorted(places)
    path = f"/leitstand/hinweise/{Referral.objects.get().reference}/erledigt/"
    answer = client.post(path, {"note": ""})
    assert answer.status_code == 422
    assert "was geschehen ist" in text_of(answer)
    client.post(path, {"note": "zurückgerufen, Rettungswagen war da"})
    assert Referral.objects.get().done_note == "zurückgerufen, Rettungswagen war da"


def test_what_was_noted_goes_after_half_a_year(client: Client, cast: Cast) -> None:
    follow(client)
    erase_overdue(now=clock.now() + dt.timedelta(days=180))
    assert Referral.objects.exists()
    erase_overdue(now=clock.now() + dt.timedelta(days=185))
    assert not Referral.objects.exists()
