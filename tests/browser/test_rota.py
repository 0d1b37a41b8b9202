"""A helper fills a gap of the rota, and a care worker says yes to a swap on her telephone."""

import datetime as dt
import os
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from helpers.models import Duty
from helpers.rota.planning import make_pattern
from helpers.rota.swap_links import swap_link
from helpers.rota.swaps import ask_to_swap
from helpers.rota.team import Team
from piano.kit import clock
from quarters.models import District, OfficeHours
from tests.factories import make_helper
from tests.helpers.rota import EVERY_DAY, make_colleagues, make_service

pytestmark = [pytest.mark.browser, pytest.mark.full]


def shot(page: Page, name: str) -> None:
    if os.environ.get("SHOTS"):
        page.screenshot(path=f"{os.environ['SHOTS']}/{name}.png", full_page=True)


def test_a_gap_is_filled_with_one_choice_and_a_swap_agreed_to_on_a_telephone(
    live: str, page: Page, sign_in: Callable[[Page, Any], None], look: Callable[[Page], list[str]], open_page: Any
) -> None:
    district, now = District.objects.get(slug="rothenditmold"), clock.now()
    OfficeHours.objects.all().delete()
    helper, service = make_helper(district), make_service(district)
    people = make_colleagues(service, 3)
    today = clock.local(now).date()
    facts = {"weekdays": EVERY_DAY, "starts": dt.time(18), "ends": dt.time(9), "valid_from": today}
    make_pattern(Team(service=service), people=people, now=now, name="Nachtdienst", **facts)
    facts = {"weekdays": [5, 6], "starts": dt.time(9), "ends": dt.time(18), "valid_from": today}
    make_pattern(Team(service=service), people=people[1:], now=now, name="Wochenende", **facts)
    missing = Duty.objects.order_by("window")[3]
    span = missing.window
    missing.delete()

    sign_in(page, helper)
    page.goto(f"{live}/leitstand/")
    page.get_by_role("link", name="Dienstplan", exact=True).first.click()
    words = f"{clock.say_day(span.lower)}, 18 bis 9 Uhr"
    gap = page.locator(".rota__gap", has_text=words)
    expect(gap).to_be_visible()
    shot(page, "rota-1280")
    assert look(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    shot(page, "rota-390")
    page.set_viewport_size({"width": 1440, "height": 900})
    shot(page, "rota-1440")
    gap.get_by_label("Wer übernimmt?").select_option(label=people[2].full_name)
    gap.get_by_role("button", name="Eintragen").click()
    expect(page.get_by_text(f"Eingetragen. {people[2].full_name} erfährt es.")).to_be_visible()
    expect(gap).to_have_count(0)
    assert Duty.objects.get(window__startswith=span.lower).person == people[2]
    page.get_by_role("link", name=people[2].full_name).first.click()
    assert look(page) == []
    shot(page, "duty")
    page.goto(f"{live}/leitstand/dienstplan/muster/")
    assert look(page) == []
    shot(page, "patterns")
    page.goto(f"{live}/leitstand/dienstplan/muster/neu/s{service.pk}/")
    assert look(page) == []
    shot(page, "pattern")

    duty = Duty.objects.filter(person=people[0], window__startswith__gt=now).order_by("window")[0]
    free = [one for one in people[1:] if not one.duties.filter(window__overlap=duty.window).exists()]
    swap = ask_to_swap(duty, free, by=people[0], now=now)
    ask = swap.asks.order_by("pk")[0]
    phone = open_page(width=390, height=844)
    phone.goto(swap_link(ask))
    expect(phone.get_by_role("heading", name="Können Sie übernehmen?")).to_be_visible()
    shot(phone, "swap-390")
    assert look(phone) == []
    phone.get_by_role("button", name="Ja, ich übernehme").click()
    expect(phone.get_by_role("heading", name="Danke, Sie übernehmen")).to_be_visible()
    duty.refresh_from_db()
    assert duty.person_id == ask.person_id
    sign_in(phone, ask.person)
    phone.goto(f"{live}/bereitschaft/dienste/")
    assert look(phone) == []
    phone.set_viewport_size({"width": 390, "height": 844})
    shot(phone, "own-390")
    phone.goto(f"{live}/bereitschaft/dienste/{duty.reference}/")
    assert look(phone) == []
    phone.set_viewport_size({"width": 390, "height": 844})
    shot(phone, "own-duty-390")
