"""How a reader wants pages to look: theme, contrast, size of text, kept in one small cookie.

The form at the foot of every page posts to a view that calls `remember`; `piano.menu` hands the choice to the
templates. Anybody may import this. No database, no session: it works before signing in and survives it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse

COOKIE: Final = "anzeige"
A_YEAR: Final = 365 * 24 * 60 * 60

THEMES: Final = ("auto", "light", "dark")
CONTRASTS: Final = ("auto", "high")
TEXTS: Final = ("normal", "large")


@dataclass(frozen=True)
class Display:
    """One reader's choice. The first value of each tuple above is what we show without a choice."""

    theme: str = THEMES[0]
    contrast: str = CONTRASTS[0]
    text: str = TEXTS[0]


def read_display(values: Mapping[str, str]) -> Display:
    """A choice from form data; an unknown value counts as none."""
    return Display(
        theme=_known(values.get("theme"), THEMES),
        contrast=_known(values.get("contrast"), CONTRASTS),
        text=_known(values.get("text"), TEXTS),
    )


def recall(cookies: Mapping[str, str]) -> Display:
    """The choice remembered in the cookie, e.g. `dark.high.large`."""
    parts = cookies.get(COOKIE, "").split(".")
    return read_display(dict(zip(("theme", "contrast", "text"), parts, strict=False)))


def remember(response: HttpResponse, display: Display, *, secure: bool) -> HttpResponse:
    """Write the choice for a year; no script needs to read it."""
    value = f"{display.theme}.{display.contrast}.{display.text}"
    response.set_cookie(COOKIE, value, max_age=A_YEAR, httponly=True, secure=secure, samesite="Lax")
    return response


def _known(value: str | None, allowed: tuple[str, ...]) -> str:
    return value if value in allowed else allowed[0]
