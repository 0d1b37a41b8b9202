"""One sheet of paper as plain values."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from piano.kit.house import default_house
from piano.kit.languages import spoken
from piano.kit.phones import say_phone
from piano.kit.printing import blocks
from piano.kit.printing.blocks import Block


@dataclass(frozen=True)
class Letter:
    """Where a letter goes: `to` are at most six lines in the window, `info` stands to its right."""

    to: Sequence[str]
    sender: str
    info: Sequence[str] = ()


@dataclass(frozen=True)
class Sheet:
    """`title` is the first heading and the document's title; `size` is a4 or a5; `large` sets it in 16 points. `close` leaves less
    white at the edges.
    """

    title: str
    blocks: Sequence[Block]
    lede: str = ""
    size: str = "a4"
    large: bool = False
    close: bool = False
    letter: Letter | None = None
    foot: str = ""
    language: str = ""  # else the language in which it is set

    def as_data(self) -> dict[str, Any]:
        house = default_house()
        foot = self.foot or f"{house.label} · {say_phone(house.number)}"
        return {**asdict(self), "house": house.label, "foot": foot, "lang": self.language or paper_language()}


def paper_language() -> str:
    """The reader's, where we have its words (locale/README.md); else the sheet is in German and says so to screen readers."""
    code = spoken(get_language() or "de")
    has_words = any((Path(folder) / code).is_dir() for folder in settings.LOCALE_PATHS)
    return code if has_words else "de"


__all__ = ["Letter", "Sheet", "blocks"]
