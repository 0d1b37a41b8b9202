"""Line 11 of the log book: Frau Brandt calls again, and one key adds the cat's food to the shopping that is arranged."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from piano.kit import clock
from piano.messaging.models import Message
from quarters.models import Category, District
from quarters.people.residents import record_consent
from requests.arranged.visits import accept_offer
from requests.models import HelpRequest
from requests.sweeps import drive_visits
from tests.factories import make_helper, make_request, make_resident, make_user, make_volunteer

pytestmark = [pytest.mark.browser, pytest.mark.full]


@pytest.fixture
def helper(live: str) -> Any:
    """On duty in Forstfeld; Frau Brandt's shopping is open, and somebody has said yes."""
    district, shop = District.objects.get(slug="forstfeld"), Category.objects.get(code="shop")
    user = make_user(given_name="Ilse", family_name="Brandt", phone="+495618123401")
    tenant = make_resident(district, user)
    record_consent(person=user, purpose="help", language="de", now=clock.now())
    place = {"latitude": district.latitude, "longitude": district.longitude}
    make_volunteer(district, [shop], **place)
    tenant.building.latitude, tenant.building.longitude = district.latitude, district.longitude
    tenant.building.save()
    visit = make_request(tenant, shop, source="phone").visits.get()
    drive_visits()
    offer = visit.offers.get()
    accept_offer(offer, by=offer.person, now=clock.now())
    return make_helper(district)


def test_one_key_adds_to_what_is_open(
    live: str, page: Page, helper: Any, sign_in: Callable[[Page, Any], None], look: Callable[[Page], list[str]]
) -> None:
    sign_in(page, helper)
    page.goto(f"{live}/leitstand/anruf/")
    page.keyboard.type("Brandt")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Schon offen")).to_be_visible()
    expect(page.get_by_label("Was ist der Wunsch?")).to_be_focused()
    page.keyboard.type("nochmal wegen Einkauf: auch Katzenfutter mitbringen")
    assert look(page) == []
    page.keyboard.press("F6")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dazugeschrieben.")
    expect(page.get_by_role("link", name="Nächster Anruf")).to_be_focused()
    assert HelpRequest.objects.get().wish == "Brot und Milch\nnochmal wegen Einkauf: auch Katzenfutter mitbringen"
    assert Message.objects.filter(reason__startswith="wish_grew").count() == 1
    assert look(page) == []


def test_the_enter_key_in_a_line_still_saves_a_new_request(
    live: str, page: Page, helper: Any, sign_in: Callable[[Page, Any], None]
) -> None:
    sign_in(page, helper)
    page.goto(f"{live}/leitstand/anruf/?person={HelpRequest.objects.get().resident.user.reference}")
    page.get_by_label("Was ist der Wunsch?").fill("zum Friseur")
    page.locator("[name=wish_time]").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Aufgenommen.")
    assert HelpRequest.objects.count() == 2
