"""Setting a sheet as PDF. Only the fonts of this folder and those inside typst are used: the same on every machine."""

import json
import logging
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.http import HttpRequest, HttpResponse

from piano.kit import clock
from piano.kit.printing.sheet import Sheet

HERE = Path(__file__).parent
LAYOUT = HERE / "house.typ"
logger = logging.getLogger("piano.printing")


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(HERE / "fonts")])


def set_pdf(*sheets: Sheet) -> bytes:
    """A tagged PDF/UA, each sheet on pages of its own. A sign that none of our fonts has makes it tagged only: better a gap than
    no paper. The first one's title is the document's.
    """
    return compile_pdf(LAYOUT, {"sheets": json.dumps([sheet.as_data() for sheet in sheets])})


def pages_of(sheet: Sheet) -> int:
    """How many pages it takes."""
    inputs = {"sheets": json.dumps([sheet.as_data()])}
    compiler = typst.Compiler(str(LAYOUT), root=str(HERE), font_paths=_fonts(), sys_inputs=inputs)
    made: Any = compiler.compile(format="svg")
    return len(made) if isinstance(made, list) else 1


def compile_pdf(layout: Path, inputs: dict[str, str]) -> bytes:
    """One of the layouts of this folder with its words."""
    try:
        return _compile(layout, inputs, standards=["ua-1"])
    except typst.TypstError:
        logger.warning("a sheet is no PDF/UA: a sign is in none of the fonts")
        return _compile(layout, inputs, standards=[])


def _compile(layout: Path, inputs: dict[str, str], *, standards: list[Any]) -> bytes:
    compiler = typst.Compiler(str(layout), root=str(HERE), font_paths=_fonts(), sys_inputs=inputs)
    made: Any = compiler.compile(format="pdf", pdf_standards=standards, timestamp=int(clock.now().timestamp()))
    return bytes(made)


def pdf_response(sheet: Sheet | Sequence[Sheet], name: str) -> HttpResponse:
    """Shown in the browser, ready to print; kept by nobody on the way. `name` is plain ASCII and names no person."""
    sheets = [sheet] if isinstance(sheet, Sheet) else sheet
    return as_response(set_pdf(*sheets), name)


def as_response(pdf: bytes, name: str) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


def wants_large(request: HttpRequest, *, default: bool = False) -> bool:
    """`?schrift=gross` sets 16 points, `?schrift=normal` does not."""
    return {"gross": True, "normal": False}.get(request.GET.get("schrift", ""), default)
