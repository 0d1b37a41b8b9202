"""A paper log book of calls as a table: columns found by their names, lines understood one by one. Pure.

Each line becomes a request, an emergency, the landlord's, the professionals', or an error with the field that is wrong.
An emergency is read before anything else of the line, so that no missing field hides it.
"""

import csv
import datetime as dt
import hashlib
import io
import re
from dataclasses import dataclass

from piano.kit.errors import DomainError
from piano.kit.phones import NotAPhoneNumber, read_phone
from requests.paper.kinds import is_professional, kind_of_words
from requests.red_flags import EMERGENCY, LANDLORD, find_red_flags, fold

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
HOUSE = re.compile(
    r"^(?P<street>.*?[^\W\d].*?)\s+(?P<number>\d+\s?[a-z]?(?:\s?[-/]\s?\d+\s?[a-z]?)?)(?=\s|,|$)", re.IGNORECASE
)
POSTCODE = re.compile(r"\b(\d{5})\b")
HERSELF = ("", "selbst", "selber", "sich", "sich selbst")
NOBODY = ("hat aufgelegt", "aufgelegt", "verwaehlt", "niemand dran")


class NotALogBook(DomainError):
    """The file cannot be read as a table of calls; the sentence says why."""


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
    """The lines of a file in UTF-8 (with or without BOM) or Windows-1252, with `;` or `,`. Raises `NotALogBook`."""
    text = _decoded(data)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    if not rows:
        raise NotALogBook("Die Datei ist leer.")
    places = _columns(rows[0])
    return [
        _line(place, row, places) for place, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row)
    ]


def _decoded(data: bytes) -> str:
    if b"\x00" in data:
        raise NotALogBook("Das ist keine Textdatei. Bitte als CSV speichern.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max((";", ",", "\t"), key=first.count)


def _columns(header: list[str]) -> dict[str, int]:
    names = [fold(name) for name in header]
    places = {key: next((names.index(name) for name in known if name in names), -1) for key, known in COLUMNS.items()}
    missing = [COLUMNS[key][0] for key in NEEDED if places[key] < 0]
    if missing:
        raise NotALogBook(f"In der ersten Zeile fehlt die Spalte: {', '.join(name.capitalize() for name in missing)}.")
    return places


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


def read_address(text: str) -> dict[str, str]:
    """Street, house number and postcode, as far as they can be told apart."""
    found = HOUSE.match(text)
    postcode = POSTCODE.search(text)
    street = found["street"] if found else text.partition(",")[0]
    return {
        "street": street.strip(" ,"),
        "house_number": found["number"].strip() if found else "",
        "postcode": postcode[1] if postcode else "",
    }


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
