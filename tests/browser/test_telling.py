"""On Sunday Meryem says yes for nine on Monday. Frau Wunsch reads no mails, and the meeting point is closed: Meryem calls."""

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from quarters.models import Category, District, Reach
from requests.links import offer_link
from requests.models import Offer
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.factories import make_request, make_resident, make_user, make_volunteer

pytestmark = [pytest.mark.browser, pytest.mark.full]


def test_who_goes_tells_the_tenant_herself(
    live: str, open_page: Callable[..., Page], look: Callable[[Page], list[str]]
) -> None:
    district, shop = District.objects.get(slug="rothenditmold"), Category.objects.get(code="shop")
    make_volunteer(district, [shop])
    monday = clock.today() + dt.timedelta(days=7)
    machine.travel_to(clock.at(monday - dt.timedelta(days=1), dt.time(15, 30)))
    tenant = make_resident(district, make_user(family_name="Wunsch", reach=Reach.PHONE, email=None))
    make_request(tenant, shop, window=(clock.at(monday, dt.time(9)), clock.at(monday, dt.time(12))))
    drive_visits()

    phone = open_page(width=390)
    phone.goto(offer_link(Offer.objects.get()))
    expect(phone.get_by_text("Bitte rufen Sie nach Ihrer Zusage dort an", exact=False)).to_be_visible()
    phone.get_by_role("button", name="Ja, ich helfe").click()
    expect(phone.get_by_role("heading", name="Frau Wunsch weiß noch nicht, dass Sie kommen")).to_be_visible()
    assert look(phone) == []
    phone.get_by_role("button", name="Speichern").click()
    expect(phone.get_by_role("alert")).to_contain_text("Wie war der Anruf?")
    phone.get_by_label("Niemand ging ans Telefon").check()
    phone.get_by_role("button", name="Speichern").click()
    expect(phone.get_by_text("Bisher ging niemand ans Telefon", exact=False)).to_be_visible()
    phone.get_by_label("Ich habe es gesagt").check()
    phone.get_by_role("button", name="Speichern").click()
    expect(phone.get_by_role("heading", name="Danke! Sie gehen hin.")).to_be_visible()
    expect(phone.get_by_text("weiß noch nicht", exact=False)).to_have_count(0)
    assert Message.objects.get(reason="arranged_tenant").state == MessageState.SENT
