"""A call is taken without the mouse; for somebody who is known, in at most twelve keys beside the text."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from piano.kit import clock
from quarters.models import Category, District, Resident, User
from quarters.people.residents import record_consent
from requests.models import HelpRequest, Referral
from tests.factories import make_helper, make_request, make_resident, make_user

pytestmark = pytest.mark.browser
MOST_KEYS = 12


class Keyboard:
    """Types text for nothing and counts every other key."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.keys += key.count("+") + 1
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)


@pytest.fixture
def helper(live: str) -> User:
    """On duty in the district of Emine Yıldız, who agreed long ago and usually asks for shopping."""
    district = District.objects.get(slug="rothenditmold")
    user = make_user(given_name="Emine", family_name="Yıldız", phone="+495618123402")
    resident = make_resident(district, user)
    record_consent(person=user, purpose="help", language="de", now=clock.now())
    make_request(resident, Category.objects.get(code="shop"))
    return make_helper(district)


@pytest.fixture
def desk(page: Page, live: str, helper: User, sign_in: Callable[[Page, Any], None]) -> Page:
    sign_in(page, helper)
    page.goto(f"{live}/leitstand/anruf/")
    return page


def test_a_known_person_is_saved_in_twelve_keys(desk: Page) -> None:
    keyboard = Keyboard(desk)
    keyboard.type("Yildiz")
    keyboard.press("Enter")
    expect(desk.get_by_label("Was ist der Wunsch?")).to_be_focused()
    keyboard.type("Brot, Milch, ein Kasten Wasser")
    keyboard.press("Control+Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Aufgenommen. Wir suchen schon.")
    expect(desk.get_by_role("link", name="Nächster Anruf")).to_be_focused()
    assert keyboard.keys <= MOST_KEYS
    taken = HelpRequest.objects.latest("pk")
    assert (str(taken.resident.user), taken.category.code) == ("Emine Yıldız", "shop")


def test_the_next_call_begins_with_one_key(desk: Page) -> None:
    keyboard = Keyboard(desk)
    keyboard.type("Yildiz")
    keyboard.press("Enter")
    expect(desk.get_by_label("Was ist der Wunsch?")).to_be_focused()
    keyboard.press("Control+Enter")
    expect(desk.get_by_role("link", name="Nächster Anruf")).to_be_focused()
    keyboard.press("Enter")
    expect(desk.get_by_label(re.compile("Name, Straße oder Telefon"))).to_be_focused()


def test_the_found_are_walked_with_the_arrows(desk: Page) -> None:
    make_resident(Resident.objects.latest("pk").district, make_user(given_name="Ayşe", family_name="Yıldız"))
    keyboard = Keyboard(desk)
    keyboard.type("Ayse Yildiz")
    expect(desk.locator("#treffer a").first).to_contain_text("Ayşe Yıldız")
    keyboard.press("ArrowDown")
    expect(desk.locator("#treffer a").first).to_be_focused()
    keyboard.press("2")
    expect(desk.get_by_role("heading", name="Emine Yıldız")).to_be_visible()


def test_a_new_person_is_written_down_without_the_mouse(desk: Page) -> None:
    keyboard = Keyboard(desk)
    keyboard.type("Frau Ilse Brandt")
    keyboard.press("Enter")
    expect(desk.locator("[name=phone]")).to_be_focused()
    keyboard.type("0561 8123401")
    desk.get_by_label("Was ist der Wunsch?").focus()
    keyboard.type("zum Augenarzt")
    desk.locator("[name=category]").focus()
    keyboard.press("Z")
    desk.locator("[name=wish_time]").focus()
    keyboard.type("morgen 10:30")
    expect(desk.locator("#verstanden")).to_contain_text("10:30 Uhr")
    keyboard.press("F8", "Control+Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Aufgenommen. Erst kennenlernen.")
    taken = HelpRequest.objects.latest("pk")
    assert (taken.resident.user.full_name, taken.category.code) == ("Ilse Brandt", "doc")


def test_a_category_is_chosen_by_its_number(desk: Page) -> None:
    category = desk.locator("[name=category]")
    category.focus()
    desk.keyboard.press("2")
    expect(category).to_have_value("doc")


def test_what_was_typed_first_is_still_there_when_the_person_is_chosen(desk: Page) -> None:
    desk.get_by_label("Was ist der Wunsch?").fill("Katzenfutter")
    desk.keyboard.press("F2")
    desk.keyboard.type("Yildiz")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Emine Yıldız")).to_be_visible()
    expect(desk.get_by_label("Was ist der Wunsch?")).to_have_value("Katzenfutter")


def test_112_is_shown_while_the_words_are_typed(desk: Page) -> None:
    desk.get_by_label("Was ist der Wunsch?").press_sequentially("starke Schmerzen in der Brust")
    expect(desk.get_by_role("heading", name="Ist das ein Notfall?")).to_be_visible()
    assert not Referral.objects.exists()
    desk.get_by_role("button", name="Als Notfall notieren").press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Vielleicht ein Notfall")
    assert Referral.objects.get().kind == "emergency"


def test_a_call_is_taken_without_javascript(
    page_without_js: Page, live: str, helper: User, sign_in: Callable[[Page, Any], None]
) -> None:
    page = page_without_js
    sign_in(page, helper)
    page.goto(f"{live}/leitstand/anruf/")
    page.get_by_label(re.compile("Name, Straße oder Telefon")).fill("Yildiz")
    page.get_by_role("button", name="Suchen").click()
    page.get_by_role("link", name=re.compile("Emine Yıldız")).click()
    page.get_by_label("Was ist der Wunsch?").fill("Brot")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aufgenommen. Wir suchen schon.")


@pytest.mark.full
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_on_the_way(
    open_page: Callable[..., Page],
    live: str,
    helper: User,
    sign_in: Callable[[Page, Any], None],
    axe: Callable[[Page], list[str]],
    width: int,
) -> None:
    page = open_page(width=width)
    sign_in(page, helper)
    page.goto(f"{live}/leitstand/anruf/")
    page.get_by_label(re.compile("Name, Straße oder Telefon")).press_sequentially("Yildiz")
    expect(page.locator("#treffer a").first).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("Enter")
    page.get_by_label("Was ist der Wunsch?").press_sequentially("es riecht nach Gas")
    expect(page.get_by_role("heading", name="Ist das ein Notfall?")).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-focus]").first).to_be_focused()
    assert axe(page) == []
    page.get_by_label("Was ist der Wunsch?").fill("Brot")
    page.get_by_label("Anfrage", exact=True).check()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Aufgenommen. Wir suchen schon.")
    assert axe(page) == []


def test_what_was_left_unsaved_is_named_and_can_be_dropped(desk: Page, live: str) -> None:
    """Nothing typed is lost, and nothing of the last caller slips into the next call."""
    words, hint = desk.get_by_label("Was ist der Wunsch?"), desk.get_by_text("Hier steht noch, was Sie vorhin")
    expect(hint).to_be_hidden()
    words.fill("Katzenfutter")
    desk.goto(f"{live}/leitstand/anruf/")
    expect(words).to_have_value("Katzenfutter")
    expect(hint).to_be_visible()
    desk.get_by_role("button", name="Leer anfangen").click()
    expect(words).to_have_value("")
    desk.reload()
    expect(words).to_have_value("")
    words.fill("Brot")
    desk.get_by_role("link", name="Zurück, nichts speichern").click()
    desk.goto(f"{live}/leitstand/anruf/")
    expect(words).to_have_value("")
