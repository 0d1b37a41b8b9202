"""Who reads another language reads it to the end; rows keep German for those who help, and no message mixes two."""

import pytest
from django.test import Client
from django.utils import translation

from piano.kit import clock
from piano.messaging.models import Message
from piano.messaging.words import words_for
from quarters.models import Consent, User
from requests.models import HelpRequest
from requests.wishes.costs import told_costs
from requests.wishes.wish_time import say_wish
from tests.conftest import Cast
from tests.factories import make_request, make_window
from tests.requests.asking import CHECK, WHEN, WHO, address, answer_until, post, send, text_of, tomorrow

pytestmark = pytest.mark.django_db


@pytest.fixture
def turkish(client: Client) -> Client:
    client.post("/sprache/", {"language": "tr"})
    return client


def said(language: str) -> str:
    with translation.override(language):
        return clock.say_day(tomorrow())


def test_the_row_keeps_german_and_her_page_says_it_anew(turkish: Client, cast: Cast) -> None:
    send(turkish, fuer_wen_wo={"language": "tr"})
    help_request = HelpRequest.objects.get()
    page = text_of(turkish.get("/hilfe/danke/"))
    assert help_request.wish_time == f"{said('de')}, vormittags"
    assert help_request.cost_told.startswith("Kostet nichts.")
    assert said("tr") in page
    assert said("de") not in page


def test_the_wizard_offers_the_language_of_the_page_first(turkish: Client, cast: Cast) -> None:
    answer_until(turkish, WHO)
    assert '<option value="tr" selected>' in turkish.get(address(WHO)).content.decode()


def test_the_last_page_names_the_language_that_was_chosen(client: Client, cast: Cast) -> None:
    answer_until(client, CHECK, fuer_wen_wo={"language": "tr"})
    assert "<bdi>Türkçe</bdi></dd>" in client.get(address(CHECK)).content.decode()


def test_the_consent_is_noted_in_the_language_in_which_it_was_read(turkish: Client, cast: Cast) -> None:
    send(turkish, fuer_wen_wo={"language": "ru"})
    assert Consent.objects.get().language == "tr"


def test_a_mistake_in_time_is_told_in_her_language(turkish: Client, cast: Cast) -> None:
    answer_until(turkish, WHEN)
    assert 'lang="tr"' in post(turkish, WHEN, when="day", day="2001-01-01").content.decode()
    assert post(turkish, CHECK).status_code == 302  # and nothing is sent


def test_costs_are_said_anew_only_where_they_come_out_the_same(cast: Cast) -> None:
    help_request = make_request(cast.tenant, cast.shop)
    told = HelpRequest.objects.get(pk=help_request.pk)
    with translation.override("en"):
        told.cost_told = "Der Verein nimmt 99 € je Stunde."
        assert told_costs(told) == "Der Verein nimmt 99 € je Stunde."
        told.cost_told = ""
        assert told_costs(told) != "Der Verein nimmt 99 € je Stunde."


def test_a_window_is_said_where_the_words_are_german() -> None:
    window = make_window(days=3, starts=10, ends=12)
    assert say_wish("Dienstag, wie immer", window) == "Dienstag, wie immer"
    with translation.override("uk"):
        words = say_wish("Dienstag, wie immer", window)
        assert clock.say_day(window[0]) in words
        assert "10:00" in words


def test_no_message_mixes_two_languages(cast: Cast) -> None:
    """The kind of help, day, time and costs are said in the language of the words around them."""
    User.objects.filter(pk=cast.tenant.user_id).update(language="tr")
    cast.tenant.user.refresh_from_db()
    cast.shop.labels = {"tr": "Alışveriş"}
    cast.shop.save(update_fields=["labels"])
    make_request(cast.tenant, cast.shop)
    message = Message.objects.filter(recipient=cast.tenant.user, reason="request_received").get()
    body = words_for(message).body
    assert "Alışveriş" in body
    for german in ("Guten Tag", "Einkaufen", "Uhr", "Kostet", "Dienstag", "vormittags"):
        assert german not in body
