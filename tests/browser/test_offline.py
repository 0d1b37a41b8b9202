"""Without a network a telephone shows today's visits and whom to call. Signed out, or on another day, it shows nobody's."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from piano.kit import clock
from quarters.models import Category, District, User
from requests.arranged.visits import assign_person
from requests.models import Assignment, Visit
from tests import clock as machine
from tests.factories import make_helper, make_request, make_resident, make_user, make_volunteer

pytestmark = pytest.mark.browser
KEPT = "async () => (await caches.keys()).sort()"
PATHS = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const one of await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname);
  return found.sort();
}"""


@pytest.fixture
def volunteer(live: str) -> User:
    """Goes to Frau Kanarienvogel today."""
    district, shop = District.objects.get(slug="rothenditmold"), Category.objects.get(code="shop")
    tenant = make_resident(district, make_user(given_name="Erna", family_name="Kanarienvogel", salutation="Frau"))
    person: User = make_volunteer(district, [shop]).user
    visit = make_request(tenant, shop).visits.get()
    assign_person(visit, person=person, start=visit.wish_window.lower, by=make_helper(district), now=clock.now())
    machine.come_back()  # a browser's service worker has the clock of the machine
    start = clock.now().replace(minute=0, second=0, microsecond=0)
    Assignment.objects.update(planned_window=(start, start + dt.timedelta(minutes=5)))
    assert Visit.objects.count() == 1
    return person


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    return open_page(width=390, height=844, service_workers="allow")


def until(page: Page, script: str) -> None:
    """Waits for it; a page of ours lets nothing be evaluated in it, so the browser is asked again and again."""
    for _ in range(200):
        if page.evaluate(script):
            return
        page.wait_for_timeout(50)
    raise AssertionError(script)


def keep(page: Page, live: str, volunteer: User, sign_in: Callable[[Page, Any], None]) -> None:
    sign_in(page, volunteer)
    page.goto(f"{live}/einsatz/woche/")
    until(page, "async () => (await caches.keys()).includes('piano-today') && !!navigator.serviceWorker.controller")


def test_todays_visits_and_the_numbers_are_there_without_a_network(
    live: str, phone: Page, volunteer: User, sign_in: Callable[[Page, Any], None], look: Callable[[Page], None]
) -> None:
    keep(phone, live, volunteer, sign_in)
    paths = phone.evaluate(PATHS)
    assert [path for path in paths if not path.startswith("/static/")] == ["/heute.json", "/ohne-netz/"]
    phone.context.set_offline(True)
    phone.goto(f"{live}/einsatz/profil/")
    expect(phone.get_by_role("heading", name="Gerade keine Verbindung")).to_be_visible()
    expect(phone.get_by_text("Einkaufen bei Frau K.")).to_be_visible()
    expect(phone.get_by_role("main").get_by_role("link", name="112", exact=True)).to_be_visible()
    look(phone)


def test_signing_out_empties_it(live: str, phone: Page, volunteer: User, sign_in: Callable[[Page, Any], None]) -> None:
    keep(phone, live, volunteer, sign_in)
    phone.goto(f"{live}/konto/logout/")
    phone.get_by_role("button", name="Abmelden").click()
    until(phone, "async () => !(await caches.keys()).includes('piano-today')")
    phone.context.set_offline(True)
    phone.goto(f"{live}/einsatz/woche/")
    expect(phone.get_by_role("heading", name="Gerade keine Verbindung")).to_be_visible()
    expect(phone.get_by_text("Einkaufen")).to_have_count(0)


def test_signing_out_ends_messages_on_this_device(
    live: str, phone: Page, volunteer: User, sign_in: Callable[[Page, Any], None]
) -> None:
    """The browser of the test has no push service: what it would end comes from us."""
    keep(phone, live, volunteer, sign_in)
    ends = "PushManager.prototype.getSubscription = async () => ({ unsubscribe: () => caches.open('silent') })"
    phone.context.service_workers[0].evaluate(ends)
    assert "silent" not in phone.evaluate(KEPT)
    phone.goto(f"{live}/konto/logout/")
    phone.get_by_role("button", name="Abmelden").click()
    until(phone, "async () => (await caches.keys()).includes('silent')")
    assert "silent" in phone.evaluate(KEPT), "the browser hears no more"


def test_yesterdays_are_thrown_away(
    live: str, phone: Page, volunteer: User, sign_in: Callable[[Page, Any], None]
) -> None:
    keep(phone, live, volunteer, sign_in)
    yesterday = (clock.local(clock.now()).date() - dt.timedelta(days=2)).isoformat()
    phone.evaluate(
        """async day => {
          const cache = await caches.open('piano-today');
          const kept = await (await cache.match('/heute.json')).json();
          await cache.put('/heute.json', new Response(JSON.stringify({...kept, day})));
        }""",
        yesterday,
    )
    phone.context.set_offline(True)
    phone.goto(f"{live}/einsatz/woche/")
    expect(phone.get_by_text("Einkaufen")).to_have_count(0)
    assert "piano-today" not in phone.evaluate(KEPT)


def test_whoever_reads_another_language_since_reads_it_without_a_network_too(
    live: str, phone: Page, volunteer: User, sign_in: Callable[[Page, Any], None]
) -> None:
    keep(phone, live, volunteer, sign_in)
    phone.get_by_role("button", name="Türkçe").first.click()
    phone.goto(f"{live}/einsatz/woche/")
    kept = "async () => (await (await caches.match('/ohne-netz/')).text()).includes('lang=\"tr\"')"
    until(phone, kept)
    until(phone, "async () => !(await (await caches.match('/heute.json')).text()).includes(' bei ')")
    phone.context.set_offline(True)
    phone.goto(f"{live}/einsatz/woche/")
    expect(phone.locator("html")).to_have_attribute("lang", "tr")
