"""Without a pointer, and without JavaScript: Tab, space and enter are enough for a report, a decision, a first talk and the shield."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from piano.kit import clock
from quarters.models import Category, District, User
from requests.arranged.visits import accept_offer
from requests.links import offer_link
from requests.models import Assignment, HelpRequest, Report
from requests.states import VisitState
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.factories import make_helper, make_request, make_resident, make_user, make_volunteer

pytestmark = [pytest.mark.browser, pytest.mark.full]
SignIn = Callable[[Page, Any], None]


def tab_to(page: Page, words: str) -> None:
    """Presses Tab until what has the focus says these words, or is labelled by them."""
    said = "e => e === document.body ? '' : (e.innerText || '') + ' ' + [...(e.labels || [])].map(one => one.innerText).join(' ')"
    for _ in range(120):
        page.keyboard.press("Tab")
        if words in page.evaluate(f"({said})(document.activeElement)"):
            return
    raise AssertionError(f"„{words}“ is not reached by keyboard on {page.url}")


@pytest.fixture
def shop(live: str) -> Category:
    return Category.objects.get(code="shop")


@pytest.fixture
def district(live: str) -> District:
    return District.objects.get(slug="rothenditmold")


@pytest.fixture
def helper(district: District) -> User:
    return make_helper(district)


@pytest.fixture
def stuck(district: District, shop: Category) -> HelpRequest:
    """Nobody may go, and a helper decides."""
    make_volunteer(district, [shop], latitude=51.36, max_distance_m=500)
    taken = make_request(make_resident(district, make_user(family_name="Wagner")), shop)
    drive_visits()
    return taken


@pytest.fixture
def gone(district: District, shop: Category) -> Assignment:
    """Somebody has been to Frau Wagner and comes back to the mail's link."""
    make_volunteer(district, [shop])
    visit = make_request(make_resident(district, make_user(family_name="Wagner")), shop).visits.get()
    drive_visits()
    accept_offer(visit.offers.get(), by=visit.offers.get().person, now=clock.now())
    row = Assignment.objects.get()
    machine.travel_to(row.planned_window.upper + dt.timedelta(minutes=5))
    return row


def test_a_report_by_keyboard(page: Page, gone: Assignment, look: Callable[[Page], list[str]]) -> None:
    page.goto(offer_link(gone.visit.offers.get()))
    tab_to(page, "Kurz berichten")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wie war es?")
    tab_to(page, "Ja, ich war dort")
    page.keyboard.press("Space")
    tab_to(page, "Alles in Ordnung")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Bericht abschicken")
    assert look(page) == []
    tab_to(page, "Bericht abschicken")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Danke, dass Sie dort waren")
    assert Report.objects.get().after == "today"


def test_a_report_without_javascript(page_without_js: Page, gone: Assignment) -> None:
    page = page_without_js
    page.goto(offer_link(gone.visit.offers.get()))
    page.get_by_role("link", name="Kurz berichten").click()
    page.get_by_label("Bitte nächste Woche nachfragen").check()
    page.get_by_role("button", name="Bericht abschicken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Danke, dass Sie dort waren")
    assert Report.objects.get().after == "next_week"


def test_a_decision_by_keyboard(live: str, page: Page, helper: User, stuck: HelpRequest, sign_in: SignIn) -> None:
    sign_in(page, helper)
    page.goto(f"{live}/leitstand/anfragen/{stuck.reference}/")
    tab_to(page, "An eine Stelle")
    page.keyboard.press("Enter")
    tab_to(page, "Welche Stelle")
    page.keyboard.type("Kasseler Tafel, 0561 23711")
    tab_to(page, "Die Person weiß es")
    page.keyboard.press("Space")
    tab_to(page, "Vermittelt")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="An eine Stelle vermittelt")).to_be_visible()
    assert stuck.visits.get().state == VisitState.REFERRED


@pytest.mark.parametrize("javascript", [True, False])
def test_the_shield_by_keyboard(
    live: str, open_page: Callable[..., Page], helper: User, stuck: HelpRequest, sign_in: SignIn, javascript: bool
) -> None:
    """Its key is for the quick; its button is reached by Tab, and needs no JavaScript."""
    page = open_page(javascript=javascript)
    sign_in(page, helper)
    page.goto(f"{live}/leitstand/")
    expect(page.get_by_text("Frau W.").first).to_be_visible()
    page.get_by_role("button", name="Sichtschutz").press("Enter")
    expect(page.get_by_text("Frau W.")).to_have_count(0)


def test_a_first_talk_without_javascript(
    live: str,
    district: District,
    shop: Category,
    helper: User,
    open_page: Callable[..., Page],
    sign_in: SignIn,
    look: Callable[[Page], list[str]],
) -> None:
    """A stranger reads who calls when; the helper calls, and only then somebody is asked."""
    make_volunteer(district, [shop])
    stranger = make_resident(district, make_user(family_name="Neu", salutation="Frau"), is_known=False)
    asked = make_request(stranger, shop)
    drive_visits()
    own = open_page(width=390)
    sign_in(own, stranger.user)
    own.goto(f"{live}/meine/anfragen/{asked.reference}/")
    expect(own.get_by_text("Danach suchen wir jemanden", exact=False).first).to_be_visible()
    assert look(own) == []
    desk = open_page(javascript=False)
    sign_in(desk, helper)
    desk.goto(f"{live}/leitstand/")
    desk.get_by_role("link", name="Anrufen und kennenlernen").first.click()
    desk.get_by_label("Erklärt, was wir tun und was nicht").check()
    desk.get_by_label("Erstbesuch war am").fill(clock.today().isoformat())
    assert not asked.visits.get().offers.exists()
    desk.get_by_role("button", name="Kennengelernt").first.click()
    expect(desk.get_by_role("heading", name="Erst kennenlernen")).to_have_count(0)
    drive_visits()
    assert asked.visits.get().state == VisitState.OFFERED


def test_without_scripts_axe_says_so_and_waits_for_nothing(
    live: str, page_without_js: Page, axe: Callable[[Page], list[str]]
) -> None:
    page_without_js.goto(live)
    with pytest.raises(AssertionError, match="without JavaScript"):
        assert axe(page_without_js) == []
