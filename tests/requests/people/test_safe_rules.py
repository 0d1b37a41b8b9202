"""Gifts, money, keys: said at the yes, on the day, and when a report speaks of them."""

import datetime as dt

import pytest
from django.test import Client

from requests.models import After, Report
from requests.people.safe_rules import touches_rules
from tests import clock as machine
from tests.conftest import Cast
from tests.requests.errands import make_going, make_offers, way

pytestmark = pytest.mark.django_db
RULE = "Keinen Schlüssel mitnehmen."


@pytest.mark.parametrize(
    "words",
    ["Sie gab mir ihren Haustürschlüssel", "20 Euro geschenkt bekommen", "bana anahtar verdi", "дала мне ключи", "أعطتني مفتاح البيت"],
)  # fmt: skip
def test_a_report_speaks_of_it_in_any_language(words: str) -> None:
    assert touches_rules(words, category="visit")


@pytest.mark.parametrize("words", ["Alles gut, wir haben Kaffee getrunken", "Das Papier lag bereit", "", "We had tea"])
def test_most_reports_do_not(words: str) -> None:
    assert not touches_rules(words, category="visit")


def test_whoever_shops_has_to_do_with_money_but_not_with_keys() -> None:
    assert not touches_rules("Das Geld hat gereicht", category="shop")
    assert touches_rules("Den Schlüssel habe ich noch", category="shop")


def test_they_are_read_before_the_yes_and_before_going(client: Client, cast: Cast, now: dt.datetime) -> None:
    offer = make_offers(cast)[0]
    assert RULE in client.get(way(offer)).content.decode()
    client.post(way(offer, "zusage"))
    assert RULE in client.get(way(offer)).content.decode()


def test_a_report_of_keys_says_the_rule_and_somebody_asks(client: Client, cast: Cast, now: dt.datetime) -> None:
    offer, going = make_going(cast, now)
    with machine.at(going.planned_window.upper):
        sent = {"took_place": "yes", "minutes": 30, "note": "Sie gab mir ihren Schlüssel", "after": "fine"}
        client.post(way(offer, "bericht"), sent)
        assert "Sie schreiben von Geld" in client.get(way(offer)).content.decode()
    assert Report.objects.get().after == After.NEXT_WEEK


def test_a_report_of_nothing_stays_calm(client: Client, cast: Cast, now: dt.datetime) -> None:
    offer, going = make_going(cast, now)
    with machine.at(going.planned_window.upper):
        client.post(way(offer, "bericht"), {"took_place": "yes", "minutes": 30, "note": "Alles gut", "after": "fine"})
        assert "Sie schreiben von Geld" not in client.get(way(offer)).content.decode()
    assert Report.objects.get().after == After.FINE
