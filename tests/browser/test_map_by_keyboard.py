"""The map of the districts without a pointer: every district is reached and opened, and says the same as the list beside it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_without_mouse import tab_to

pytestmark = pytest.mark.browser
NAMES = "rows => rows.map(one => one.getAttribute('aria-label'))"


def focused(page: Page) -> str:
    found = "e => e.closest('svg.map') ? e.getAttribute('aria-label') : ''"
    return str(page.evaluate(f"({found})(document.activeElement)"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_by_keyboard(live: str, page: Page, axe: Callable[[Page], list[str]], scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{live}/stadtteile/")
    tab_to(page, "Suchen")
    reached = []
    for _district in range(23):
        page.keyboard.press("Tab")
        reached.append(focused(page))
    assert len(set(reached)) == 23
    listed = page.get_by_role("list", name="Alle Stadtteile").get_by_role("link").all_inner_texts()
    assert all(any(name in words for words in listed) for name in reached)
    edge = "getComputedStyle(document.activeElement.querySelector('path')).stroke"
    resting = "getComputedStyle(document.querySelector('.map__district:not(:focus) path')).stroke"
    assert page.evaluate(edge) != page.evaluate(resting), "one sees where one is"
    assert axe(page) == []
    last = reached[-1]
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(last)
    assert page.locator("svg.map [aria-current=page]").get_attribute("aria-label") == last
    assert axe(page) == []
