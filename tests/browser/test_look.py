"""The look itself: it must see what it is there for."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_poor_contrast_by_night_is_seen(page: Page, look: Callable[[Page], list[str]]) -> None:
    style = "@media (prefers-color-scheme: dark) { h1 { color: #777; background: #666 } }"
    page.set_content(f'<html lang="de"><title>x</title><style>{style}</style><main><h1>Hilfe</h1></main></html>')
    with pytest.raises(AssertionError, match="color-contrast"):
        assert look(page) == []


def test_a_missing_name_is_seen(page: Page, look: Callable[[Page], list[str]]) -> None:
    page.set_content('<html lang="de"><title>x</title><main><h1>Hilfe</h1><button></button></main></html>')
    with pytest.raises(AssertionError, match="button-name"):
        assert look(page) == []


def test_what_is_too_wide_is_seen(page: Page, look: Callable[[Page], list[str]]) -> None:
    page.set_content('<html lang="de"><title>x</title><main><h1 style="inline-size:50rem">Hilfe</h1></main></html>')
    with pytest.raises(AssertionError, match="320"):
        assert look(page) == []
