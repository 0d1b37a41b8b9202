"""„Ich möchte helfen“: a first word that reaches the helper's list."""

import uuid
from typing import Any

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message
from piano.messaging.words import words_for
from tests.conftest import Cast
from tests.factories import make_category
from volunteers.joining import answer_interest, register_interest
from volunteers.models import Interest, Volunteer

pytestmark = pytest.mark.django_db


def word(cast: Cast, **other: Any) -> dict[str, Any]:
    return {
        "name": "Ayşe Demir",
        "phone": "0561 445566",
        "email": "",
        "district": cast.district.pk,
        "categories": [cast.shop.pk],
        "words": "Ich backe gern",
        "website": "",
        **other,
    }


def test_the_form_shows_what_one_can_do_and_what_it_means(client: Client, cast: Cast) -> None:
    make_category("care", name="Fragen zur Pflege", who="professional", level="P")
    page = client.get("/mitmachen/").content.decode()
    assert "zusammen, oder für jemanden" in page
    assert "Fragen zur Pflege" not in page
    assert "/datenschutz/" in page


def test_it_is_written_down_and_thanked_for(client: Client, cast: Cast) -> None:
    answer = client.post("/mitmachen/", word(cast), follow=True)
    assert "So geht es weiter" in answer.content.decode()
    interest = Interest.objects.get()
    assert (interest.name, interest.phone, interest.words) == ("Ayşe Demir", "+49561445566", "Ich backe gern")
    assert list(interest.categories.all()) == [cast.shop]


def test_nobody_becomes_eligible_by_it(client: Client, cast: Cast) -> None:
    before = Volunteer.objects.count()
    client.post("/mitmachen/", word(cast))
    assert Volunteer.objects.count() == before


def test_it_reaches_the_helpers_list(client: Client, cast: Cast) -> None:
    client.post("/mitmachen/", word(cast))
    client.force_login(cast.helper)
    assert "Ayşe Demir" in client.get(f"/leitstand/interesse/{Interest.objects.get().reference}/").content.decode()


def test_an_address_is_enough(client: Client, cast: Cast) -> None:
    assert client.post("/mitmachen/", word(cast, phone="", email="ayse@example.org")).status_code == 302
    assert Interest.objects.get().email == "ayse@example.org"


def test_sent_twice_it_is_one(client: Client, cast: Cast) -> None:
    form = word(cast, form_token=str(uuid.uuid4()))
    assert [client.post("/mitmachen/", form).status_code for _ in range(2)] == [302, 302]
    assert Interest.objects.count() == 1


def test_a_machine_is_thanked_and_forgotten(client: Client, cast: Cast) -> None:
    answer = client.post("/mitmachen/", word(cast, website="https://spam.example"))
    assert answer.headers["Location"] == "/mitmachen/danke/"
    assert not Interest.objects.exists()


@pytest.mark.parametrize("name", ["Gewonnen: https://evil.example", "www.evil.example", "Jetzt evil.example/x"])
def test_nobody_has_us_write_to_others_where_to_press(client: Client, cast: Cast, name: str) -> None:
    """We greet by the name that was typed, at an address that anybody may have typed."""
    answer = client.post("/mitmachen/", word(cast, name=name, email="victim@example.org"))
    assert answer.headers["Location"] == "/mitmachen/danke/"
    assert not Message.objects.exists()


def test_a_name_is_one_line_in_what_is_written_of_it(client: Client, cast: Cast) -> None:
    client.post("/mitmachen/", word(cast, name="Max\r\n\r\nIhr Konto wird gesperrt"))
    words = words_for(Message.objects.get(reason="path_new"))
    assert words.subject == "Jemand möchte mithelfen: Max Ihr Konto wird gesperrt"


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("name", {"name": ""}),
        ("phone", {"phone": ""}),
        ("phone", {"phone": "ruf mich an"}),
        ("email", {"email": "ayse@"}),
        ("district", {"district": ""}),
        ("district", {"district": "999999"}),
        ("categories", {"categories": ["999999"]}),
        ("words", {"words": "x" * 1001}),
    ],
)
def test_an_unclear_form_names_the_field_and_keeps_the_rest(
    client: Client, cast: Cast, field: str, other: dict[str, Any]
) -> None:
    answer = client.post("/mitmachen/", word(cast, **other))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in page
    assert "Ayşe Demir" in page or field == "name"
    assert "Ich backe gern" in page or field == "words"
    assert not Interest.objects.exists()


def test_an_answer_is_ticked_once(cast: Cast) -> None:
    now = clock.now()
    interest = register_interest(name="Ayşe", district=cast.district, email="a@example.org", now=now)
    answer_interest(interest, by=cast.helper, now=now)
    answer_interest(interest, by=cast.tenant.user, now=now)
    interest.refresh_from_db()
    assert interest.answered_by == cast.helper
