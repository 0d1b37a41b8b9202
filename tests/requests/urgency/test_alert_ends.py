"""What ends an alert's link: time, a block, a case called off, an account that is closed; and what it never was."""

import datetime as dt
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from psycopg.types.range import TimestamptzRange

from helpers.models import Duty, DutyPhone
from helpers.on_duty import duty_phones
from piano.kit import clock
from quarters.models import User
from requests.arranged.visits import accept_offer, cancel_visit
from requests.finding.calling_out import take_back_agreement
from requests.models import AlertLook, Assignment, Offer
from requests.sweeps import drive_visits
from requests.wishes.price_yes import AgreementTakenBack, confirm_price
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_care_worker, make_visit
from tests.requests.urgency.test_alert import CANARY, PRICE, YES, is_silent, make_case, make_nurse, way

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse(cast: Cast) -> User:
    return make_nurse(cast)


@pytest.fixture
def offer(cast: Cast, nurse: User) -> Offer:
    make_case(cast)
    return Offer.objects.select_related("person", "visit__help_request").get(person=nurse)


def test_a_price_that_was_taken_back_ends_it(client: Client, offer: Offer, now: dt.datetime) -> None:
    take_back_agreement(offer.visit.help_request, now=now)
    assert "zurückgenommen" in client.get(way(offer)).content.decode()
    assert client.post(way(offer), YES).status_code == 409
    assert not Assignment.objects.exists()


def test_a_yes_to_the_price_that_was_taken_back_after_she_confirmed_it_counts_no_more(
    offer: Offer, nurse: User, now: dt.datetime
) -> None:
    confirm_price(offer, price=PRICE, by=nurse, now=now)
    take_back_agreement(offer.visit.help_request, now=now)
    with pytest.raises(AgreementTakenBack):
        accept_offer(offer, by=nurse, now=now)
    assert not Assignment.objects.exists()


def test_twice_is_once(client: Client, offer: Offer) -> None:
    assert [client.post(way(offer), YES).status_code for _ in range(2)] == [302, 302]
    assert Assignment.objects.count() == 1


def test_the_link_ends_some_hours_after_the_answer_was_wanted(client: Client, offer: Offer) -> None:
    page = way(offer)
    with machine.at(offer.answer_by + dt.timedelta(hours=2)):
        assert client.get(page).status_code == 404
        assert client.post(page, YES).status_code == 404
    assert not AlertLook.objects.exists()


@pytest.mark.parametrize(
    "change",
    [{"p": 1}, {"o": "ZZZZZZZZZZ"}, {"s": "decline"}, {"e": 0}],
)
def test_a_token_for_something_else_opens_nothing(client: Client, offer: Offer, change: dict[str, Any]) -> None:
    named = {"o": offer.reference, "p": offer.person_id, "s": "accept", "e": 2**40} | change
    for salt in ("requests.alert", "requests.offer"):
        token = signing.Signer(salt=salt).sign_object(named)
        assert client.get(f"/bereitschaft/alarm/{token}/").status_code == 404
    assert client.get("/bereitschaft/alarm/nichts/").status_code == 404


def test_a_link_of_a_volunteers_offer_opens_no_alert(client: Client, cast: Cast) -> None:
    make_visit(cast.tenant, cast.shop)
    drive_visits()
    assert client.get(way(Offer.objects.all()[0])).status_code == 404


def test_a_closed_account_has_no_alert(client: Client, offer: Offer) -> None:
    User.objects.filter(pk=offer.person_id).update(is_active=False)
    assert client.get(way(offer)).status_code == 404


@pytest.mark.parametrize("how", ["no telephone", "blocked", "after the shift"])
def test_without_a_telephone_in_her_hands_only_signing_in_is_left(client: Client, offer: Offer, how: str) -> None:
    if how == "no telephone":
        DutyPhone.objects.all().delete()
    elif how == "blocked":
        duty_phones.block_phone(DutyPhone.objects.get(), by=offer.person, now=clock.now())
    else:
        now = clock.now()
        Duty.objects.update(window=TimestamptzRange(now - dt.timedelta(hours=12), now))
    page = client.get(way(offer)).content.decode()
    assert "Anmelden und antworten" in page
    assert 'name="pin"' not in page
    assert client.post(way(offer), YES).status_code == 422
    assert not Assignment.objects.exists()


def test_a_block_shuts_the_name_at_once(client: Client, cast: Cast, offer: Offer) -> None:
    client.post(way(offer), YES)
    assert CANARY in client.get(way(offer)).content.decode()
    duty_phones.block_phone(DutyPhone.objects.get(), by=cast.helper, now=clock.now())
    assert is_silent(client.get(way(offer)).content.decode(), cast)


def test_a_case_that_was_called_off_shows_nothing(client: Client, cast: Cast, offer: Offer, now: dt.datetime) -> None:
    cancel_visit(offer.visit, by=cast.tenant.user, now=now)
    assert is_silent(client.get(way(offer)).content.decode(), cast)
    assert client.post(way(offer), YES).status_code == 409


def test_at_her_own_duty_telephone_the_link_leads_straight_to_the_case(client: Client, offer: Offer) -> None:
    client.force_login(offer.person)
    assert client.get(way(offer)).headers["Location"] == f"/bereitschaft/{offer.reference}/"


def test_a_stranger_who_is_signed_in_has_no_other_rights_here(client: Client, cast: Cast, offer: Offer) -> None:
    client.force_login(make_care_worker(cast.district, on_duty=False))
    assert is_silent(client.get(way(offer)).content.decode(), cast)
    assert client.post(way(offer), YES | {"pin": "0815"}).status_code == 422


def test_nothing_of_it_is_kept_on_the_way(client: Client, offer: Offer) -> None:
    answer = client.get(way(offer))
    assert "no-store" in answer.headers["Cache-Control"]
    assert (
        answer.headers["Referrer-Policy"] == "same-origin"
    )  # without any, a browser sends no origin and its POST is refused
