"""A notice for a door or a stairwell: A4, large, one code to scan, strips with the number to tear off.

What stands on it is decided by the rooms above; nobody's name belongs on a wall. docs/decisions/063
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from piano.kit.house import default_house
from piano.kit.printing.codes import code_of
from piano.kit.printing.sheet import paper_language
from piano.kit.printing.typesetting import as_response, compile_pdf

LAYOUT = Path(__file__).parent / "notice.typ"
TITLE_SIZES = ((14, 58), (24, 48), (44, 38), (90, 30))  # letters at most, points
SIZES = ((5, 24), (9, 20))  # rows and paragraphs at most, points: the sheet takes smaller ones where these have no room


@dataclass(frozen=True)
class Notice:
    """`rows` are label and value; `link` is told as a code and in words; `strip` is what somebody tears off: who, number."""

    title: str
    kicker: str = ""
    lede: str = ""
    rows: Sequence[tuple[str, str]] = ()
    words: Sequence[str] = ()
    contact: Sequence[str] = ()
    phone: str = ""
    link: str = ""
    strip: tuple[str, str] | None = None

    def as_data(self) -> dict[str, Any]:
        title_size = next((size for letters, size in TITLE_SIZES if len(self.title) <= letters), 26)
        size = next((size for count, size in SIZES if len(self.rows) + len(self.words) <= count), 16)
        more: dict[str, Any] = {"title-size": title_size, "size": size, "lang": paper_language()}
        more |= {"house": default_house().label, "strip": list(self.strip or ()), "code": code_of(self.link)}
        more |= {"more": _("Und noch {n} mehr: am Telefon, oder mit dem Code.")}
        more |= {"code-says": _("Code zum Scannen: %(link)s") % {"link": self.link} if self.link else ""}
        return {**asdict(self), **more}


def set_notice(notice: Notice) -> bytes:
    """A tagged PDF/UA of one page. Rows for which there is no room are left out, and the sheet says how many (docs/decisions/063)."""
    return compile_pdf(LAYOUT, {"notice": json.dumps(notice.as_data())})


def notice_response(notice: Notice, name: str) -> HttpResponse:
    """`name` is plain ASCII and names no person."""
    return as_response(set_notice(notice), name)
