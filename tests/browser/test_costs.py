"""What help costs: read by the tenant before she sends, and read out by the helper while she is on the phone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from quarters.models import Category, District, Organisation
from requests.models import HelpRequest
from tests.browser.test_tenant_way import answer_all, send
from tests.factories import make_helper, make_organisation, make_price, make_volunteer

pytestmark = [pytest.mark.browser, pytest.mark.full]
EITHER = "Kostet nichts oder 3 € je Stunde, je nach Verein. Sie hören es, bevor jemand kommt."
RECEIPT = "Den Einkauf zahlen Sie bar gegen den Kassenzettel."


@pytest.fixture
def district(live: str) -> District:
    """Two associations help here: one takes nothing, the other three euros an hour."""
    district = District.objects.get(slug="rothenditmold")
    paid, shop = make_organisation(), Category.objects.get(code="shop")
    make_price(paid, "hour", 300)
    for association in (paid, Organisation.objects.get(name="piano e.V.")):
        make_volunteer(district, [shop], association=association)
    return district


def test_the_tenant_reads_it_before_she_sends(
    live: str, open_page: Callable[..., Page], district: District, look: Callable[[Page], list[str]]
) -> None:
    page = open_page(width=390)
    answer_all(page, live)
    expect(page.get_by_text(EITHER)).to_be_visible()
    expect(page.get_by_text(RECEIPT)).to_be_visible()
    assert look(page) == []
    send(page)
    expect(page.get_by_text(EITHER)).to_be_visible()
    assert HelpRequest.objects.get().cost_told == f"{EITHER} {RECEIPT}"


def test_the_helper_reads_it_out_as_soon_as_the_kind_of_help_is_chosen(
    live: str, page: Page, district: District, sign_in: Callable[[Page, Any], None], look: Callable[[Page], list[str]]
) -> None:
    sign_in(page, make_helper(district))
    page.goto(f"{live}/leitstand/anruf/")
    page.locator("[name=family_name]").fill("Brandt")
    page.locator("[name=phone]").fill("0561 8123401")
    page.locator("[name=category]").focus()
    page.keyboard.press("1")
    expect(page.locator("#kosten")).to_contain_text(EITHER)
    assert look(page) == []
    page.keyboard.press("F8")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Aufgenommen. Erst kennenlernen.")
    expect(page.get_by_text(EITHER)).to_be_visible()
