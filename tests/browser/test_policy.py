"""GWG's staff changes how we look for people, and a helper takes care of something urgent in time."""

import datetime as dt
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from piano.kit import clock
from quarters.models import Category, District, Role, RoleKind
from requests.models import Visit
from requests.policies.editing import Scope, plan_of
from requests.sweeps import drive_visits
from requests.urgency.phone_tree import add_to_tree
from tests import clock as machine
from tests.factories import make_helper, make_request, make_resident, make_user

pytestmark = [pytest.mark.browser, pytest.mark.full]


def keep_picture(page: Page, name: str) -> None:
    """Where somebody wants to look with her own eyes."""
    folder = os.environ.get("PIANO_PICTURES")
    for width in (390, 1440) if folder else ():
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=str(Path(str(folder)) / f"{name}-{width}.png"), full_page=True)


def test_staff_sees_a_policy_in_words_before_she_saves_it_and_takes_it_back(
    live: str,
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, Any], None],
    look: Callable[[Page], list[str]],
) -> None:
    staff = make_user(given_name="Gesa")
    Role.objects.create(user=staff, kind=RoleKind.GWG_STAFF, valid_from="2025-01-01")
    page = open_page(width=1440)
    sign_in(page, staff)
    page.goto(f"{live}/leitstand/regeln/")
    sentence = "dann 3 Ehrenamtliche bis morgen 12 Uhr"
    expect(page.locator("main")).to_contain_text(sentence)
    assert look(page) == []
    keep_picture(page, "policies")
    page.locator("a[href$='/normal.alle.all/']").click()
    page.locator("[name=s1-at_once]").fill("5")
    page.locator("[name=s1-at_once]").press("Tab")
    preview = page.locator("#vorschau")
    expect(preview).to_contain_text("dann 5 Ehrenamtliche bis morgen 12 Uhr")  # by itself, while she edits
    keep_picture(page, "policy-preview")
    assert look(page) == []
    page.get_by_role("button", name="So speichern").click()
    expect(page.locator("main")).to_contain_text("Gespeichert.")
    assert plan_of(Scope("normal")).steps[1].at_once == 5
    page.get_by_role("button", name="Letzte Änderung rückgängig machen").click()
    expect(page.locator("main")).to_contain_text(sentence)
    assert plan_of(Scope("normal")).steps[1].at_once == 3


def test_without_javascript_it_is_seen_in_words_too(
    live: str, page_without_js: Page, sign_in: Callable[[Page, Any], None]
) -> None:
    staff = make_user(given_name="Gesa")
    Role.objects.create(user=staff, kind=RoleKind.GWG_STAFF, valid_from="2025-01-01")
    page = page_without_js
    sign_in(page, staff)
    page.goto(f"{live}/leitstand/regeln/normal.alle.all/")
    page.locator("[name=s3-who]").select_option("")
    page.get_by_role("button", name="In Worten ansehen").click()
    expect(page.locator("#vorschau")).to_contain_text("Die Suche hat kein Ende")
    keep_picture(page, "policy-problem")
    page.locator("[name=s3-who]").select_option("helper")
    page.locator("[name=s1-at_once]").fill("4")
    page.get_by_role("button", name="In Worten ansehen").click()
    expect(page.locator("#vorschau")).to_contain_text("dann 4 Ehrenamtliche")
    page.get_by_role("button", name="So speichern").click()
    expect(page.locator("main")).to_contain_text("Gespeichert.")


def test_a_helper_sees_the_time_run_and_takes_care_of_it(
    live: str,
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, Any], None],
    look: Callable[[Page], list[str]],
) -> None:
    district, shop = District.objects.get(slug="rothenditmold"), Category.objects.get(code="shop")
    now = clock.now()
    add_to_tree(district, name="Ada Eins", phone="0561 70001", who="Vorstand", hears_of_gaps=True, now=now)
    resident = make_resident(district, make_user(family_name="Wagner"))
    make_request(resident, shop, urgency="urgent", window=(now, now + dt.timedelta(hours=3)))
    drive_visits()
    page, helper = open_page(width=1440), make_helper(district)
    sign_in(page, helper)
    page.clock.install()
    page.goto(f"{live}/leitstand/")
    counted = page.locator("[data-countdown]")
    expect(counted).to_have_text(re.compile("noch 1 Stunde 1[345] Minuten bis zum Aufbruch"))
    assert look(page) == []
    keep_picture(page, "board-countdown")
    machine.travel_to(now + dt.timedelta(minutes=15))
    page.clock.fast_forward(21_000)  # it looks again by itself
    expect(counted).to_have_text(re.compile("noch (1 Stunde|59 Minuten) bis zum Aufbruch"))
    page.get_by_role("button", name="Ich kümmere mich darum").click()
    expect(page.locator("main")).to_contain_text("Birgit Reuter kümmert sich seit")
    keep_picture(page, "case-cared")
    assert look(page) == []
    assert Visit.objects.get().cared_by == helper
    page.goto(f"{live}/leitstand/telefonkette/")
    expect(page.locator("main")).to_contain_text("Ada Eins")
    assert look(page) == []
    keep_picture(page, "phone-tree")
