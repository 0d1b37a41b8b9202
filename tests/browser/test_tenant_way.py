"""The tenant's way in a real browser: by keyboard, without JavaScript, back and forth, signed in on the way, for everybody."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from piano.kit import clock
from quarters.models import Category, District
from requests.arranged.visits import accept_offer
from requests.models import HelpRequest
from requests.sweeps import drive_visits
from tests.factories import make_request, make_resident, make_user, make_volunteer

pytestmark = pytest.mark.browser
NAMES = {"given_name": "Erna", "family_name": "Wagner", "phone": "0561 445566", "street": "Wolfhager Straße"}


def go_on(page: Page) -> None:
    page.locator("form.wizard button").click()


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f"input[name={name}][value={value}]").check()


def fill_who(page: Page) -> None:
    choose(page, "for_whom", "self")
    page.get_by_label("Anrede").select_option("Frau")
    for name, value in {**NAMES, "house_number": "12a"}.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_label("Stadtteil").select_option("rothenditmold")


def answer_all(page: Page, live: str) -> None:
    page.goto(f"{live}/hilfe/")
    page.get_by_role("link", name="Nein, weiter").click()
    choose(page, "category", "shop")
    go_on(page)
    choose(page, "when", "tomorrow")
    choose(page, "part", "morning")
    go_on(page)
    fill_who(page)
    go_on(page)
    page.get_by_label("Was genau brauchen Sie?").fill("Brot und Milch")
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ist alles richtig?")


def send(page: Page) -> None:
    page.get_by_label("Ja, ich bin einverstanden").check()
    page.get_by_role("button", name="Anfrage senden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Danke. Ihre Anfrage ist da.")


def test_without_javascript_a_wish_arrives(live: str, page_without_js: Page) -> None:
    answer_all(page_without_js, live)
    send(page_without_js)
    assert HelpRequest.objects.get().wish == "Brot und Milch"


def test_by_keyboard_alone_a_wish_arrives(live: str, page: Page) -> None:
    """Tab, space, arrows and enter; no pointer. Every question begins after the skip link."""
    page.goto(f"{live}/hilfe/")
    keys = page.keyboard

    def tab_to(selector: str) -> None:
        for _ in range(80):
            keys.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"{selector} is not reached by keyboard on {page.url}")

    def write(name: str, text: str) -> None:
        tab_to(f"[name={name}]")
        keys.type(text)

    tab_to(".danger a:not(.danger__yes)")
    keys.press("Enter")
    page.locator("[name=category]").first.wait_for()
    tab_to("[name=category]")
    keys.press("Space")
    keys.press("Enter")
    page.wait_for_url("**/wann/")
    tab_to("[name=when]")
    keys.press("Space")
    keys.press("ArrowDown")
    keys.press("Enter")
    page.wait_for_url("**/fuer-wen-wo/")
    tab_to("[name=for_whom]")
    keys.press("Space")
    for name in ("given_name", "family_name", "phone", "street"):
        write(name, NAMES[name])
    write("house_number", "12a")
    tab_to("[name=district]")
    keys.type("Rothen")
    keys.press("Enter")
    tab_to("form.wizard button")
    keys.press("Enter")
    page.wait_for_url("**/hinweise/")
    write("words", "Brot und Milch")
    tab_to("form.wizard button")
    keys.press("Enter")
    page.wait_for_url("**/pruefen/")
    tab_to("[name=agreed]")
    keys.press("Space")
    tab_to("button.button")
    keys.press("Enter")
    page.wait_for_url("**/danke/")
    assert HelpRequest.objects.get().district.slug == "rothenditmold"


@pytest.mark.full
def test_going_back_and_reloading_keep_every_answer(live: str, page: Page) -> None:
    answer_all(page, live)
    page.go_back()
    page.go_back()
    expect(page.locator("[name=street]")).to_have_value("Wolfhager Straße")
    page.reload()
    expect(page.locator("[name=family_name]")).to_have_value("Wagner")
    page.get_by_role("link", name="Zurück").click()
    expect(page.locator("input[name=when][value=tomorrow]")).to_be_checked()
    page.goto(f"{live}/hilfe/")
    page.get_by_role("link", name="Nein, weiter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ist alles richtig?")


def test_what_belongs_to_an_answer_shows_up_with_it(live: str, page_without_js: Page) -> None:
    page = page_without_js
    page.goto(f"{live}/hilfe/")
    page.get_by_role("link", name="Nein, weiter").click()
    choose(page, "category", "doc")
    go_on(page)
    expect(page.locator("[name=day]")).to_be_hidden()
    choose(page, "when", "day")
    expect(page.locator("[name=day]")).to_be_visible()
    choose(page, "part", "exact")
    expect(page.get_by_label("Um wie viel Uhr müssen Sie dort sein?")).to_be_visible()
    choose(page, "when", "soon")
    expect(page.locator("[name=time]")).to_be_hidden()
    choose(page, "when", "regular")
    page.get_by_label("Um wie viel Uhr müssen Sie dort sein?").fill("10:30")
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Wie oft soll jemand kommen?")
    expect(page.locator("[name=days]").first).to_be_hidden()
    choose(page, "often", "monthly")
    expect(page.locator("[name=nth]").first).to_be_visible()
    choose(page, "often", "weekly")
    expect(page.locator("[name=nth]").first).to_be_hidden()
    choose(page, "days", "TU")
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Für wen und wo?")


def test_danger_is_in_sight_before_anything_is_sent(live: str, page: Page) -> None:
    answer_all(page, live)
    page.get_by_role("link", name=re.compile("Ändern.*Gut zu wissen")).click()
    page.get_by_label("Was genau brauchen Sie?").fill("Sie bekommt keine Luft")
    go_on(page)
    alarm = page.get_by_role("alert")
    expect(alarm).to_be_focused()
    expect(alarm.get_by_role("link", name="Notruf 112")).to_be_in_viewport()
    expect(page.get_by_label("Was genau brauchen Sie?")).to_have_value("Sie bekommt keine Luft")
    assert not HelpRequest.objects.exists()


@pytest.mark.full
def test_signing_in_on_the_way_loses_nothing(live: str, page: Page, mail_folder: Path) -> None:
    answer_all(page, live)
    page.get_by_label("Ihre E-Mail-Adresse").fill("erna@example.org")
    page.get_by_role("button", name="Code schicken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Code eingeben")
    mail = max(mail_folder.iterdir(), key=lambda path: path.stat().st_mtime).read_text()
    code = re.search(r"\b\d{4}-\d{4}\b", mail)
    assert code
    page.locator("[name=code]").fill(code.group(0))
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_text("Wolfhager Straße 12a")).to_be_visible()
    send(page)
    page.get_by_role("link", name="Meine Anfrage ansehen").click()
    expect(page.get_by_text("Wir suchen gerade jemanden")).to_be_visible()
    assert HelpRequest.objects.get().resident.user.email == "erna@example.org"


def arranged_request(live: str) -> tuple[HelpRequest, Any]:
    district, shop = District.objects.get(slug="rothenditmold"), Category.objects.get(code="shop")
    tenant = make_resident(district, make_user(given_name="Erna", family_name="Wagner"))
    volunteer = make_volunteer(district, [shop], user=make_user(given_name="Meryem", family_name="Kaya"))
    return make_request(tenant, shop), volunteer


def test_the_page_says_who_comes_without_being_reloaded(
    live: str, page: Page, sign_in: Callable[[Page, Any], None]
) -> None:
    help_request, volunteer = arranged_request(live)
    sign_in(page, help_request.resident.user)
    page.goto(f"{live}/meine/anfragen/{help_request.reference}/")
    expect(page.get_by_role("heading", name="Wir suchen gerade jemanden")).to_be_visible()
    drive_visits()
    accept_offer(help_request.visits.get().offers.get(), by=volunteer.user, now=clock.now())
    page.evaluate("htmx.ajax('GET', document.querySelector('#stand').getAttribute('hx-get'), '#stand')")
    expect(page.get_by_role("heading", name=f"{volunteer.announced_name} kommt zu Ihnen")).to_be_visible()
    expect(page.locator("#neu")).to_contain_text("kommt zu Ihnen")


def test_nothing_on_the_way_shuts_anybody_out(live: str, page: Page, look: Callable[[Page], list[str]]) -> None:
    page.goto(f"{live}/hilfe/")
    assert look(page) == []
    page.get_by_role("link", name="Nein, weiter").click()
    page.wait_for_url("**/hilfe/was/")
    assert look(page) == []
    go_on(page)
    assert look(page) == []
    choose(page, "category", "doc")
    go_on(page)
    choose(page, "when", "day")
    choose(page, "part", "exact")
    assert look(page) == []
    choose(page, "when", "tomorrow")
    choose(page, "part", "any")
    go_on(page)
    choose(page, "for_whom", "other")
    go_on(page)
    assert look(page) == []
    fill_who(page)
    go_on(page)
    page.get_by_label("Was genau brauchen Sie?").fill("Ich habe Fieber")
    go_on(page)
    assert look(page) == []
    go_on(page)
    assert look(page) == []
    send(page)
    assert look(page) == []
    page.goto(f"{live}/hilfe/rueckruf/")
    assert look(page) == []


@pytest.mark.full
def test_nothing_on_my_pages_shuts_anybody_out(
    live: str, page: Page, sign_in: Callable[[Page, Any], None], look: Callable[[Page], list[str]]
) -> None:
    help_request, volunteer = arranged_request(live)
    sign_in(page, help_request.resident.user)
    page.goto(f"{live}/meine/")
    assert look(page) == []
    page.goto(f"{live}/meine/anfragen/{help_request.reference}/")
    assert look(page) == []
    drive_visits()
    accept_offer(help_request.visits.get().offers.get(), by=volunteer.user, now=clock.now())
    page.reload()
    assert look(page) == []
    page.get_by_text("Ich brauche die Hilfe nicht mehr").click()
    page.get_by_role("button", name="Ja, bitte absagen").click()
    expect(page.get_by_text("Abgesagt. Niemand kommt, und alle wissen Bescheid.")).to_be_visible()
    assert look(page) == []
