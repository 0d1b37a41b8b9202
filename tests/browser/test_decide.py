"""Nobody said yes: a helper chooses on the case's page; and at night whoever has duty judges."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from piano.kit import clock
from piano.messaging.models import Message
from piano.messaging.phone_list import put_on_list
from quarters.models import Category, District, User
from requests.finding.suggesting import suggest_times
from requests.models import Assignment, HelpRequest, SuggestedTime
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.factories import (
    make_care_worker,
    make_helper,
    make_request,
    make_resident,
    make_user,
    make_volunteer,
    make_window,
)

pytestmark = [pytest.mark.browser, pytest.mark.full]


@pytest.fixture
def stuck(live: str) -> HelpRequest:
    """Somebody may go but lives too far away."""
    district, shop = District.objects.get(slug="rothenditmold"), Category.objects.get(code="shop")
    make_volunteer(district, [shop], latitude=51.36, max_distance_m=500)
    taken = make_request(make_resident(district, make_user(family_name="Wagner")), shop)
    drive_visits()
    return taken


def test_a_helper_chooses_and_goes_herself(
    live: str,
    stuck: HelpRequest,
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, Any], None],
    look: Callable[[Page], list[str]],
) -> None:
    page, helper = open_page(javascript=False), make_helper(District.objects.get(slug="rothenditmold"))
    sign_in(page, helper)
    page.goto(f"{live}/leitstand/anfragen/{stuck.reference}/")
    for words in (
        "Im Haus fragen",
        "Anderen Termin vorschlagen",
        "An eine Stelle",
        "Bereitschaft fragen",
        "Jemand anderen",
    ):
        page.locator("summary", has_text=words).first.click()
    page.get_by_role("button", name="Im Haus gefragt").click()
    expect(page.get_by_text("Notiert.", exact=False)).to_be_visible()
    page.locator("summary", has_text="Ausnahmsweise selbst gehen").click()
    page.get_by_role("button", name="Ich gehe hin").click()
    expect(page.get_by_role("link", name="Warum geht es diesmal nicht anders?", exact=False)).to_be_visible()
    page.get_by_label("Warum geht es diesmal nicht anders?").fill("Alle sind krank")
    page.get_by_role("button", name="Ich gehe hin").click()
    expect(page.get_by_text("Sie gehen selbst hin", exact=False)).to_be_visible()
    assert Assignment.objects.get().person == helper


def test_the_open_choices_are_in_order(
    live: str,
    stuck: HelpRequest,
    page: Page,
    sign_in: Callable[[Page, Any], None],
    look: Callable[[Page], list[str]],
) -> None:
    sign_in(page, make_helper(District.objects.get(slug="rothenditmold")))
    page.goto(f"{live}/leitstand/anfragen/{stuck.reference}/")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert look(page) == []
    page.goto(f"{live}/leitstand/anfragen/{stuck.reference}/aushang/")
    assert look(page) == []


def test_a_helper_asks_whether_another_day_would_do_and_the_tenant_says_yes(
    live: str,
    stuck: HelpRequest,
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, Any], None],
    look: Callable[[Page], list[str]],
) -> None:
    desk, home = open_page(javascript=False), open_page(width=390)
    sign_in(desk, make_helper(District.objects.get(slug="rothenditmold")))
    sign_in(home, stuck.resident.user)
    start = clock.local(clock.now() + dt.timedelta(days=4)).replace(hour=10, minute=0)
    desk.goto(f"{live}/leitstand/anfragen/{stuck.reference}/")
    desk.locator("summary", has_text="Anderen Termin vorschlagen").click()
    desk.locator("#id_first_start").fill(f"{start:%Y-%m-%dT%H:%M}")
    desk.locator("#id_first_end").fill(f"{start:%Y-%m-%dT12:00}")
    desk.get_by_role("button", name="Fragen, ob das geht").click()
    expect(desk.get_by_text("steht die Entscheidung wieder bei Ihnen", exact=False).first).to_be_visible()
    home.goto(f"{live}/meine/anfragen/{stuck.reference}/")
    expect(home.get_by_role("heading", name="Passt Ihnen ein anderer Termin?")).to_be_visible()
    assert look(home) == []
    home.get_by_role("button", name=f"Ja: {clock.say_day(start)}", exact=False).click()
    expect(home.get_by_text("Der neue Termin ist aufgeschrieben", exact=False)).to_be_visible()
    assert stuck.visits.get().wish_window.lower == start.replace(second=0, microsecond=0)


def test_a_helper_takes_a_suggestion_back_and_writes_an_answer_down_on_the_phone_list(
    live: str,
    stuck: HelpRequest,
    page: Page,
    sign_in: Callable[[Page, Any], None],
    look: Callable[[Page], list[str]],
) -> None:
    User.objects.filter(pk=stuck.resident.user_id).update(reach="phone", email=None)
    helper, visit, now = make_helper(District.objects.get(slug="rothenditmold")), stuck.visits.get(), clock.now()
    suggest_times(visit, windows=[make_window(days=4)], by=helper, now=now)
    sign_in(page, helper)
    page.goto(f"{live}/leitstand/anfragen/{stuck.reference}/")
    page.get_by_role("button", name="Vorschlag zurücknehmen").click()
    expect(page.get_by_text("Zurückgenommen. Sie entscheiden neu.")).to_be_visible()
    suggest_times(visit, windows=[make_window(days=5)], by=helper, now=now)
    put_on_list(Message.objects.get(reason="times_for_tenant", state="due"), now=now)
    page.goto(f"{live}/leitstand/anrufe/")
    assert look(page) == []
    page.get_by_role("button", name="Nein, nichts davon").click()
    expect(page.get_by_role("heading", name="Anrufliste")).to_be_visible()
    assert set(SuggestedTime.objects.values_list("state", flat=True)) == {"over", "refused"}


def test_at_night_whoever_has_duty_judges(
    live: str, page: Page, sign_in: Callable[[Page, Any], None], look: Callable[[Page], list[str]]
) -> None:
    district, shop = District.objects.get(slug="rothenditmold"), Category.objects.get(code="shop")
    nurse, tenant = make_care_worker(district), make_resident(district, make_user(family_name="Wunsch"))
    machine.travel_to(clock.at(clock.today(), dt.time(23)))
    make_request(tenant, shop, urgency="urgent", window=(clock.now(), clock.now() + dt.timedelta(hours=8)))
    drive_visits()
    sign_in(page, nurse)
    page.goto(f"{live}/bereitschaft/")
    page.get_by_role("link", name="Ansehen und anrufen").click()
    expect(page.get_by_text("Frau Wunsch")).to_be_visible()
    assert look(page) == []
    page.get_by_label("Was hat der Pflegedienst als Preis genannt?", exact=False).fill("45 € in der Nacht")
    page.get_by_label("Die Person hat Ja gesagt").check()
    page.get_by_role("button", name="Es ist dringend, ich gehe hin").click()
    expect(page.get_by_role("heading", name="Einkaufen", exact=False)).to_be_visible()
    assert Assignment.objects.get().person == nurse
