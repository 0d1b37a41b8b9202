"""A trainer notes on a tablet with a keyboard who is there; the centre certifies; whoever holds the paper sees that it counts."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from helpers.courses.sheets import check_link
from helpers.models import Certificate, Course, Participant, PlaceState
from piano.kit import clock
from tests.factories import make_user
from tests.helpers.courses.conftest import day_of, make_centre, make_course

pytestmark = [pytest.mark.browser, pytest.mark.full]
NAMES = ("Ahorn", "Birke", "Linde")


def put_in(course: Course) -> None:
    """They signed up before it began."""
    for turn, name in enumerate(NAMES, 1):
        person = make_user(given_name="Olga", family_name=name, email=f"{name.lower()}@example.org")
        values = {"signed_up_at": clock.now(), "written_by": person, "turn": turn, "state": PlaceState.HAS_PLACE}
        Participant.objects.create(course=course, person=person, **values)


def tab_to(page: Page, label: str) -> None:
    """With the keyboard alone; raises where one never gets there."""
    for _ in range(60):
        page.keyboard.press("Tab")
        named = page.evaluate("(e => e.labels?.[0]?.innerText || e.innerText || '')(document.activeElement)")
        if label in named:
            return
    raise AssertionError(f"never reached: {label}")


def test_who_was_there_is_noted_certified_and_checked_without_a_mouse(
    live: str, open_page: Any, sign_in: Callable[[Page, Any], None], look: Callable[[Page], list[str]]
) -> None:
    centre = make_centre()
    course = make_course(centre, places=5, modules=("demenz",), days=-1)
    put_in(course)

    page = open_page(width=768, height=1024, has_touch=True)
    sign_in(page, centre.trainer)
    page.goto(f"{live}/qualifizierung/kurs/{course.reference}/tage/{day_of(course).pk}/")
    assert look(page) == []
    tab_to(page, "Olga Ahorn")
    page.keyboard.press("Space")
    tab_to(page, "Olga Linde")
    page.keyboard.press("Space")
    tab_to(page, "Speichern")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Gespeichert: 2 waren da.")).to_be_visible()
    expect(page.get_by_role("button", name="Bescheinigungen ausstellen")).to_have_count(0)

    planner = open_page(javascript=False)
    sign_in(planner, centre.planner)
    planner.goto(f"{live}/qualifizierung/kurs/{course.reference}/")
    tab_to_button(planner, "Bescheinigungen ausstellen")
    expect(planner.get_by_text("Ausgestellt: 2.")).to_be_visible()

    code = Certificate.objects.get(participant__person__family_name="Ahorn").code
    anybody = open_page(width=390)
    anybody.goto(check_link(code))
    expect(anybody.get_by_role("heading", name="Ja, sie gilt.")).to_be_visible()
    expect(anybody.get_by_text("O. A.")).to_be_visible()
    expect(anybody.get_by_text("Ahorn")).to_have_count(0)
    assert look(anybody) == []


def tab_to_button(page: Page, name: str) -> None:
    """Without scripts the page cannot be asked what has the focus: the button is focused and pressed."""
    page.get_by_role("button", name=name).focus()
    page.keyboard.press("Enter")
