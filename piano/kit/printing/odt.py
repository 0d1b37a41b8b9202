"""The same sheet as a text to go on writing in: an OpenDocument file (ISO/IEC 26300), which is a ZIP with a little XML.

LibreOffice, Word and Google Docs open it; it needs no library beyond Python's own. Words are escaped, never read as markup.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any
from xml.sax.saxutils import escape

from django.http import HttpResponse

from piano.kit.printing.sheet import Sheet

MIME = "application/vnd.oasis.opendocument.text"
NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.3"'
)
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    f'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
STYLES = f"""<?xml version="1.0" encoding="UTF-8"?><office:document-styles {NAMES}><office:styles>
<style:default-style style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.2cm" fo:line-height="125%"/>
<style:text-properties style:font-name="Arial" fo:font-family="Arial" fo:font-size="12pt" fo:language="de" fo:country="DE"/>
</style:default-style>
<style:style style:name="Standard" style:family="paragraph" style:class="text"/>
<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Standard" style:class="chapter">
<style:text-properties fo:font-size="20pt" fo:font-weight="bold"/></style:style>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:parent-style-name="Standard"
 style:default-outline-level="1" style:class="text"><style:paragraph-properties fo:margin-top="0.5cm" fo:keep-with-next="always"/>
<style:text-properties fo:font-size="14pt" fo:font-weight="bold"/></style:style>
<style:style style:name="Small" style:family="paragraph" style:parent-style-name="Standard">
<style:text-properties fo:font-size="10pt"/></style:style>
<style:style style:name="Note" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties fo:border="0.05cm solid #1c1a17" fo:padding="0.2cm"/></style:style>
<style:style style:name="Line" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties fo:margin-top="1.2cm" fo:border-top="0.03cm solid #1c1a17"/></style:style>
<style:style style:name="Break" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties fo:break-before="page"/></style:style>
</office:styles></office:document-styles>"""
TABLE = (
    '<office:automatic-styles><style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties '
    'fo:border="0.02cm solid #1c1a17" fo:padding="0.12cm"/></style:style></office:automatic-styles>'
)


def as_odt(sheet: Sheet) -> bytes:
    """Title, lede and every block in its order."""
    body = [f'<text:h text:style-name="Title" text:outline-level="1">{_said(sheet.title)}</text:h>']
    if sheet.lede:
        body.append(_paragraph(sheet.lede))
    for block in sheet.blocks:
        body += DRAWN[block["kind"]](block)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES}>{TABLE}'
        f"<office:body><office:text>{''.join(body)}</office:text></office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo("mimetype"), MIME, zipfile.ZIP_STORED)  # first and bare, as the standard says
        file.writestr("META-INF/manifest.xml", MANIFEST)
        file.writestr("content.xml", content)
        file.writestr("styles.xml", STYLES)
    return made.getvalue()


def odt_response(sheet: Sheet, name: str) -> HttpResponse:
    """To save; `name` is plain ASCII and names no person."""
    response = HttpResponse(as_odt(sheet), content_type=MIME)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.odt"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _said(words: Any) -> str:
    plain = "".join(sign for sign in str(words) if sign >= " " or sign in "\n\t")
    return escape(plain).replace("\n", "<text:line-break/>")


def _paragraph(words: Any, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{_said(words)}</text:p>'


def _cells(rows: list[list[str]], columns: int) -> str:
    lines = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell table:style-name="Cell">{_paragraph(cell)}</table:table-cell>' for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    return f'<table:table><table:table-column table:number-columns-repeated="{columns}"/>{lines}</table:table>{_paragraph("")}'


def _heading(block: dict[str, Any]) -> Iterator[str]:
    yield f'<text:h text:style-name="Heading_20_1" text:outline-level="2">{_said(block["text"])}</text:h>'


def _facts(block: dict[str, Any]) -> Iterator[str]:
    for label, value in block["rows"]:
        yield _paragraph(f"{label}: {value}")


def _fields(block: dict[str, Any]) -> Iterator[str]:
    for label, _share in block["rows"]:
        yield _paragraph(f"{label}: ______________________________")


def _lines(block: dict[str, Any]) -> Iterator[str]:
    if block["label"]:
        yield _paragraph(block["label"])
    yield from (_paragraph("") for _ in range(block["count"]))


def _ticks(block: dict[str, Any]) -> Iterator[str]:
    if block["label"]:
        yield _paragraph(block["label"])
    yield from (_paragraph(f"☐ {item}") for item in block["items"])


def _table(block: dict[str, Any]) -> Iterator[str]:
    yield _cells([block["head"], *block["rows"]], len(block["head"]))


def _signatures(block: dict[str, Any]) -> Iterator[str]:
    yield from (_paragraph(item, "Line") for item in block["items"])


def _text(style: str) -> Callable[[dict[str, Any]], Iterator[str]]:
    def draw(block: dict[str, Any]) -> Iterator[str]:
        yield _paragraph(block["text"], style)

    return draw


DRAWN: dict[str, Callable[[dict[str, Any]], Iterator[str]]] = {
    "heading": _heading,
    "text": _text("Standard"),
    "small": _text("Small"),
    "note": _text("Note"),
    "code": _text("Standard"),
    "facts": _facts,
    "fields": _fields,
    "lines": _lines,
    "ticks": _ticks,
    "table": _table,
    "signatures": _signatures,
    "break": lambda block: iter(['<text:p text:style-name="Break"/>']),
}
