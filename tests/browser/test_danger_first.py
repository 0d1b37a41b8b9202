"""Danger comes before everything: for whoever is in it, and for the helper who reads of it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from quarters.models import District
from requests.models import HelpRequest, Referral
from tests.factories import make_helper, make_resident, make_user

pytestmark = pytest.mark.browser
ACTIONS = ["112 anrufen", "Anruferin zurückrufen", "Erledigt, mit Notiz"]


def follow(page: Page, link: Locator) -> None:
    """Taps a number: the telephone would ring now, and the note goes beside."""
    with page.expect_request("**/hilfe/angerufen/") as sent:
        link.click()
    assert sent.value.response() is not None


def test_a_frightened_tenant_reaches_the_helper_by_one_tap(
    live: str,
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, Any], None],
    look: Callable[[Page], list[str]],
) -> None:
    district = District.objects.get(slug="rothenditmold")
    tenant, helper = make_resident(district, make_user(family_name="Brandt")), make_helper(district)
    phone = open_page(width=390)
    sign_in(phone, tenant.user)
    phone.goto(f"{live}/hilfe/")
    assert look(phone) == []
    follow(phone, phone.get_by_role("link", name="Ja, jetzt → 112"))
    board = open_page(width=1440)
    sign_in(board, helper)
    board.goto(f"{live}/leitstand/")
    row = board.locator(".row[data-state=alarm]")
    expect(row.get_by_role("heading")).to_have_text("Vielleicht ein Notfall: Frau Brandt")
    said = [link.inner_text().split(":")[0].strip() for link in row.get_by_role("link").all()]
    assert said == ACTIONS
    assert look(board) == []
    row.get_by_role("link", name="Erledigt, mit Notiz").click()
    board.get_by_label("Notiz").fill("Rettungswagen war da, die Tochter ist bei ihr")
    board.get_by_role("button", name="Erledigt, mit Notiz").click()
    expect(board.locator(".row[data-state=alarm]")).to_have_count(0)
    assert Referral.objects.get().done_note == "Rettungswagen war da, die Tochter ist bei ihr"
    assert not HelpRequest.objects.exists()


def test_a_stranger_leaves_nothing_but_that_it_happened(live: str, page: Page) -> None:
    page.goto(f"{live}/hilfe/")
    follow(page, page.get_by_role("link", name="Ja, jetzt → 112"))
    page.get_by_role("link", name="Nein, weiter").click()
    follow(page, page.get_by_role("main").get_by_role("link", name="0561 000001"))
    assert sorted(Referral.objects.values_list("kind", "caller_name", "resident")) == [
        ("emergency", "", None),
        ("landlord", "", None),
    ]


def test_the_number_of_the_landlord_is_read_while_the_caller_speaks(
    live: str, page: Page, sign_in: Callable[[Page, Any], None]
) -> None:
    sign_in(page, make_helper(District.objects.get(slug="rothenditmold")))
    page.goto(f"{live}/leitstand/anruf/")
    page.get_by_label("Was ist der Wunsch?").press_sequentially("der Rauchmelder piept")
    live_part = page.locator("#gefahr-live")
    expect(live_part.get_by_role("link", name="0561 000001")).to_be_visible()
    live_part.get_by_role("button", name="Als Reparatur notieren").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vermieter, Reparatur")
    assert Referral.objects.get().kind == "landlord"
    assert not HelpRequest.objects.exists()
