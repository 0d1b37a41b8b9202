"""A paper log book of calls as a table: columns found by their names, lines understood one by one. Pure.

Each line becomes a request, an emergency, the landlord's, the professionals', or an error with the field that is wrong.
An emergency is read before anything else of the line, so that no missing field hides it.
"""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass

from piano.kit.phones import NotAPhoneNumber, read_phone
from piano.kit.tables import column_places, read_table
from piano.kit.words import fold
from quarters.kinds import kind_of_words
from requests.paper.professional import is_professional
from requests.red_flags import EMERGENCY, LANDLORD, find_red_flags

REQUEST, PROFESSIONAL, ERROR = "request", "professional", "error"
COLUMNS = {
    "nr": ("nr", "nummer", "lfd nr", "lfd"),
    "date": ("datum", "tag"),
    "time": ("uhrzeit", "zeit"),
    "duty": ("dienst", "wer", "buerodienst"),
    "caller": ("anrufer", "anruferin", "anrufer in", "name"),
    "helped": ("fuer wen", "person", "betroffene"),
    "phone": ("telefon", "tel", "rufnummer"),
    "address": ("adresse", "anschrift", "strasse"),
    "text": ("anliegen", "wunsch", "worum"),
    "when": ("wann", "termin"),
    "note": ("vermerk", "bemerkung", "notiz"),
}
NEEDED = ("caller", "text")
DATE_FORMATS = ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d", "%d/%m/%Y")
TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?: ?uhr)?", re.IGNORECASE)
HERSELF = ("", "selbst", "selber", "sich", "sich selbst")
NOBODY = ("hat aufgelegt", "aufgelegt", "verwaehlt", "niemand dran")


@dataclass(frozen=True)
class Line:
    """One line as it stands, cleaned of surplus blanks; `place` counts from 2, as a spreadsheet does."""

    place: int
    nr: str
    date: str
    time: str
    duty: str
    caller: str
    helped: str
    phone: str
    address: str
    text: str
    when: str
    note: str

    @property
    def digest(self) -> str:
        """The whole content without its number, in one spelling: what makes two lines the same."""
        parts = (self.date, self.time, self.duty, self.caller, self.helped, _digits(self.phone), self.address)
        return hashlib.sha256(
            "|".join(fold(part) for part in (*parts, self.text, self.when, self.note)).encode()
        ).hexdigest()

    @property
    def everything(self) -> tuple[str, ...]:
        return self.text, self.when, self.note


@dataclass(frozen=True)
class Verdict:
    """`outcome` is request, emergency, landlord, professional or error; `category` and `field` belong to the first and last."""

    outcome: str
    category: str = ""
    field: str = ""


def read_log_book(data: bytes) -> list[Line]:
    """The lines of a table: CSV in UTF-8 or Windows-1252 with `;` or `,`, or XLSX. Raises `NotATable`."""
    rows = read_table(data)
    places = column_places(rows[0], COLUMNS, needed=NEEDED)
    return [
        _line(place, row, places) for place, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row)
    ]


def _line(place: int, row: list[str], places: dict[str, int]) -> Line:
    cells = {key: " ".join(row[at].split()) if 0 <= at < len(row) else "" for key, at in places.items()}
    return Line(place=place, **cells)


def judge(line: Line) -> Verdict:
    """What becomes of the line. An emergency and the landlord's duty need no complete fields; a request does."""
    kinds = {flag.kind for flag in find_red_flags(*line.everything)}
    if EMERGENCY in kinds:
        return Verdict(EMERGENCY)
    if wrong := _wrong_field(line):
        return Verdict(ERROR, field=wrong)
    if LANDLORD in kinds:
        return Verdict(LANDLORD)
    if is_professional(f"{line.text} {line.when}"):
        return Verdict(PROFESSIONAL)
    category = kind_of_words(line.text) or kind_of_words(line.note)
    if not category:
        return Verdict(ERROR, field="text")
    return Verdict(REQUEST, category) if line.address else Verdict(ERROR, field="address")


def _wrong_field(line: Line) -> str:
    """The first field without which nobody can be called back or understood."""
    if not line.caller and not helped_name(line):
        return "caller"
    if not line.text or fold(line.text) in NOBODY:
        return "text"
    if line.date and read_date(line.date) is None:
        return "date"
    if line.time and not _is_time(line.time):
        return "time"
    return ""


def helped_name(line: Line) -> str:
    """Whom it is about when it is not the caller."""
    return "" if fold(line.helped) in HERSELF else line.helped


def read_date(text: str) -> dt.date | None:
    for form in DATE_FORMATS:
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None


def _is_time(text: str) -> bool:
    found = TIME.fullmatch(text)
    return found is not None and int(found[1]) <= 24 and int(found[2] or 0) < 60


def phone_of(line: Line) -> str:
    """E.164, or "" where no number can be read: the line's own words stay beside it."""
    try:
        return read_phone(line.phone)
    except NotAPhoneNumber:
        return ""


def _digits(text: str) -> str:
    try:
        return read_phone(text)
    except NotAPhoneNumber:
        return re.sub(r"\D", "", text)
