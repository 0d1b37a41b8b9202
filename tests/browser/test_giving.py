"""Giving, too: Frau Thiel asks for something and offers something in one call, and takes her offer back herself."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from piano.kit import clock
from quarters.contributions import give
from quarters.models import Contribution, District
from requests.models import HelpRequest
from tests.factories import make_helper, make_resident, make_user

pytestmark = [pytest.mark.browser, pytest.mark.full]


def test_line_27_of_the_log_book_gives_a_request_and_an_offer(
    live: str, page: Page, sign_in: Callable[[Page, Any], None], look: Callable[[Page], list[str]]
) -> None:
    sign_in(page, make_helper(District.objects.get(slug="fasanenhof")))
    page.goto(f"{live}/leitstand/anruf/")
    for name, text in {
        "given_name": "Ingrid",
        "family_name": "Thiel",
        "phone": "0561 8123427",
        "street": "Fasanenweg",
        "house_number": "8",
        "words": "würde gern mit anderen kochen, kann noch gut Kuchen backen",
        "wish_time": "mittwochs",
        "gives": "Kuchen backen, möchte auch selbst mithelfen",
    }.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=category]").select_option("cook")
    assert look(page) == []
    page.keyboard.press("F8")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Aufgenommen")
    taken, gift = HelpRequest.objects.get(), Contribution.objects.get()
    assert (taken.category.code, taken.resident.user.full_name) == ("cook", "Ingrid Thiel")
    assert (gift.words, gift.person, gift.level) == (
        "Kuchen backen, möchte auch selbst mithelfen",
        taken.resident.user,
        "A",
    )
    page.goto(f"{live}/leitstand/")
    page.get_by_role("link", name="Lesen und abhaken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Macht gern etwas für andere: Ingrid Thiel")
    assert look(page) == []
    page.get_by_label("Notiz").fill("Kuchen fürs Treffcafé am Mittwoch")
    page.get_by_role("button", name="Gelesen, abhaken").click()
    expect(page.get_by_text("Macht gern etwas für andere")).to_have_count(0)


def test_she_takes_her_offer_back_herself(
    live: str, open_page: Callable[..., Page], sign_in: Callable[[Page, Any], None], look: Callable[[Page], list[str]]
) -> None:
    district = District.objects.get(slug="fasanenhof")
    tenant = make_resident(district, make_user(given_name="Ingrid", family_name="Thiel"))
    give(kind="gift", words="Kuchen backen", district=district, person=tenant.user, now=clock.now())
    page = open_page(width=390)
    sign_in(page, tenant.user)
    page.goto(f"{live}/meine/")
    assert look(page) == []
    page.get_by_role("button", name="Zurücknehmen").click()
    expect(page.get_by_text("Es steht nirgends mehr.")).to_be_visible()
    assert not Contribution.objects.exists()
