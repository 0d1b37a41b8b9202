"""Kilometres from the bus stop to the treasurer's list: without JavaScript on a phone, then by keyboard alone at a desk."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from quarters.models import District, User
from tests.factories import make_volunteer
from tests.volunteers.accounts.making import keep_accounts, make_account, make_officer
from volunteers.accounts.booking import grant
from volunteers.models import Expense, Volunteer

pytestmark = [pytest.mark.browser, pytest.mark.full]
DESK = ("zeit/", "zeit/konten/", "zeit/regel/", "zeit/pauschalen/", "zeit/satz/", "entlastung/", "kasse/")


@pytest.fixture
def going(live: str) -> Volunteer:
    return make_volunteer(District.objects.get(slug="rothenditmold"), [])


@pytest.fixture
def officer(going: Volunteer) -> User:
    """Of an association that counts points, where the volunteer has some."""
    now, officer = timezone.now(), make_officer(going.association)
    account = make_account(keep_accounts(going.association, now=now), now=now, owner=going.user)
    grant(account, minutes=120, reason="Willkommen", by=officer, now=now)
    return officer


def test_kilometres_are_entered_on_a_phone_and_approved_by_keyboard(
    live: str,
    open_page: Callable[..., Page],
    going: Volunteer,
    officer: User,
    sign_in: Callable[[Page, Any], None],
) -> None:
    phone = open_page(width=390, javascript=False)
    sign_in(phone, going.user)
    phone.goto(f"{live}/einsatz/konto/")
    phone.get_by_role("link", name="Kilometer eintragen").click()
    phone.get_by_text("10 km", exact=True).click()
    phone.get_by_role("button", name="Eintragen").click()
    expect(phone.get_by_text("10 km, 3 €")).to_be_visible()
    expect(phone.get_by_text("wird geprüft")).to_be_visible()
    desk = open_page()
    sign_in(desk, officer)
    desk.goto(f"{live}/verein/{going.association.slug}/zeit/")
    desk.get_by_role("link", name="Ansehen").focus()
    desk.keyboard.press("Enter")
    desk.get_by_label("genehmigen", exact=True).focus()
    for key in ("Space", "Enter"):
        desk.keyboard.press(key)
    expect(desk.get_by_text("Entschieden.")).to_be_visible()
    assert Expense.objects.get().state == "approved"
    desk.goto(f"{live}/verein/{going.association.slug}/kasse/")
    expect(desk.get_by_text("Fahrt zu jemandem, 10 km").first).to_be_visible()


def test_the_pages_of_time_and_money_are_in_order(
    live: str,
    page: Page,
    going: Volunteer,
    officer: User,
    sign_in: Callable[[Page, Any], None],
    look: Callable[[Page], list[str]],
) -> None:
    found = []
    sign_in(page, officer)
    for end in DESK:
        page.goto(f"{live}/verein/{going.association.slug}/{end}")
        found += look(page)
    page.context.clear_cookies()
    sign_in(page, going.user)
    for end in ("", "kilometer/", "beleg/", "stunden/", "pauschalen/"):
        page.goto(f"{live}/einsatz/konto/{end}")
        found += look(page)
    assert found == []
