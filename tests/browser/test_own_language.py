"""Somebody who reads no German asks for help to the end, in the language that she chose on the first page."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from piano.kit import clock
from quarters.models import Category, District, User
from requests.arranged.visits import accept_offer
from requests.models import HelpRequest
from requests.sweeps import drive_visits
from tests.browser.test_tenant_way import choose, go_on
from tests.factories import make_request, make_resident, make_volunteer

pytestmark = pytest.mark.browser
GERMAN = re.compile(r"\b(?:Ihre?|Sie|bitte|Hilfe|wir|nicht|Weiter|Frage|und)\b")
OWN_WORDS = "[lang=de], .languages, .danger__others"  # what is meant to stay in another language


def read(page: Page) -> str:
    """What can be read, without what stays in another language on purpose."""
    return str(
        page.evaluate(
            "own => { const copy = document.body.cloneNode(true); copy.querySelectorAll(own).forEach(e => e.remove());"
            " return copy.textContent }",
            f"{OWN_WORDS}, script, option",
        )
    )


def is_all_hers(page: Page) -> None:
    """Nothing German is left, and nothing has to be pushed sideways on the narrowest telephone."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert GERMAN.findall(read(page)) == [], page.url
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url


@pytest.mark.parametrize(("code", "name", "direction"), [("tr", "Türkçe", "ltr"), ("ar", "العربية", "rtl")])
def test_she_asks_to_the_end_in_her_own_language(
    live: str, page: Page, look: Callable[[Page], list[str]], code: str, name: str, direction: str
) -> None:
    page.goto(f"{live}/")
    page.get_by_role("button", name=name).first.click()
    expect(page.locator("html")).to_have_attribute("lang", code)
    expect(page.locator("html")).to_have_attribute("dir", direction)
    assert look(page) == []
    page.goto(f"{live}/hilfe/")
    is_all_hers(page)
    page.locator(".danger a:not(.danger__yes)").click()
    is_all_hers(page)
    choose(page, "category", "doc")
    assert look(page) == []
    go_on(page)
    is_all_hers(page)
    choose(page, "when", "tomorrow")
    choose(page, "part", "morning")
    go_on(page)
    is_all_hers(page)
    choose(page, "for_whom", "self")
    for field, value in {"family_name": "Yıldız", "phone": "0561 445566", "street": "Fuldatalstraße"}.items():
        page.locator(f"[name={field}]").fill(value)
    page.locator("[name=house_number]").fill("3")
    page.locator("[name=district]").select_option("rothenditmold")
    expect(page.locator("select[name=language]")).to_have_value(code)
    go_on(page)
    is_all_hers(page)
    go_on(page)
    is_all_hers(page)
    assert look(page) == []
    page.locator("[name=agreed]").check()
    page.locator("form:has([name=agreed]) button").click()
    page.wait_for_url("**/danke/")
    is_all_hers(page)
    help_request = HelpRequest.objects.get()
    assert help_request.resident.user.language == code
    assert help_request.wish_time.endswith(", vormittags"), "the row is read by helpers"


def test_her_own_page_is_in_english(
    live: str, page: Page, sign_in: Callable[[Page, User], None], look: Callable[[Page], list[str]], db: Any
) -> None:
    tenant = make_resident(District.objects.get(slug="rothenditmold"))
    User.objects.filter(pk=tenant.user_id).update(language="en")
    shop = Category.objects.get(code="shop")
    volunteer = make_volunteer(tenant.district, [shop])
    help_request = make_request(tenant, shop, words="Bread and milk")
    sign_in(page, tenant.user)
    page.goto(f"{live}/meine/")
    with override("en"):
        expect(page.get_by_role("heading", level=1)).to_have_text(gettext("Meine Anfragen"))
        day = clock.say_day(help_request.visits.get().wish_window.lower)
    expect(page.locator(".mine__card")).to_contain_text(day)
    is_all_hers(page)
    page.locator(".mine__card a").click()
    is_all_hers(page)
    drive_visits()
    accept_offer(help_request.visits.get().offers.get(), by=volunteer.user, now=clock.now())
    page.reload()
    is_all_hers(page)
    assert look(page) == []
