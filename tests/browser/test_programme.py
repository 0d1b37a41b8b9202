"""A visitor finds a date and registers without an account; at the door one touch counts, also while the net is away."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from quarters.models import District, Registration, RegistrationState
from tests.factories import make_helper
from tests.quarters.programme.conftest import make_event, make_point, sign_up

pytestmark = pytest.mark.browser


def test_a_visitor_registers_without_an_account_and_gives_the_place_back(
    live: str, open_page: Callable[..., Page], look: Callable[[Page], list[str]]
) -> None:
    make_event(make_point(district=District.objects.get(slug="fasanenhof")), has_meal=True, max_companions=1)
    page = open_page(width=390)
    page.goto(f"{live}/termine/")
    assert look(page) == []
    page.get_by_role("link", name="Mittagstisch").click()
    assert look(page) == []
    page.get_by_role("link", name="Zum Termin anmelden").click()
    page.get_by_label("Ihr Name").fill("Erna Wagner")
    page.get_by_role("textbox", name="Telefon").fill("0561 123456")
    assert look(page) == []
    page.get_by_role("button", name="Zum Termin anmelden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sie sind angemeldet")
    assert look(page) == []
    page.get_by_role("button", name="Ich komme doch nicht").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sie sind abgemeldet")
    assert Registration.objects.get().state == RegistrationState.CANCELLED


@pytest.mark.full
def test_a_touch_at_the_door_is_kept_until_the_net_is_back(
    live: str, page: Page, sign_in: Callable[[Page, Any], None], look: Callable[[Page], list[str]]
) -> None:
    district = District.objects.get(slug="fasanenhof")
    event = make_event(make_point(district=district))
    seat = sign_up(event).seats.get()
    sign_in(page, make_helper(district))
    page.goto(f"{live}/termine/planen/{event.reference}/wer-ist-da/")
    assert look(page) == []
    page.route(re.compile("/wer-ist-da/[0-9]+/"), lambda route: route.abort())
    page.get_by_role("button", name=seat.name).click()
    expect(page.get_by_role("button", name=seat.name)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("noch nicht gespeichert")).to_be_visible()
    page.unroute(re.compile("/wer-ist-da/[0-9]+/"))
    expect(page.get_by_text("noch nicht gespeichert")).to_be_hidden()
    seat.refresh_from_db()
    assert seat.came_at is not None
