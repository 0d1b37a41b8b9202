"""Finding people, and the simple card of each."""

from typing import Any

import pytest
from django.test import Client

from requests.arranged.visits import accept_offer
from requests.models import Offer
from requests.sweeps import drive_visits
from tests.conftest import Cast
from tests.factories import make_district, make_request, make_resident, make_visit, make_volunteer
from volunteers.search import find_volunteers

pytestmark = pytest.mark.django_db
URL = "/leitstand/menschen/"


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.helper)
    return client


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_without_a_search_nobody_is_listed(desk: Client) -> None:
    page = text_of(desk.get(URL))
    assert "Wagner" not in page
    assert "Suchen Sie nur" in page


def test_residents_and_volunteers_are_kept_apart(desk: Client, cast: Cast) -> None:
    assert "Bewohnerinnen und Bewohner" in text_of(desk.get(URL, {"suche": "Wagner"}))
    page = text_of(desk.get(URL, {"suche": "Kaya"}))
    assert "Ehrenamtliche" in page
    assert cast.volunteer.association.name in page


def test_nobody_found_offers_to_write_the_person_down(desk: Client) -> None:
    page = text_of(desk.get(URL, {"suche": "Xaver Quzx"}))
    assert "Niemand gefunden" in page
    assert "neu=ja" in page


def test_a_volunteer_is_found_by_number(cast: Cast) -> None:
    phone = cast.volunteer.user.phone
    found = find_volunteers(phone.replace("+49", "0"), district_ids=[cast.district.pk])
    assert [one.user.phone for one in found] == [phone]


def test_a_foreign_volunteer_is_not_found(desk: Client, cast: Cast) -> None:
    foreign = make_volunteer(make_district(), [cast.shop])
    assert foreign not in find_volunteers("Kaya", district_ids=[cast.district.pk])
    assert desk.get(f"{URL}{foreign.user.reference}/").status_code == 404


def test_a_card_shows_what_is_open_and_what_was(desk: Client, cast: Cast) -> None:
    make_request(cast.tenant, cast.shop)
    page = text_of(desk.get(f"{URL}{cast.tenant.user.reference}/"))
    assert "Gerade offen" in page
    assert "Wir suchen" in page
    assert "Rothenbergstraße" in page


def test_a_volunteers_card_says_where_she_goes_next(desk: Client, cast: Cast) -> None:
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    offer = Offer.objects.get(visit=visit, person=cast.volunteer.user)
    accept_offer(offer, by=offer.person, now=offer.asked_at)
    page = text_of(desk.get(f"{URL}{cast.volunteer.user.reference}/"))
    assert "zu Frau Wagner" in page
    assert "Rothenbergstraße" not in page


def test_a_foreign_person_is_not_there(desk: Client) -> None:
    stranger = make_resident(make_district())
    assert desk.get(f"{URL}{stranger.user.reference}/").status_code == 404
    assert desk.get(f"{URL}GIBTESNICH/").status_code == 404


def test_a_card_carries_no_health_words(desk: Client, cast: Cast) -> None:
    cast.tenant.health_hints = "Rollator"
    cast.tenant.save()
    assert "Rollator" not in text_of(desk.get(f"{URL}{cast.tenant.user.reference}/"))
