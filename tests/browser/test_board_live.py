"""The board in a browser: what is new announces itself, moves nothing, and is shown on request."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from quarters.models import Category, District, User
from tests.factories import make_helper, make_request, make_resident

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def helper(live: str) -> User:
    return make_helper(District.objects.get(slug="rothenditmold"))


def ask() -> None:
    make_request(make_resident(District.objects.get(slug="rothenditmold")), Category.objects.get(code="shop"))


def look_again(page: Page) -> None:
    """Coming back to the window asks at once instead of after ten seconds."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_what_is_new_waits_until_the_reader_wants_it(
    live: str, page: Page, helper: User, sign_in: Callable[[Page, Any], None], axe: Callable[[Page], list[str]]
) -> None:
    sign_in(page, helper)
    page.goto(f"{live}/leitstand/")
    looking = page.locator("[data-kind=search] .row")
    expect(looking).to_have_count(0)
    ask()
    look_again(page)
    news = page.get_by_role("link", name="Neues da – anzeigen")
    expect(news).to_be_visible()
    expect(looking).to_have_count(0)
    assert axe(page) == []
    news.click()
    expect(looking).to_have_count(1)
    expect(news).to_have_count(0)
    assert page.url == f"{live}/leitstand/"


def test_what_changed_is_marked(live: str, page: Page, helper: User, sign_in: Callable[[Page, Any], None]) -> None:
    ask()
    sign_in(page, helper)
    page.goto(f"{live}/leitstand/")
    ask()
    look_again(page)
    page.get_by_role("link", name="Neues da – anzeigen").click()
    expect(page.locator(".row")).to_have_count(2)
    expect(page.locator(".row[data-state=fresh]")).to_have_count(1)


def test_while_nobody_reads_the_board_shows_it_by_itself(
    live: str, page: Page, helper: User, sign_in: Callable[[Page, Any], None]
) -> None:
    sign_in(page, helper)
    page.clock.install()
    page.goto(f"{live}/leitstand/")
    page.clock.fast_forward(35_000)
    ask()
    look_again(page)
    expect(page.locator("[data-kind=search] .row")).to_have_count(1)


def test_filters_stay_when_news_are_shown(
    live: str, page: Page, helper: User, sign_in: Callable[[Page, Any], None]
) -> None:
    sign_in(page, helper)
    page.goto(f"{live}/leitstand/?art=walk")
    ask()
    look_again(page)
    page.get_by_role("link", name="Neues da – anzeigen").click()
    expect(page.get_by_text("Nichts, was zur Auswahl passt.").first).to_be_visible()


def test_keys_lead_to_the_other_pages(
    live: str, page: Page, helper: User, sign_in: Callable[[Page, Any], None], axe: Callable[[Page], list[str]]
) -> None:
    sign_in(page, helper)
    page.goto(f"{live}/leitstand/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.wait_for_url("**/leitstand/anruf/")


def test_without_javascript_a_link_loads_the_board_again(
    live: str, page_without_js: Page, helper: User, sign_in: Callable[[Page, Any], None]
) -> None:
    page = page_without_js
    sign_in(page, helper)
    page.goto(f"{live}/leitstand/")
    ask()
    page.get_by_role("link", name="Neu laden").click()
    expect(page.locator("[data-kind=search] .row")).to_have_count(1)
