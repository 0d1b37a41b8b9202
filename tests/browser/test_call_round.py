"""The round of calls on a telephone: a volunteer calls three people, the helper sees whom to look after."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from piano.kit.weekdays import EVERY_DAY
from quarters.models import District, Resident, User
from requests.dayround.callers import choose_caller
from requests.dayround.sweeps import drive_call_rounds
from requests.models import RoundEntry
from requests.states import EntryState
from tests.conftest import Cast
from tests.factories import make_category, make_helper, make_resident, make_user, make_volunteer
from tests.requests.dayround.morning import CONTACT, at, enrolled

pytestmark = [pytest.mark.browser, pytest.mark.full]
NAMES = ("Anders", "Brandt", "Celik")


@pytest.fixture
def caller(live: str) -> User:
    """Three people wait at nine; one of them has a contact person."""
    from piano.kit import clock
    from quarters.models import Category

    district = District.objects.get(slug="rothenditmold")
    category = Category.objects.filter(code="call").first() or make_category("call", level="B")
    helper = make_helper(district)
    people = [make_resident(district, make_user(family_name=name)) for name in NAMES]
    Resident.objects.filter(pk=people[1].pk).update(**CONTACT)
    cast = Cast(district, category, people[0], [make_volunteer(district, [category])], helper)
    for resident in people:
        enrolled(cast, resident)
    choose_caller(cast.volunteer, district, weekdays=EVERY_DAY, by=helper, now=clock.now())
    at(9)
    drive_call_rounds()
    return cast.volunteer.user


def test_a_volunteer_calls_three_people_with_one_thumb(
    live: str,
    caller: User,
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, User], None],
    look: Callable[[Page], list[str]],
) -> None:
    page: Any = open_page(width=390, height=844, has_touch=True, is_mobile=True)
    sign_in(page, caller)
    page.goto(f"{live}/einsatz/")
    page.get_by_role("link", name="Zur Liste").click()
    assert look(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("link", name="Nächster Anruf: Frau Anders").click()
    assert look(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="Erreicht, alles gut").click()
    expect(page.get_by_text("Für heute ist das erledigt")).to_be_visible()
    page.get_by_role("link", name="Nächster Anruf: Frau Brandt").click()
    page.get_by_role("button", name="Niemand nimmt ab").click()
    expect(page.get_by_text("Bitte später noch einmal versuchen")).to_be_visible()
    page.get_by_role("link", name="Nächster Anruf: Frau Celik").click()
    page.get_by_role("button", name="Gefahr").click()
    expect(page.get_by_role("link", name="112 anrufen").first).to_be_visible()
    states = dict(RoundEntry.objects.values_list("resident__user__family_name", "state"))
    assert states == {"Anders": EntryState.SETTLED, "Brandt": EntryState.WAITING, "Celik": EntryState.HELPER}


def test_the_helper_looks_after_whom_nobody_reached_without_javascript(
    live: str, caller: User, page_without_js: Page, sign_in: Callable[[Page, User], None]
) -> None:
    at(12)
    drive_call_rounds()
    page, helper = page_without_js, User.objects.get(roles__kind="helper")
    sign_in(page, helper)
    page.goto(f"{live}/leitstand/")
    row = page.locator(".row", has_text="Frau B.")
    row.get_by_role("link", name="Nachsehen und abhaken").click()
    page.get_by_label("Was haben Sie erfahren?").fill("Sie war beim Arzt, alles gut.")
    page.get_by_role("button", name="Geklärt").click()
    expect(page.get_by_text("1 von 3 Menschen erreicht")).to_be_visible()
