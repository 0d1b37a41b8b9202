"""Tables as offices keep them, CSV or XLSX: rows of text, with columns found by their names. Pure."""

import codecs
import csv
import datetime as dt
import io
import zipfile
from collections.abc import Collection, Mapping
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from piano.kit.errors import DomainError
from piano.kit.words import fold

ZIP = b"PK\x03\x04"
MOST_ROWS = 20_000
MOST_UNPACKED = 100_000_000  # bytes: an XLSX is a ZIP, and a small one may hold more than our memory
BROKEN = (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, OSError, EOFError)
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # „Unicode-Text“ of a spreadsheet
HEADER_WITHIN = 10  # rows: above the names of the columns may stand a title


class NotATable(DomainError):
    """The file cannot be read as a table; the sentence says why."""


def read_table(data: bytes) -> list[list[str]]:
    """The rows of a CSV file (UTF-8 with or without BOM, Windows-1252; `;`, `,` or tab) or of an XLSX file's first sheet.

    At least one row. Raises `NotATable`.
    """
    rows = _sheet(data) if data.startswith(ZIP) else _csv(data)
    if not any(cell.strip() for row in rows for cell in row):
        raise NotATable("Die Datei ist leer.")
    if len(rows) > MOST_ROWS:
        raise NotATable(f"Die Tabelle hat mehr als {MOST_ROWS} Zeilen. Bitte in Teilen einlesen.")
    return rows


def header_at(rows: list[list[str]], columns: Mapping[str, Collection[str]], *, needed: Collection[str]) -> int:
    """The row with the needed columns, below a title, merged cells or empty lines; 0 where there is none."""
    wanted = [columns[key] for key in needed]
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        names = {fold(cell) for cell in row}
        if all(names.intersection(known) for known in wanted):
            return at
    return 0


def column_places(
    header: list[str], columns: Mapping[str, Collection[str]], *, needed: Collection[str]
) -> dict[str, int]:
    """Where each column stands, -1 where there is none; `columns` gives its folded names. Raises `NotATable`."""
    names = [fold(name) for name in header]
    places = {key: next((names.index(name) for name in known if name in names), -1) for key, known in columns.items()}
    missing = [next(iter(columns[key])).capitalize() for key in needed if places[key] < 0]
    if missing:
        raise NotATable(f"In der ersten Zeile fehlt die Spalte: {', '.join(missing)}.")
    return places


def _csv(data: bytes) -> list[list[str]]:
    if b"\x00" in data and not data.startswith(UTF_16):
        raise NotATable("Das ist keine Textdatei. Bitte als CSV speichern.")
    try:
        text = data.decode("utf-16" if data.startswith(UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first = next((line for line in text.splitlines() if any(sign in line for sign in ";,\t")), "")
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=max((";", ",", "\t"), key=first.count)))
    except csv.Error as error:
        raise NotATable("Die Datei lässt sich nicht als Tabelle lesen.") from error


def _sheet(data: bytes) -> list[list[str]]:
    """Reads the values, not the formulas; a broken file is no table."""
    try:
        unpacked = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(data)).infolist())
        if unpacked > MOST_UNPACKED:
            raise NotATable("Die Excel-Datei ist zu groß. Bitte in Teilen einlesen.")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True, max_row=MOST_ROWS + 1)
        return [[_text(cell) for cell in row] for row in rows]
    except (*BROKEN, IndexError) as error:
        raise NotATable("Die Excel-Datei lässt sich nicht lesen. Bitte als XLSX oder CSV speichern.") from error


def harmless(cell: Any) -> Any:
    """What an office program would take for a formula begins with an apostrophe, as such programs write it themselves."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _text(cell: Any) -> str:
    """A cell as somebody would read it aloud; a phone number that a spreadsheet took for a number keeps its digits."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return f"{cell:%d.%m.%Y}" if cell.time() == dt.time() else f"{cell:%d.%m.%Y %H:%M}"
    if isinstance(cell, dt.date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, dt.time):
        return f"{cell:%H:%M}"
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
