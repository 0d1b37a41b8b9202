"""The pages of who is asked: nothing names the tenant before a yes, and a GET never acts."""

import datetime as dt

import pytest
from django.test import Client

from requests.arranged.visits import accept_offer, cancel_visit
from requests.links import offer_link
from requests.models import Assignment, Offer
from requests.states import OfferState
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(cast: Cast) -> Offer:
    cast.tenant.user.family_name, cast.tenant.user.phone = "Kanarienvogel", "+49561777777"
    cast.tenant.user.save()
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    return visit.offers.select_related("person", "visit").order_by("pk")[0]


def link(offer: Offer) -> str:
    return "/einsatz/" + offer_link(offer).partition("/einsatz/")[2]


def test_the_link_opens_the_offer_without_signing_in(client: Client, offer: Offer) -> None:
    page = client.get(link(offer))
    assert page.status_code == 200
    assert "Ja, ich helfe" in page.content.decode()


def test_a_get_never_accepts(client: Client, offer: Offer) -> None:
    client.get(link(offer))
    assert client.get(f"{link(offer)}zusage/").headers["Location"] == link(offer)
    assert Offer.objects.get(pk=offer.pk).state == OfferState.OPEN


def test_nothing_names_the_tenant_before_a_yes(client: Client, cast: Cast, offer: Offer) -> None:
    page = client.get(link(offer)).content.decode()
    for canary in ("Kanarienvogel", "777777", cast.tenant.building.address.partition(",")[0]):  # type: ignore[union-attr]
        assert canary not in page


def test_after_a_yes_name_and_way_are_there(client: Client, cast: Cast, offer: Offer) -> None:
    page = client.post(f"{link(offer)}zusage/", follow=True).content.decode()
    for needed in ("Kanarienvogel", "777777", cast.tenant.building.street):  # type: ignore[union-attr]
        assert needed in page


def test_a_day_after_the_visit_they_are_gone(client: Client, offer: Offer, now: dt.datetime) -> None:
    accept_offer(offer, by=offer.person, now=now)
    client.force_login(offer.person)
    with machine.at(Assignment.objects.get().planned_window.upper + dt.timedelta(hours=25)):
        assert "Kanarienvogel" not in client.get(f"/einsatz/{offer.reference}/").content.decode()


def test_who_is_late_is_thanked(client: Client, offer: Offer, now: dt.datetime) -> None:
    other = Offer.objects.exclude(pk=offer.pk).select_related("person")[0]
    accept_offer(other, by=other.person, now=now)
    page = client.post(f"{link(offer)}zusage/")
    assert page.status_code == 409
    assert "Jemand war schneller" in page.content.decode()


def test_a_link_to_a_wish_that_was_called_off_explains_itself(
    client: Client, cast: Cast, offer: Offer, now: dt.datetime
) -> None:
    cancel_visit(offer.visit, by=cast.tenant.user, now=now)
    assert "nicht mehr gebraucht" in client.get(link(offer)).content.decode()


def test_a_changed_link_opens_nothing(client: Client, offer: Offer) -> None:
    page = client.get(link(offer)[:-3] + "xx/")
    assert page.status_code == 404
    assert "gilt nicht mehr" in page.content.decode()


def test_the_link_is_dead_a_day_after_the_wish(client: Client, offer: Offer) -> None:
    with machine.at(offer.visit.wish_window.upper + dt.timedelta(hours=25)):
        assert client.get(link(offer)).status_code == 404


def test_somebody_elses_offer_is_not_there(client: Client, cast: Cast, offer: Offer) -> None:
    client.force_login(cast.volunteers[2].user)
    assert client.get(f"/einsatz/{offer.reference}/").status_code == 404


def test_the_same_form_twice_gives_the_same_answer(client: Client, offer: Offer) -> None:
    form = {"form_token": "8c3f0f2e-4f56-4a53-9df4-0d7c0f5a2b11"}
    first, second = (client.post(f"{link(offer)}zusage/", form) for _ in range(2))
    assert (first.status_code, first.headers["Location"]) == (second.status_code, second.headers["Location"])
    assert Assignment.objects.count() == 1


def test_a_report_without_minutes_keeps_what_was_typed(client: Client, offer: Offer, now: dt.datetime) -> None:
    accept_offer(offer, by=offer.person, now=now)
    with machine.at(Assignment.objects.get().planned_window.upper):
        page = client.post(f"{link(offer)}bericht/", {"took_place": "yes", "minutes": "viele", "note": "Sie sang"})
    assert page.status_code == 422
    assert "Sie sang" in page.content.decode()
