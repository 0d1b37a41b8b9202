"""Three in the morning on a telephone: an alert taken with four digits; a call noted, and first on the list in the morning."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from helpers.on_duty import duty_phones
from piano.kit import clock
from quarters.models import Category, District, User
from requests.models import Assignment, NightCall, Offer
from requests.sweeps import drive_visits
from requests.urgency.alerts import alert_link
from tests import clock as machine
from tests.factories import allow_care, make_care_worker, make_helper, make_request, make_resident, make_user

pytestmark = [pytest.mark.browser, pytest.mark.full]
PHONE = {"width": 390, "height": 844}
CANARY = "Kanarienvogel"


@pytest.fixture
def district(live: str) -> District:
    return District.objects.get(slug="rothenditmold")


@pytest.fixture
def nurse(district: District) -> User:
    return make_care_worker(district)


@pytest.fixture
def helper(district: District) -> User:
    return make_helper(district)


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    return open_page(**PHONE, has_touch=True, is_mobile=True)


def at_three() -> None:
    machine.travel_to(clock.at(clock.today() + dt.timedelta(days=1), dt.time(3)))


def is_in_sight(page: Page, name: str) -> bool:
    box = page.get_by_role("button", name=name, exact=True).bounding_box()
    return box is not None and box["y"] + box["height"] <= PHONE["height"]


def alert_for(nurse: User, helper: User, district: District) -> Offer:
    tenant = make_resident(
        district, make_user(family_name=CANARY), floor="2. Stock", door_note="Bitte zweimal klingeln"
    )
    now = clock.now()
    window = (now, now + dt.timedelta(hours=4))
    visit = make_request(tenant, Category.objects.get(code="care"), window=window).visits.get()
    allow_care(visit, by=helper)
    drive_visits()
    return Offer.objects.select_related("visit").get(person=nurse)


def test_an_alert_at_three_is_taken_with_four_digits(
    nurse: User, helper: User, district: District, phone: Page, look: Callable[[Page], list[str]]
) -> None:
    at_three()
    duty_phones.take_phone(nurse.duties.get(), pin="4071", by=nurse, now=clock.now())
    phone.goto(alert_link(alert_for(nurse, helper, district)))
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Rothenditmold")
    expect(phone.get_by_text(CANARY)).to_have_count(0)
    assert look(phone) == []
    phone.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    phone.get_by_label("Ich bestätige").check()
    phone.get_by_label("Ihre vier Ziffern").fill("4072")
    phone.get_by_role("button", name="Ich übernehme").tap()
    expect(phone.get_by_role("alert")).to_be_focused()
    phone.get_by_label("Ihre vier Ziffern").fill("4071")
    phone.get_by_role("button", name="Ich übernehme").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Sie gehen hin.")
    expect(phone.get_by_text(f"Frau {CANARY}")).to_be_visible()
    expect(phone.get_by_text("Bitte zweimal klingeln")).to_be_visible()
    assert look(phone) == []
    assert Assignment.objects.get().person == nurse


def test_a_call_at_night_is_first_on_the_list_in_the_morning(
    live: str,
    nurse: User,
    helper: User,
    phone: Page,
    page: Page,
    sign_in: Callable[[Page, Any], None],
    axe: Callable[[Page], list[str]],
) -> None:
    at_three()
    sign_in(phone, nurse)
    phone.goto(f"{live}/bereitschaft/diensthandy/")
    assert axe(phone) == []
    phone.get_by_label("Vier Ziffern für diesen Dienst").fill("4071")
    phone.get_by_label("Noch einmal").fill("4071")
    phone.get_by_role("button", name="Diensthandy übernehmen").tap()
    phone.get_by_role("link", name="Anruf notieren").tap()
    assert is_in_sight(phone, "Notieren")
    assert axe(phone) == []
    phone.get_by_label("Was?").press_sequentially("Mutter bewusstlos")
    expect(phone.locator("#gefahr").get_by_role("link", name="112 anrufen")).to_be_visible()
    phone.get_by_label("Was?").fill("Schlüssel abgebrochen, wartet bis morgen")
    phone.get_by_label("Wer?").fill(f"Frau {CANARY}")
    phone.get_by_label("Nummer").fill("0561 700700")
    phone.get_by_label("Wo?").fill("Rothenbergstraße 4")
    phone.get_by_text("Bitte morgen früh anrufen").tap()
    phone.get_by_role("button", name="Notieren", exact=True).tap()
    expect(phone.get_by_text("In diesem Dienst notiert")).to_be_visible()
    assert axe(phone) == []

    machine.travel_to(clock.at(clock.today(), dt.time(9)))
    sign_in(page, helper)
    page.goto(f"{live}/leitstand/")
    expect(page.locator("[data-kind=now] .row__title").first).to_contain_text(CANARY)
    page.goto(f"{live}/leitstand/anrufe/")
    assert axe(page) == []
    expect(page.locator(".call__who").first).to_have_text(f"Frau {CANARY}")
    page.get_by_role("button", name="Ich kümmere mich").click()
    expect(page.get_by_role("link", name="Anfrage daraus machen")).to_be_visible()
    assert axe(page) == []
    assert NightCall.objects.get().taken_by == helper


def test_noted_by_keyboard_alone_and_without_javascript(
    live: str, nurse: User, page_without_js: Page, sign_in: Callable[[Page, Any], None]
) -> None:
    at_three()
    sign_in(page_without_js, nurse)
    page_without_js.goto(f"{live}/bereitschaft/anruf/")
    keyboard = page_without_js.keyboard
    for words in ("Licht im Flur aus", "Herr Adam", "0561 700701", "Quellhofstraße 9"):
        keyboard.type(words)
        keyboard.press("Tab")
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    expect(page_without_js.get_by_text("In diesem Dienst notiert")).to_be_visible()
    assert NightCall.objects.get().caller_name == "Herr Adam"
