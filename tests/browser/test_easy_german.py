"""Somebody reads easy German: from the first page until her wish is sent, on her own pages, and as a volunteer."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from piano.kit.languages import EASY
from quarters.models import Category, District, User
from requests.models import HelpRequest
from requests.sweeps import drive_visits
from tests.browser.test_tenant_way import choose, go_on
from tests.factories import make_request, make_resident, make_volunteer

pytestmark = [pytest.mark.browser, pytest.mark.full]
Look = Callable[[Page], list[str]]


def says_so(page: Page) -> bool:
    """The page is easy German, and says that nobody has checked it yet."""
    note = page.locator("main .easy-note")
    return page.locator("html").get_attribute("lang") == EASY and note.is_visible()


def is_easy(page: Page, look: Look) -> None:
    """It says so, passes axe, and needs no pushing sideways at any width."""
    expect(page.locator("html")).to_have_attribute("lang", EASY)
    expect(page.locator("main .easy-note")).to_be_visible()
    assert look(page) == [], page.url


def test_she_asks_to_the_end(live: str, page: Page, look: Look) -> None:
    page.goto(f"{live}/")
    page.get_by_role("button", name="Einfache Sprache").first.click()
    is_easy(page, look)
    page.goto(f"{live}/hilfe/")
    is_easy(page, look)
    page.locator(".danger a:not(.danger__yes)").click()
    choose(page, "category", "doc")
    expect(page.get_by_label("Jemand geht mit zum Arzt")).to_be_checked()
    is_easy(page, look)
    go_on(page)
    choose(page, "when", "tomorrow")
    choose(page, "part", "morning")
    go_on(page)
    choose(page, "for_whom", "self")
    for field, value in {"family_name": "Brandt", "phone": "0561 445566", "street": "Fuldatalstraße"}.items():
        page.locator(f"[name={field}]").fill(value)
    page.locator("[name=house_number]").fill("3")
    page.locator("[name=district]").select_option("rothenditmold")
    expect(page.locator("select[name=language]")).to_have_value("de")
    is_easy(page, look)
    go_on(page)
    go_on(page)
    is_easy(page, look)
    page.locator("[name=agreed]").check()
    page.locator("form:has([name=agreed]) button").click()
    page.wait_for_url("**/danke/")
    is_easy(page, look)
    assert HelpRequest.objects.get().resident.user.language == "de"


@pytest.mark.parametrize("address", ["/meine/", "/einsatz/", "/einsatz/profil/"])
def test_her_own_pages(
    live: str, page: Page, sign_in: Callable[[Page, User], None], look: Look, db: Any, address: str
) -> None:
    tenant = make_resident(District.objects.get(slug="rothenditmold"))
    shop = Category.objects.get(code="shop")
    volunteer = make_volunteer(tenant.district, [shop])
    User.objects.update(easy_language=True)
    make_request(tenant, shop)
    drive_visits()
    who = tenant.user if address == "/meine/" else volunteer.user
    who.refresh_from_db()
    sign_in(page, who)
    page.goto(f"{live}{address}")
    assert says_so(page)
    assert look(page) == []


@pytest.mark.parametrize(
    ("address", "begins", "breaks"),
    [
        ("/", "Sie können am Tag und in der Nacht um Hilfe bitten.", 2),
        ("/barrierefreiheit/", "Sie können die Schrift größer machen.", 3),
    ],
)
def test_each_sentence_stands_in_its_own_line(live: str, page: Page, address: str, begins: str, breaks: int) -> None:
    page.goto(f"{live}/")
    page.get_by_role("button", name="Einfache Sprache").first.click()
    page.goto(f"{live}{address}")
    assert str(page.get_by_text(begins).evaluate("e => e.innerText")).count("\n") == breaks
