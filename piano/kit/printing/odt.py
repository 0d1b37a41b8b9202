"""The same sheet as a text to go on writing in: an OpenDocument file (ISO/IEC 26300), which is a ZIP with a little XML.

LibreOffice, Word and Google Docs open it; it needs no library beyond Python's own. Words are escaped, never read as markup.
How paragraphs look stands in `odt-styles.xml`, so that whoever goes on writing changes a style and not a hundred lines.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from django.http import HttpResponse

from piano.kit.printing.sheet import Sheet

MIME = "application/vnd.oasis.opendocument.text"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = {
    "office": f"{OASIS}:office:1.0", "style": f"{OASIS}:style:1.0", "text": f"{OASIS}:text:1.0", "table": f"{OASIS}:table:1.0",
    "fo": f"{OASIS}:xsl-fo-compatible:1.0", "svg": f"{OASIS}:svg-compatible:1.0", "meta": f"{OASIS}:meta:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}  # fmt: skip
NAMES = " ".join(f'xmlns:{name}="{uri}"' for name, uri in SPACES.items()) + ' office:version="1.3"'
XML = '<?xml version="1.0" encoding="UTF-8"?>'
FILES = ("content.xml", "styles.xml", "meta.xml")
MANIFEST = (
    f'{XML}<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MIME}"/>'
    + "".join(f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>' for name in FILES)
    + "</manifest:manifest>"
)
STYLES = (Path(__file__).parent / "odt-styles.xml").read_text()
COUNTRIES = {"de": "DE", "en": "GB", "tr": "TR", "ru": "RU", "uk": "UA", "ar": "EG", "bg": "BG"}
WIDTH = 16.5  # centimetres between the margins of the page
SIGN_WIDTH, MOST_SHARE = 0.25, 0.4  # of a letter in centimetres; of the page for a column that is as wide as its words


def as_odt(sheet: Sheet) -> bytes:
    """Title, lede and every block in its order, on A4 with the foot and the number of each page."""
    body = [f'<text:h text:style-name="Title" text:outline-level="1">{_said(sheet.title)}</text:h>']
    if sheet.lede:
        body.append(_paragraph(sheet.lede, "Lede"))
    for block in sheet.blocks:
        body += DRAWN[block["kind"]](block)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo("mimetype"), MIME, zipfile.ZIP_STORED)  # first and bare, as the standard says
        file.writestr("META-INF/manifest.xml", MANIFEST)
        file.writestr("content.xml", _content(body))
        file.writestr("styles.xml", _styles(sheet))
        file.writestr("meta.xml", _meta(sheet))
    return made.getvalue()


def odt_response(sheet: Sheet, name: str) -> HttpResponse:
    """To save; `name` is plain ASCII and names no person."""
    response = HttpResponse(as_odt(sheet), content_type=MIME)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.odt"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _content(body: Sequence[str]) -> str:
    cells = {
        "Cell": 'fo:border-bottom="0.02cm solid #94701d" fo:padding="0.12cm" style:vertical-align="middle"',
        "Bare": 'fo:padding-right="0.6cm"',
    }
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties {looks}/></style:style>'
        for name, looks in cells.items()
    )
    found = "".join(body)
    styles += "".join(
        f'<style:style style:name="W{tenths}" style:family="table-column"><style:table-column-properties '
        f'style:column-width="{tenths / 10:.1f}cm"/></style:style>'
        for tenths in sorted({int(one) for one in re.findall(r'table:style-name="W(\d{1,3})"', found)})
    )
    whole = (
        f'<style:style style:name="Whole" style:family="table"><style:table-properties style:width="{WIDTH}cm" '
        'table:align="left" fo:margin-bottom="0.4cm"/></style:style><style:style style:name="Row" style:family="table-row">'
        '<style:table-row-properties fo:keep-together="always"/></style:style>'
        '<style:style style:name="Tall" style:family="table-row"><style:table-row-properties fo:keep-together="always" '
        'style:min-row-height="1.1cm"/></style:style>'
    )
    return (
        f"{XML}<office:document-content {NAMES}><office:automatic-styles>{whole}{styles}</office:automatic-styles>"
        f"<office:body><office:text>{found}</office:text></office:body></office:document-content>"
    )


def _styles(sheet: Sheet) -> str:
    data = sheet.as_data()
    said = {"NAMES": NAMES, "LANGUAGE": data["lang"], "COUNTRY": COUNTRIES.get(data["lang"], "none")}
    found = STYLES
    for name, words in said.items():
        found = found.replace(name, words)
    return found.replace("FOOT", _said(data["foot"]))  # the last: nothing that somebody wrote is looked through again


def _meta(sheet: Sheet) -> str:
    """A screen reader says the title and reads in that language."""
    return (
        f"{XML}<office:document-meta {NAMES}><office:meta><dc:title>{_said(sheet.title)}</dc:title>"
        f"<dc:language>{sheet.as_data()['lang']}</dc:language></office:meta></office:document-meta>"
    )


def _said(words: Any) -> str:
    plain = "".join(sign for sign in str(words) if sign >= " " or sign in "\n\t")
    return escape(plain).replace("\n", "<text:line-break/>")


def _paragraph(words: Any, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{_said(words)}</text:p>'


def _row(cells: Sequence[str], style: str, cell: str = "Cell") -> str:
    """One row that does not go over a page; `cells` are paragraphs already."""
    found = "".join(f'<table:table-cell table:style-name="{cell}">{words}</table:table-cell>' for words in cells)
    return f'<table:table-row table:style-name="{style}">{found}</table:table-row>'


def _grid(widths: Sequence[float], rows: str) -> str:
    columns = "".join(f'<table:table-column table:style-name="W{max(5, round(width * 10))}"/>' for width in widths)
    return f'<table:table table:style-name="Whole">{columns}{rows}</table:table>'


def column_widths(head: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[int]) -> list[float]:
    """In centimetres, together the width of the page: a share of 0 is as wide as its longest word, the others share the rest."""
    bare = {
        place: min(WIDTH * MOST_SHARE, max(len(row[place]) for row in [head, *rows]) * SIGN_WIDTH + 0.4)
        for place, share in enumerate(shares)
        if share == 0
    }
    parts = sum(shares)
    rest = max(WIDTH - sum(bare.values()), 1.0)
    if not parts:
        return [width * WIDTH / sum(bare.values()) for width in bare.values()]
    return [bare.get(place, rest * share / parts) for place, share in enumerate(shares)]


def _heading(block: dict[str, Any]) -> Iterator[str]:
    yield f'<text:h text:style-name="Heading_20_1" text:outline-level="2">{_said(block["text"])}</text:h>'


def _facts(block: dict[str, Any]) -> Iterator[str]:
    for place, (label, value) in enumerate(block["rows"], 1):
        style = "FactEnd" if place == len(block["rows"]) else "Fact"
        yield f'<text:p text:style-name="{style}">{_said(label)}<text:tab/>{_said(value)}</text:p>'


def _fields(block: dict[str, Any]) -> Iterator[str]:
    parts = sum(share for _label, share in block["rows"])
    cells = [_paragraph("", "Line") + _paragraph(label, "Small") for label, _share in block["rows"]]
    yield _grid([WIDTH * share / parts for _label, share in block["rows"]], _row(cells, "Row", "Bare"))


def _lines(block: dict[str, Any]) -> Iterator[str]:
    if block["label"]:
        yield _paragraph(block["label"], "Small")
    yield from (_paragraph("", "Line") for _ in range(block["count"]))
    yield _paragraph("", "Small")


def _ticks(block: dict[str, Any]) -> Iterator[str]:
    if block["label"]:
        yield _paragraph(block["label"])
    yield from (_paragraph(f"☐ {item}") for item in block["items"])


def _table(block: dict[str, Any]) -> Iterator[str]:
    """The names of the columns stand on every page that it goes over."""
    head = _row([_paragraph(word, "Head") for word in block["head"]], "Row")
    style = "Tall" if block["tall"] else "Row"
    rows = "".join(_row([_paragraph(cell, "Cell") for cell in row], style) for row in block["rows"])
    widths = column_widths(block["head"], block["rows"], block["columns"])
    yield _grid(widths, f"<table:table-header-rows>{head}</table:table-header-rows>{rows}")


def _signatures(block: dict[str, Any]) -> Iterator[str]:
    cells = [_paragraph("", "Room") + _paragraph("", "Line") + _paragraph(item, "Small") for item in block["items"]]
    yield _grid([WIDTH / len(cells)] * len(cells), _row(cells, "Row", "Bare"))


def _day(block: dict[str, Any]) -> Iterator[str]:
    yield from _heading(block)
    for moment, what, more in block["rows"]:
        yield f'<text:p text:style-name="Fact">{_said(moment)}<text:tab/>{_said(what)}{_said(more and f"{chr(10)}{more}")}</text:p>'


def _text(style: str) -> Callable[[dict[str, Any]], Iterator[str]]:
    def draw(block: dict[str, Any]) -> Iterator[str]:
        yield _paragraph(block["text"], style)

    return draw


DRAWN: dict[str, Callable[[dict[str, Any]], Iterator[str]]] = {
    "heading": _heading,
    "text": _text("Standard"),
    "small": _text("Small"),
    "note": _text("Note"),
    "code": _text("Title"),
    "facts": _facts,
    "fields": _fields,
    "lines": _lines,
    "ticks": _ticks,
    "table": _table,
    "day": _day,
    "signatures": _signatures,
    "break": lambda block: iter(['<text:p text:style-name="Break"/>']),
}
