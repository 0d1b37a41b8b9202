"""One wish all the way, with every real part: browser, web, worker, beat, mails as files, the database's clock moved."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from playwright.sync_api import Page, expect

from piano.kit import clock
from quarters.models import Category, District
from requests.demo import links
from requests.invariants import broken
from requests.models import Assignment, HelpRequest, Offer, Visit
from requests.states import VisitState
from tests import clock as machine
from tests import databases
from tests.factories import (
    allow_care,
    make_care_worker,
    make_helper,
    make_request,
    make_resident,
    make_user,
    make_volunteer,
)
from tests.processes import Processes, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def mails(folder: Path, to: str, about: str) -> list[str]:
    """Mails to one person whose text has these words, the newest last. Files lie in the order of their writing."""
    import email
    from email import policy

    found = []
    for file in sorted(folder.glob("*"), key=lambda file: file.stat().st_mtime):
        for part in re.split(r"\n-{70,}\n", file.read_text()):
            message = email.message_from_string(part.strip(), policy=policy.default)
            if to in str(message["To"]):
                plain = message.get_body(("plain",))
                assert plain is not None, "a mail without plain text"
                text = f"{message['Subject']}\n{plain.get_content()}"
                found += [text] if about in text else []
    return found


def link_in(text: str) -> str:
    found = re.search(r"http\S+", text)
    assert found, text
    return found.group(0)


@pytest.fixture
def running(processes: Processes, mail_folder: Path, tmp_path: Path) -> Processes:
    processes.worker()
    processes.beat(tmp_path)
    return processes


@pytest.fixture
def awake(processes: Processes, mail_folder: Path) -> Processes:
    """The engine alone."""
    processes.engine()
    return processes


def ask_in_the_wizard(page: Page, live: str) -> None:
    page.goto(f"{live}/hilfe/")
    page.get_by_role("link", name="Nein, weiter").click()
    page.get_by_label("Einkaufen", exact=False).first.check()
    page.locator("form.form button.button").first.click()
    page.locator("[name=when][value=tomorrow]").check()
    page.locator("form.form button.button").first.click()
    page.get_by_label("Für mich").check()
    for name, value in (
        ("given_name", "Erna"),
        ("family_name", "Wunsch"),
        ("phone", "0561 8123499"),
        ("street", "Rothenbergstraße"),
        ("house_number", "22"),
    ):
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=district]").select_option("rothenditmold")
    page.locator("form.form button.button").first.click()
    page.locator("[name=words]").fill("Brot, Milch und ein Kasten Wasser")
    page.locator("form.form button.button").first.click()


def get_to_know(desk: Page, live: str) -> None:
    """The helper finds the newcomer on the board, has called her and was there."""

    def is_waiting() -> bool:
        desk.goto(f"{live}/leitstand/")
        return desk.get_by_text("Kennenlernen: ").count() > 0

    wait_for(is_waiting, message="nobody waits to be met")
    desk.get_by_role("link", name="Anrufen und kennenlernen").click()
    desk.get_by_label("Erklärt, was wir tun und was nicht").check()
    desk.get_by_label("Erstbesuch war am").fill(clock.today().isoformat())
    desk.get_by_role("button", name="Kennengelernt").click()
    desk.get_by_text("Danke. Wir suchen jetzt jemanden.").wait_for()


def test_a_wish_travels_from_the_wizard_to_a_thanks(
    live: str,
    running: Processes,
    mail_folder: Path,
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, Any], None],
) -> None:
    district, shop = District.objects.get(slug="rothenditmold"), Category.objects.get(code="shop")
    helper, tenant = make_helper(district), make_user(given_name="Erna", family_name="Wunsch")
    meryem = make_volunteer(district, [shop]).user
    home = open_page()
    sign_in(home, tenant)

    ask_in_the_wizard(home, live)
    home.locator("[name=agreed]").check()
    home.get_by_role("button", name="Anfrage senden").click()
    home.get_by_role("heading", name="Ihre Anfrage ist da", exact=False).wait_for()

    desk = open_page()
    sign_in(desk, helper)
    get_to_know(desk, live)
    offer = wait_for(lambda: mails(mail_folder, meryem.email, "Können Sie helfen"), message="no offer came")[0]
    assert "Wunsch" not in offer
    phone = open_page(width=390)
    phone.goto(link_in(offer))
    phone.get_by_role("button", name="Ja, ich helfe").click()
    phone.get_by_text("Rothenbergstraße 22").wait_for()
    wait_for(lambda: mails(mail_folder, tenant.email, "kommt zu Ihnen"), message="the tenant was not told")

    assignment = Assignment.objects.get()
    day_before = clock.local(assignment.planned_window.lower).date() - dt.timedelta(days=1)
    machine.travel_to(clock.at(day_before, dt.time(17, 1)))
    reminder = wait_for(
        lambda: mails(mail_folder, meryem.email, "wir erinnern Sie an Ihren Besuch"), message="no reminder came"
    )[0]

    machine.travel_to(assignment.planned_window.upper + dt.timedelta(minutes=5))
    phone.goto(link_in(reminder))
    phone.get_by_role("link", name="Kurz berichten").click()
    phone.locator("[name=note]").fill("Alles eingekauft")
    phone.get_by_role("button", name="Bericht abschicken").click()
    phone.get_by_text("Ihr Bericht ist angekommen").wait_for()

    home.goto(f"{live}/meine/anfragen/{HelpRequest.objects.get().reference}/")
    home.locator("[name=was_good][value=yes]").check()
    home.locator("[name=words]").last.fill("Vielen Dank, liebe Meryem")
    home.get_by_role("button", name="Abschicken").click()
    home.get_by_text("Danke, das ist angekommen", exact=False).wait_for()
    wait_for(lambda: mails(mail_folder, meryem.email, "liebe Meryem"), message="the thanks did not arrive")

    desk.goto(f"{live}/leitstand/")
    assert "Einkaufen" in desk.locator("[data-kind=done]").inner_text()
    assert Visit.objects.get().state == VisitState.DONE
    assert list(broken()) == []


def test_a_call_is_taken_and_somebody_is_asked(
    live: str, awake: Processes, mail_folder: Path, page: Page, sign_in: Callable[[Page, Any], None]
) -> None:
    district, tech = District.objects.get(slug="rothenditmold"), Category.objects.get(code="tech")
    meryem = make_volunteer(district, [tech]).user
    sign_in(page, make_helper(district))
    page.goto(f"{live}/leitstand/anruf/")
    page.locator("[name=family_name]").fill("Brandt")
    page.locator("[name=phone]").fill("0561 8123401")
    page.locator("[name=category]").select_option("tech")
    page.locator("[name=words]").fill("kommt mit dem neuen Handy nicht zurecht")
    page.locator("[name=met]").check()
    page.locator("[name=agreed]").check()
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("heading", name="Aufgenommen").wait_for()
    wait_for(lambda: mails(mail_folder, meryem.email, "Können Sie helfen"), message="no offer came")
    assert HelpRequest.objects.get().source == "phone"


def test_when_nobody_is_found_an_urgent_wish_reaches_who_is_on_call(
    live: str, awake: Processes, mail_folder: Path, page: Page, sign_in: Callable[[Page, Any], None]
) -> None:
    district, shop = District.objects.get(slug="rothenditmold"), Category.objects.get(code="shop")
    nurse = make_care_worker(district)
    tenant = make_resident(district, make_user(given_name="Erna", family_name="Wunsch"))
    now = clock.now()
    with transaction.atomic():  # the engine sees it when the price is agreed
        wish = make_request(tenant, shop, urgency="urgent", window=(now, now + dt.timedelta(hours=8)))
        allow_care(wish.visits.get(), by=make_helper(district))
    wait_for(lambda: mails(mail_folder, nurse.email, "Sie haben Bereitschaft"), message="nobody was woken")
    sign_in(page, nurse)
    page.goto(f"{live}/bereitschaft/")
    page.get_by_role("link", name="Ansehen und antworten").click()
    assert "Wunsch" not in page.content()
    page.get_by_label("Ich bestätige").check()
    page.get_by_role("button", name="Ich übernehme").click()
    page.get_by_text("Frau Wunsch").wait_for()
    assert Visit.objects.get().state == VisitState.ARRANGED


def test_the_engine_alone_asks_within_two_seconds(live: str, processes: Processes, mail_folder: Path) -> None:
    district, shop = District.objects.get(slug="rothenditmold"), Category.objects.get(code="shop")
    tenant = make_resident(district)
    make_volunteer(district, [shop])
    make_request(tenant, shop)
    processes.engine()
    wait_for(lambda: Offer.objects.exists(), message="the engine did not begin")
    make_request(tenant, shop)
    assert wait_for(lambda: Offer.objects.count() == 2, seconds=2, message="the engine was not woken")


SERIOUS = ("serious", "critical")
PUBLIC = (
    "/",
    "/treffpunkte/",
    "/treffpunkte/treff-mattenberg/",
    "/hilfe/was/",
    "/mitmachen/",
    "/barrierefreiheit/",
    "/datenschutz/",
    "/impressum/",
    "/konto/login/",
    "/konto/login/code/",
)


def test_axe_finds_nothing_on_public_pages(live: str, page: Page, look: Callable[[Page], list[str]]) -> None:
    for path in PUBLIC:
        page.goto(live + path)
        assert look(page) == []


def test_axe_finds_nothing_in_the_rooms(
    live: str, open_page: Callable[..., Page], look: Callable[[Page], list[str]], sign_in: Callable[[Page, Any], None]
) -> None:
    databases.load_demo()
    tenant, asked, helper, duty = links.tenant(), links.volunteer(), links.with_role("helper"), links.on_call()
    assert asked is not None
    assert helper is not None
    offer = Offer.objects.filter(person=asked).order_by("-pk")[0]
    case = HelpRequest.objects.filter(district__in=helper.district_ids).order_by("-pk")[0]
    own = HelpRequest.objects.filter(resident__user=tenant).order_by("-pk")[0]
    handed = Offer.objects.filter(person=duty).order_by("-pk")[0]
    rooms = {
        tenant: ["/meine/", f"/meine/anfragen/{own.reference}/"],
        asked: ["/einsatz/", f"/einsatz/{offer.reference}/", "/einsatz/woche/"],
        helper: [
            "/leitstand/",
            "/leitstand/anruf/",
            f"/leitstand/anfragen/{case.reference}/",
            "/leitstand/anrufe/",
            "/leitstand/menschen/",
        ],
        duty: ["/bereitschaft/", f"/bereitschaft/{handed.reference}/"],
    }
    for person, paths in rooms.items():
        page = open_page()
        sign_in(page, person)
        for path in paths:
            page.goto(live + path)
            assert look(page) == []


def test_axe_finds_nothing_serious_in_the_panel(live: str, page: Page, sign_in: Callable[[Page, Any], None]) -> None:
    """Its pages are a library's; what we added are its colours and fields."""
    databases.load_demo()
    sign_in(page, links.with_role("gwg_staff"))
    for path in ("/verwaltung/", "/verwaltung/quarters/meetingpoint/", "/verwaltung/quarters/organisation/add/"):
        page.goto(live + path)
        expect(page.get_by_text("piAno").first).to_be_visible()
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found if one["impact"] in SERIOUS] == []


def test_the_tenants_way_works_without_javascript(live: str, page_without_js: Page) -> None:
    ask_in_the_wizard(page_without_js, live)
    page_without_js.locator("[name=agreed]").check()
    page_without_js.locator("form:has([name=agreed]) button").first.click()
    page_without_js.get_by_role("heading", name="Ihre Anfrage ist da", exact=False).wait_for()
    assert HelpRequest.objects.get().resident.user.family_name == "Wunsch"
