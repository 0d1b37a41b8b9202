"""Paper in a browser: a helper prints the empty slip, types in one that lay in the box, and prints the letter."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from quarters.models import Category, District
from requests.models import HelpRequest, Source
from requests.sweeps import keep_day_books
from tests.factories import make_helper, make_request, make_resident, make_user
from tests.pdf import is_pdf_ua, words_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.full]


def printed(page: Page, link: str) -> bytes:
    """What the link leads to, with the reader's own session."""
    address = page.get_by_role("link", name=link, exact=True).first.get_attribute("href")
    response = page.request.get(f"{page.url.split('/leitstand')[0]}{address}")
    assert response.headers["content-type"] == "application/pdf"
    return bytes(response.body())


def test_a_helper_types_in_a_slip_by_keyboard_and_prints_the_letter(
    live: str, page: Page, sign_in: Callable[[Page, Any], None], look: Callable[[Page], list[str]]
) -> None:
    sign_in(page, make_helper(District.objects.get(slug="rothenditmold")))
    page.goto(f"{live}/leitstand/")
    page.get_by_role("link", name="Zettel eintippen").click()
    assert "Hilfe-Zettel" in words_of(printed(page, "Leerer Hilfe-Zettel"))
    assert look(page) == []
    page.get_by_label("Vorname").fill("Hilde")
    page.keyboard.press("Tab")
    page.keyboard.type("Brandt")
    page.keyboard.press("Tab")
    page.keyboard.type("0561 8123401")
    page.get_by_label("Wobei brauchen Sie Hilfe?").fill("Brot und Milch, Größe #2")
    page.get_by_label("Wobei?").press("1")
    page.get_by_label("Wann passt es Ihnen?").fill("Do vormittags")
    expect(page.locator("#verstanden")).to_contain_text("Donnerstag")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Ohne Unterschrift bitte anrufen").first).to_be_visible()
    expect(page.get_by_label("Wobei brauchen Sie Hilfe?")).to_have_value("Brot und Milch, Größe #2")
    page.get_by_label("steht auf dem Zettel").check()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("link", name="Nächster Zettel")).to_be_focused()
    assert HelpRequest.objects.get().source == Source.PAPER
    letter = printed(page, "Bestätigung als Brief drucken")
    assert is_pdf_ua(letter)
    assert "Hilde Brandt" in words_of(letter)
    assert look(page) == []


def test_without_javascript_a_slip_is_typed_in_too(
    live: str, page_without_js: Page, sign_in: Callable[[Page, Any], None]
) -> None:
    page = page_without_js
    sign_in(page, make_helper(District.objects.get(slug="rothenditmold")))
    page.goto(f"{live}/leitstand/zettel/")
    page.get_by_label("Nachname").fill("Brandt")
    page.get_by_label("Telefon", exact=True).first.fill("0561 8123401")
    page.get_by_label("Wobei?").select_option("shop")
    page.get_by_label("steht auf dem Zettel").check()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("link", name="Nächster Zettel")).to_be_visible()


def test_a_helper_adds_a_line_and_closes_the_day(
    live: str, page: Page, sign_in: Callable[[Page, Any], None], look: Callable[[Page], list[str]]
) -> None:
    district = District.objects.get(slug="rothenditmold")
    make_request(make_resident(district), Category.objects.get(code="shop"))
    keep_day_books()
    sign_in(page, make_helper(district))
    page.goto(f"{live}/leitstand/protokoll/")
    assert look(page) == []
    page.locator("section", has_text="Rothenditmold").get_by_role("link").first.click()
    page.get_by_label("Eintrag").fill("Schlüssel liegt im Treff")
    page.get_by_role("button", name="Aufschreiben").click()
    expect(page.locator("tbody tr").nth(1)).to_contain_text("Schlüssel liegt im Treff")
    assert look(page) == []
    page.get_by_role("button", name="Tag abschließen").click()
    expect(page.get_by_text("Nachträge stehen im nächsten Tag.")).to_be_visible()
    expect(page.get_by_label("Eintrag")).to_have_count(0)
    assert "Abgeschlossen am" in words_of(printed(page, "Drucken (PDF)"))


def test_somebody_without_email_signs_in_with_a_letter(
    live: str,
    page: Page,
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, Any], None],
    look: Callable[[Page], list[str]],
) -> None:
    district = District.objects.get(slug="rothenditmold")
    person = make_resident(district, make_user(email=None)).user
    sign_in(page, make_helper(district))
    page.goto(f"{live}/leitstand/menschen/{person.reference}/")
    page.get_by_text("Anmelden mit Code auf Papier").click()
    page.get_by_role("button", name="Neuen Code machen").click()
    letter = words_of(printed(page, "Brief mit Code drucken (PDF)"))
    assert look(page) == []
    code = re.search(r"\d{4}-\d{4}", letter)
    assert code

    home = open_page(width=390, javascript=False)
    home.goto(f"{live}/konto/login/")
    home.get_by_role("link", name="Ich habe einen Code auf Papier").click()
    home.get_by_label("Ihre Nummer").fill(person.reference)
    home.get_by_label("Ihr Code").fill("0000 0000")
    home.get_by_role("button", name="Anmelden").click()
    expect(home.get_by_text("passen nicht zusammen").first).to_be_visible()
    home.get_by_label("Ihr Code").fill(code.group(0))
    home.get_by_role("button", name="Anmelden").click()
    expect(home).to_have_url(f"{live}/meine/")
    home.goto(f"{live}/meine/vertrauen/")
    expect(home.get_by_role("heading", name="Bitte rufen Sie kurz an")).to_be_visible()

    page.reload()
    page.get_by_role("button", name="Ja, sie ist es selbst").click()
    expect(page.get_by_text("Freigegeben").first).to_be_visible()
    home.goto(f"{live}/meine/vertrauen/")
    expect(home.get_by_role("heading", name="Bitte rufen Sie kurz an")).to_have_count(0)


def test_the_page_for_the_code_is_easy_to_see(live: str, page: Page, look: Callable[[Page], list[str]]) -> None:
    page.goto(f"{live}/konto/zettel-code/")
    assert look(page) == []
