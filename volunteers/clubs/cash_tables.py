"""The list for the cash box as a table for a spreadsheet, and the same table coming back with days of payment in it.

No cell of ours is ever read as a formula (OWASP, CSV injection). What comes back is told line by line; a bank account in it is
neither read nor kept.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.tables import column_places, header_at, read_table
from piano.kit.words import fold
from quarters.models import Organisation, User
from volunteers.clubs.cash import CashLine, cash_list, mark_paid
from volunteers.clubs.errors import NotOnTheList

HEAD = ("Kennung", "Mitglied", "Was", "Wofür", "Betrag", "Richtung", "fällig am", "Hinweis", "bezahlt am")
COLUMNS = {
    "mark": ("kennung",),
    "number": ("mitglied", "mitgliedsnummer"),
    "amount": ("betrag",),
    "paid": ("bezahlt am", "bezahlt"),
}
NEEDED = ("mark", "amount", "paid")
BANK = frozenset({"iban", "bic", "kontonummer", "konto", "blz", "bank", "bankverbindung"})
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
FORMATS = ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y")
DAY_AND_MONTH = re.compile(r"(\d{1,2})\.[ \xa0]?(\d{1,2}(?=\.)|[^\W\d]{3,9})\.?")
MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "mae": 3, "mrz": 3, "apr": 4, "mai": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "okt": 10, "nov": 11,
    "dez": 12,
}  # fmt: skip


def guarded(words: Any) -> str:
    """A text that a spreadsheet could take for a formula gets an apostrophe before it."""
    said = str(words)
    return f"'{said}" if said.lstrip(" ").startswith(BEGINS_A_FORMULA) or said.startswith(BEGINS_A_FORMULA) else said


def _row(line: CashLine) -> list[Any]:
    return [
        guarded(line.mark),
        line.number or "",
        guarded(line.what),
        guarded(line.words_with_sign),
        line.cents / 100,
        "geht hinaus" if line.goes_out else "kommt herein",
        line.due_on,
        guarded(line.note),
        line.paid_on or "",
    ]


def as_csv(lines: Sequence[CashLine]) -> bytes:
    """Semicolons and a byte order mark, as spreadsheets in German read them."""
    made = io.StringIO()
    rows = csv.writer(made, delimiter=";", lineterminator="\r\n")
    rows.writerow(HEAD)
    for line in lines:
        rows.writerow([_as_text(cell) for cell in _row(line)])
    return b"\xef\xbb\xbf" + made.getvalue().encode()


def _as_text(cell: Any) -> str:
    if isinstance(cell, dt.date):
        return f"{cell:%d.%m.%Y}"
    return f"{cell:.2f}".replace(".", ",") if isinstance(cell, float) else str(cell)


def as_xlsx(lines: Sequence[CashLine]) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Kasse"
    sheet.append(HEAD)
    for line in lines:
        sheet.append(_row(line))
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # text, whatever it begins with
        sheet.cell(sheet.max_row, 5).number_format = '#,##0.00 "€"'
        for place in (7, 9):
            sheet.cell(sheet.max_row, place).number_format = "DD.MM.YYYY"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for place, width in enumerate((24, 10, 16, 36, 12, 14, 12, 28, 14)):
        sheet.column_dimensions["ABCDEFGHI"[place]].width = width
    sheet.freeze_panes = "A2"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@dataclass(frozen=True)
class ReadLine:
    """What became of one row: `row` as the spreadsheet counts. `state` is paid, same, empty or wrong."""

    row: int
    mark: str
    state: str
    says: str


@dataclass(frozen=True)
class ReadBack:
    lines: tuple[ReadLine, ...]
    has_bank_data: bool

    @property
    def paid(self) -> int:
        return sum(one.state == "paid" for one in self.lines)

    @property
    def same(self) -> int:
        return sum(one.state == "same" for one in self.lines)

    @property
    def wrong(self) -> list[ReadLine]:
        return [one for one in self.lines if one.state == "wrong"]


def read_back(association: Organisation, data: bytes, *, by: User, now: dt.datetime) -> ReadBack:
    """Marks what has a day of payment. The same file again changes nothing; a row that does not fit is told and left.

    All in one transaction. Raises `NotATable`.
    """
    rows = read_table(data)
    top = header_at(rows, COLUMNS, needed=NEEDED)
    places = column_places(rows[top], COLUMNS, needed=NEEDED)
    has_bank_data = any(fold(name) in BANK for name in rows[top])
    with transaction.atomic():
        found = tuple(_read(association, rows[top + 1 :], places, first=top + 2, by=by, now=now))
    return ReadBack(found, has_bank_data)


def _read(
    association: Organisation, rows: list[list[str]], places: dict[str, int], *, first: int, by: User, now: dt.datetime
) -> Iterator[ReadLine]:
    known: dict[int, dict[str, CashLine]] = {}
    seen: set[str] = set()
    today = clock.local(now).date()
    for count, cells in enumerate(rows, first):
        row = {name: _cell(cells, place) for name, place in places.items()}
        if not any(row.values()):
            continue
        if not row["paid"]:
            yield ReadLine(count, row["mark"], "empty", _("kein Tag, bleibt offen"))
            continue
        if row["mark"] in seen:
            yield ReadLine(
                count, row["mark"], "wrong", _("Diese Kennung steht zweimal in der Datei. Die erste Zeile zählt.")
            )
            continue
        seen.add(row["mark"])
        yield _settle(association, row, count, known, today=today, by=by, now=now)


def _cell(cells: list[str], place: int) -> str:
    return cells[place].strip().removeprefix("'") if 0 <= place < len(cells) else ""


def _settle(
    association: Organisation, row: dict[str, str], count: int, known: dict[int, dict[str, CashLine]], *, today: dt.date,
    by: User, now: dt.datetime,
) -> ReadLine:  # fmt: skip
    mark, day = row["mark"], read_day(row["paid"], today=today)
    if day is None:
        words = _("„{text}“ ist kein Tag. Bitte so schreiben: 24.11.2026").format(text=row["paid"][:30])
        return ReadLine(count, mark, "wrong", words)
    line = _line_of(association, mark, known, today=today)
    wrong = _does_not_fit(line, row) if line else str(NotOnTheList.message)
    if wrong:
        return ReadLine(count, mark, "wrong", wrong)
    try:
        is_new = mark_paid(association, mark, on=day, by=by, now=now)
    except DomainError as error:
        return ReadLine(count, mark, "wrong", str(error))
    return ReadLine(count, mark, "paid", _("bezahlt")) if is_new else ReadLine(count, mark, "same", _("stand schon da"))


def _line_of(
    association: Organisation, mark: str, known: dict[int, dict[str, CashLine]], *, today: dt.date
) -> CashLine | None:
    """Of this year, the next, which is called before it begins, or one of the two before: fees of last year come late."""
    for year in (today.year, today.year - 1, today.year + 1, today.year - 2):
        if year not in known:
            known[year] = {line.mark: line for line in cash_list(association, year=year, on=today)}
        if mark in known[year]:
            return known[year][mark]
    return None


def _does_not_fit(line: CashLine, row: dict[str, str]) -> str:
    """Somebody else's row, or another sum, is not booked on trust."""
    if row["number"] and row["number"] != str(line.number or ""):
        return _("Die Mitgliedsnummer passt nicht zur Kennung.")
    cents = read_cents(row["amount"])
    if cents != line.cents:
        ours = f"{line.cents / 100:.2f}".replace(".", ",")
        return _("Der Betrag ist ein anderer: In der Liste stehen {sum} Euro.").format(sum=ours)
    return ""


def read_day(text: str, *, today: dt.date) -> dt.date | None:
    """„2.11.2026“, or as a spreadsheet shows what somebody typed as „2.11.“: „02. Nov“, which is the last one that was."""
    for pattern in FORMATS:
        try:
            return dt.datetime.strptime(text, pattern).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    found = DAY_AND_MONTH.fullmatch(text.strip())
    month = MONTHS.get(fold(found[2])[:3]) or (int(found[2]) if found[2].isdecimal() else 0) if found else 0
    return _last(int(found[1]), month, today=today) if found else None


def _last(day: int, month: int, *, today: dt.date) -> dt.date | None:
    for year in (today.year, today.year - 1):
        try:
            moment = dt.date(year, month, day)
        except ValueError:
            continue
        if moment <= today:
            return moment
    return None


def read_cents(text: str) -> int | None:
    """„24,00“, „1.024,50 €“, „24.5“ as spreadsheets write numbers."""
    plain = text.replace("€", "").replace("EUR", "").replace("\xa0", "").replace(" ", "")
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    try:
        return round(float(plain) * 100)
    except (ValueError, OverflowError):
        return None
