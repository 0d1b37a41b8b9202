"""The usual week by keyboard alone: each tap is kept, and the reader stays where she is."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from quarters.models import Category, District
from tests.factories import make_volunteer

pytestmark = [pytest.mark.browser, pytest.mark.full, pytest.mark.django_db(transaction=True)]


def test_a_part_of_the_week_is_turned_by_the_keyboard_and_keeps_the_focus(
    live: str, page: Page, sign_in: Callable[[Page, Any], None]
) -> None:
    her = make_volunteer(District.objects.get(slug="rothenditmold"), [Category.objects.get(code="shop")])
    her.availabilities.all().delete()
    sign_in(page, her.user)
    page.goto(f"{live}/einsatz/profil/")
    part = page.get_by_role("button", name="Dienstag, vormittags")
    part.focus()
    for pressed, key in (("true", "Enter"), ("false", "Space"), ("true", "Enter")):
        page.keyboard.press(key)
        expect(part).to_have_attribute("aria-pressed", pressed)
        expect(part).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Dienstag, mittags")).to_have_attribute("aria-pressed", "true")
    assert [(one.weekday, one.starts.hour, one.ends.hour) for one in her.availabilities.all()] == [(1, 8, 15)]
