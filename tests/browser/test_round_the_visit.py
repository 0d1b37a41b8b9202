"""Round a visit: somebody comes later and is waited for, reports with one tap, and whoever has duty calls."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from piano.kit import clock
from quarters.models import Category, District
from requests.arranged.visits import accept_offer
from requests.links import offer_link
from requests.models import Assignment, Offer, Report
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.factories import make_care_worker, make_helper, make_request, make_resident, make_user, make_volunteer

pytestmark = [pytest.mark.browser, pytest.mark.full]


@pytest.fixture
def offer(live: str) -> Offer:
    """Meryem has said yes to Frau Wunsch."""
    district, shop = District.objects.get(slug="rothenditmold"), Category.objects.get(code="shop")
    make_volunteer(district, [shop])
    make_helper(district)
    make_request(make_resident(district, make_user(family_name="Wunsch")), shop)
    drive_visits()
    offer = Offer.objects.select_related("person", "visit__help_request__resident__user").get()
    accept_offer(offer, by=offer.person, now=clock.now())
    return offer


def test_somebody_comes_later_and_the_tenant_agrees(
    live: str,
    offer: Offer,
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, Any], None],
    look: Callable[[Page], list[str]],
) -> None:
    before = Assignment.objects.get().planned_window.lower
    phone, home = open_page(width=390, javascript=False), open_page(width=390)
    phone.goto(offer_link(offer))
    phone.locator("summary", has_text="Ich komme später").click()
    phone.get_by_label("30 Minuten").check()
    phone.get_by_role("button", name="Bescheid sagen").click()
    expect(phone.get_by_text("Bis zur Antwort bleibt es beim alten Termin", exact=False)).to_be_visible()

    sign_in(home, offer.visit.help_request.resident.user)
    home.goto(f"{live}/meine/anfragen/{offer.visit.help_request.reference}/")
    expect(home.get_by_role("heading", name="kommt später", exact=False)).to_be_visible()
    home.locator("summary", has_text="nach einer anderen Zeit fragen").click()
    assert look(home) == []
    home.get_by_role("button", name="Ja, das passt").click()
    expect(home.get_by_text("Danke, das ist der neue Termin.")).to_be_visible()
    assert Assignment.objects.get().planned_window.lower == before + dt.timedelta(minutes=30)


def test_it_gets_later_at_home_and_who_comes_agrees(
    live: str,
    offer: Offer,
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, Any], None],
    look: Callable[[Page], list[str]],
) -> None:
    before = Assignment.objects.get().planned_window.lower
    home, phone = open_page(width=390), open_page(width=390, javascript=False)
    sign_in(home, offer.visit.help_request.resident.user)
    home.goto(f"{live}/meine/anfragen/{offer.visit.help_request.reference}/")
    home.locator("summary", has_text="Bei mir wird es später").click()
    assert look(home) == []
    home.get_by_label("15 Minuten").check()
    home.get_by_role("button", name="Bescheid sagen").click()
    expect(home.get_by_text("Sie haben gefragt, ob es so geht", exact=False)).to_be_visible()

    phone.goto(offer_link(offer))
    expect(phone.get_by_role("heading", name="wird es später", exact=False)).to_be_visible()
    phone.get_by_role("button", name="Ja, das passt").click()
    expect(phone.get_by_role("heading", name="wird es später", exact=False)).to_have_count(0)
    assert Assignment.objects.get().planned_window.lower == before + dt.timedelta(minutes=15)


def test_the_open_page_of_who_goes_is_in_order(
    offer: Offer, open_page: Callable[..., Page], look: Callable[[Page], list[str]]
) -> None:
    page = open_page(width=390)
    page.goto(offer_link(offer))
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert look(page) == []


def test_a_worry_in_the_evening_reaches_whoever_has_duty(
    live: str,
    offer: Offer,
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, Any], None],
    look: Callable[[Page], list[str]],
) -> None:
    nurse = make_care_worker(District.objects.get(slug="rothenditmold"))
    day = clock.local(Assignment.objects.get().planned_window.lower).date()
    machine.travel_to(clock.at(day, dt.time(19)))
    phone, room = open_page(width=390), open_page()
    phone.goto(offer_link(offer))
    phone.get_by_role("link", name="Kurz berichten").click()
    assert look(phone) == []
    phone.get_by_label("Gefahr: 112").check()
    phone.get_by_role("button", name="Bericht abschicken").click()
    expect(phone.get_by_role("link", name="112 anrufen")).to_be_visible()
    assert look(phone) == []

    sign_in(room, nurse)
    room.goto(f"{live}/bereitschaft/")
    room.get_by_role("link", name="Lesen und anrufen").click()
    expect(room.get_by_text("Frau Wunsch")).to_be_visible()
    assert look(room) == []
    room.get_by_role("button", name="Angerufen, alles geklärt").click()
    expect(room.get_by_text("Wer sich gesorgt hat", exact=False)).to_be_visible()
    assert Report.objects.get().acknowledged_at
