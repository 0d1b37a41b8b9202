"""The offer on a telephone: opened from the mail's link, read at once, answered with one thumb; nothing for axe to find."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from piano.kit import clock
from piano.messaging.sweeps import send_messages
from quarters.models import Category, District
from requests.arranged.visits import accept_offer
from requests.links import offer_link
from requests.models import Assignment, Offer
from requests.states import OfferState, VisitState
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.factories import (
    allow_care,
    make_care_worker,
    make_helper,
    make_request,
    make_resident,
    make_user,
    make_volunteer,
    make_window,
)

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def offers(live: str) -> list[Offer]:
    """Three people are asked to shop for Frau Kanarienvogel."""
    district, shop = District.objects.get(slug="rothenditmold"), Category.objects.get(code="shop")
    tenant = make_resident(district, make_user(family_name="Kanarienvogel"), floor="2. Stock")
    for number in range(3):
        make_volunteer(district, [shop], longitude=9.479 + number / 1000)
    visit = make_request(tenant, shop).visits.get()
    drive_visits()
    return list(visit.offers.select_related("person", "visit").order_by("pk"))


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    return open_page(**PHONE, has_touch=True, is_mobile=True)


def fits(page: Page) -> bool:
    """Nothing has to be pushed sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def is_in_sight(page: Page, name: str) -> bool:
    box = page.get_by_role("button", name=name).bounding_box()
    return box is not None and box["y"] + box["height"] <= PHONE["height"]


def test_a_yes_from_the_mails_link(offers: list[Offer], phone: Page, axe: Callable[[Page], list[str]]) -> None:
    phone.goto(offer_link(offers[0]))
    expect(phone.get_by_role("heading", level=1)).to_contain_text("helfen?")
    assert is_in_sight(phone, "Ja, ich helfe")
    assert is_in_sight(phone, "Diesmal nicht")
    assert fits(phone)
    assert axe(phone) == []
    expect(phone.get_by_text("Kanarienvogel")).to_have_count(0)

    phone.get_by_role("button", name="Ja, ich helfe").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Danke! Sie gehen hin.")
    expect(phone.get_by_text("Frau Kanarienvogel")).to_be_visible()
    assert fits(phone)
    assert axe(phone) == []


def test_two_taps_at_once_are_one_yes(offers: list[Offer], phone: Page) -> None:
    phone.goto(offer_link(offers[0]))
    phone.get_by_role("button", name="Ja, ich helfe").dblclick()
    expect(phone.get_by_text("Frau Kanarienvogel")).to_be_visible()
    assert Assignment.objects.count() == 1


def test_without_javascript_it_is_the_same(offers: list[Offer], page_without_js: Page) -> None:
    page_without_js.goto(offer_link(offers[0]))
    page_without_js.get_by_role("button", name="Ja, ich helfe").click()
    expect(page_without_js.get_by_text("Frau Kanarienvogel")).to_be_visible()


def test_who_is_late_reads_it_at_once(offers: list[Offer], phone: Page, axe: Callable[[Page], list[str]]) -> None:
    """Both have the page open; one is faster."""
    phone.goto(offer_link(offers[1]))
    accept_offer(offers[0], by=offers[0].person, now=clock.now())
    phone.get_by_role("button", name="Ja, ich helfe").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Danke! Jemand war schneller.")
    expect(phone.get_by_role("link", name="Andere offene Anfragen")).to_be_visible()
    assert axe(phone) == []


def test_a_no_takes_one_tap(offers: list[Offer], phone: Page, axe: Callable[[Page], list[str]]) -> None:
    phone.goto(offer_link(offers[0]))
    phone.get_by_role("button", name="Diesmal nicht").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Danke für Ihre Antwort")
    assert axe(phone) == []
    assert Offer.objects.get(pk=offers[0].pk).state == OfferState.DECLINED


def test_by_keyboard_alone(offers: list[Offer], page: Page) -> None:
    page.goto(offer_link(offers[0]))
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == "Ja, ich helfe":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("Frau Kanarienvogel")).to_be_visible()


def test_the_report_with_large_keys(offers: list[Offer], phone: Page, axe: Callable[[Page], list[str]]) -> None:
    accept_offer(offers[0], by=offers[0].person, now=clock.now())
    machine.travel_to(Assignment.objects.get().planned_window.upper + dt.timedelta(minutes=5))
    phone.goto(offer_link(offers[0]))
    phone.get_by_role("link", name="Kurz berichten").tap()
    expect(phone.get_by_label("Wie viele Minuten?")).to_have_value("60")
    phone.get_by_role("button", name="15 Minuten mehr").tap()
    phone.get_by_role("button", name="15 Minuten mehr").tap()
    phone.get_by_role("button", name="15 Minuten weniger").tap()
    expect(phone.get_by_label("Wie viele Minuten?")).to_have_value("75")
    assert fits(phone)
    assert axe(phone) == []
    phone.get_by_role("button", name="Bericht abschicken").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Danke, dass Sie dort waren")


def test_giving_up_asks_for_no_reason(offers: list[Offer], phone: Page) -> None:
    visit = accept_offer(offers[0], by=offers[0].person, now=clock.now())
    phone.goto(offer_link(offers[0]))
    phone.get_by_role("link", name="Ich kann doch nicht").tap()
    phone.get_by_role("button", name="Bitte jemand anderen suchen").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Danke, dass Sie Bescheid gesagt haben")
    visit.refresh_from_db()
    assert visit.state == VisitState.OPEN


def test_every_page_of_who_helps_is_in_order(
    live: str,
    offers: list[Offer],
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, Any], None],
    look: Callable[[Page], list[str]],
) -> None:
    person = offers[0].person
    going = make_request(
        offers[0].visit.help_request.resident, Category.objects.get(code="shop"), window=make_window(5)
    )
    drive_visits()
    accept_offer(going.visits.get().offers.get(person=person), by=person, now=clock.now())
    nurse = make_care_worker(District.objects.get(slug="rothenditmold"))
    care = make_request(offers[0].visit.help_request.resident, Category.objects.get(code="care")).visits.get()
    allow_care(care, by=make_helper(District.objects.get(slug="rothenditmold")))
    drive_visits()
    ways = {
        person: ["/einsatz/", "/einsatz/woche/", "/einsatz/profil/", "/mitmachen/", "/mitmachen/danke/"],
        nurse: ["/bereitschaft/", f"/bereitschaft/{nurse.offers.get().reference}/"],
    }
    for user, paths in ways.items():
        page = open_page()
        sign_in(page, user)
        for path in [*paths, "/einsatz/ABCDEFGH23/kein-link/"]:
            page.goto(live + path)
            assert look(page) == []


@pytest.mark.full
def test_opened_details_and_errors_are_in_order_too(
    live: str, offers: list[Offer], phone: Page, sign_in: Callable[[Page, Any], None], axe: Callable[[Page], list[str]]
) -> None:
    sign_in(phone, offers[0].person)
    phone.goto(f"{live}/einsatz/profil/")
    for words in ("Genaue Uhrzeiten", "Tage eintragen", "Was ich gern mache", "Was für mich passt"):
        phone.locator("summary", has_text=words).tap()
    assert axe(phone) == []
    phone.get_by_role("button", name="Zeit hinzufügen").tap()
    expect(phone.get_by_role("alert")).to_be_focused()
    assert fits(phone)
    assert axe(phone) == []
    phone.goto(f"{live}/mitmachen/")
    phone.get_by_role("button", name="Abschicken").tap()
    expect(phone.get_by_role("alert")).to_be_focused()
    assert axe(phone) == []


def test_the_mail_carries_the_link(offers: list[Offer], phone: Page) -> None:
    send_messages()
    letter = next(letter for letter in mail.outbox if offers[0].person.email in letter.to)
    found = re.search(r"http\S+", str(letter.body))
    assert found
    phone.goto(found.group(0))
    expect(phone.get_by_role("button", name="Ja, ich helfe")).to_be_visible()
