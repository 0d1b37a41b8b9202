"""Words of danger are met before anything is sent; an emergency never becomes a request (truth 8)."""

import pytest
from django.test import Client

from requests.models import HelpRequest, Referral
from tests.conftest import Cast
from tests.requests.asking import CHECK, HINTS, OFTEN, WHO, address, answer_until, post, text_of

pytestmark = pytest.mark.django_db
EMERGENCY = "Meine Nachbarin bekommt keine Luft"


def test_an_emergency_is_answered_by_the_number_and_keeps_the_words(client: Client, cast: Cast) -> None:
    answer_until(client, HINTS)
    response = post(client, HINTS, words=EMERGENCY)
    assert response.status_code == 422
    assert 'href="tel:112"' in response.content.decode()
    assert "Es wurde nichts gesendet" in text_of(response)
    assert EMERGENCY in text_of(response)


def test_an_emergency_does_not_go_on_even_when_it_was_read(client: Client, cast: Cast) -> None:
    answer_until(client, HINTS)
    post(client, HINTS, words=EMERGENCY)
    assert post(client, HINTS, words=EMERGENCY, gelesen="yes").status_code == 422
    assert client.get(address(CHECK)).headers["Location"] == address(HINTS)


def test_other_words_go_on(client: Client, cast: Cast) -> None:
    answer_until(client, HINTS)
    post(client, HINTS, words=EMERGENCY)
    assert post(client, HINTS, words="Meine Nachbarin braucht Brot").status_code == 302


@pytest.mark.parametrize(
    ("step", "name"), [(OFTEN, "remark"), (WHO, "caller_relation"), (WHO, "floor"), (HINTS, "hints")]
)
def test_danger_is_read_in_every_free_text(client: Client, cast: Cast, step: str, name: str) -> None:
    answer_until(client, step, wann={"when": "regular"} if step == OFTEN else {})
    response = post(client, step, **{name: EMERGENCY, "may_tell_hints": "on"})
    assert response.status_code == 422
    assert "Ist das ein Notfall?" in text_of(response)


@pytest.mark.parametrize(("words", "said"), [("Ich habe Fieber", "116 117"), ("Die Heizung ist kaputt", "Reparatur")])
def test_a_doctor_or_the_landlord_is_named_once(client: Client, cast: Cast, words: str, said: str) -> None:
    answer_until(client, HINTS)
    first = post(client, HINTS, words=words)
    assert first.status_code == 422
    assert said in text_of(first)
    assert "Es ist kein Notfall, weiter" in text_of(first)
    assert post(client, HINTS, words=words, gelesen="yes").status_code == 302


def test_nobody_goes_on_without_having_seen_the_warning(client: Client, cast: Cast) -> None:
    answer_until(client, HINTS)
    assert post(client, HINTS, words="Ich habe Fieber", gelesen="yes").status_code == 422


def test_a_second_click_on_the_first_page_does_not_pass_the_warning(client: Client, cast: Cast) -> None:
    answer_until(client, HINTS)
    post(client, HINTS, words="Ich habe Fieber")
    assert post(client, HINTS, words="Ich habe Fieber").status_code == 422


def test_a_new_kind_of_danger_is_shown_too(client: Client, cast: Cast) -> None:
    answer_until(client, HINTS)
    post(client, HINTS, words="Ich habe Fieber")
    assert post(client, HINTS, words="Fieber, und die Heizung ist kaputt", gelesen="yes").status_code == 422


def test_a_call_back_is_no_way_round_the_number(client: Client, cast: Cast) -> None:
    response = client.post("/hilfe/rueckruf/", {"name": "Erna Wagner", "phone": "0561 445566", "words": EMERGENCY})
    assert response.status_code == 422
    assert 'href="tel:112"' in response.content.decode()
    assert not Referral.objects.exists()
    assert not HelpRequest.objects.exists()
