"""A paper log book of calls as a table: columns found by their names, lines understood one by one. Pure.

Each line becomes a request, an emergency, the landlord's, the professionals', or an error with the field that is wrong.
An emergency is read before anything else of the line, so that no missing field hides it.
"""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass

from piano.kit.phones import NotAPhoneNumber, read_phone
from piano.kit.tables import column_places, header_at, read_table
from piano.kit.words import fold
from quarters.kinds import kind_of_words
from requests.paper.professional import is_professional
from requests.wishes.red_flags import EMERGENCY, LANDLORD, find_red_flags, is_emergency
from requests.wishes.spoken_time import MONTHS, SPOKEN_HOUR

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
ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)")
DATE = re.compile(
    rf"(?:[a-zäöü]+\.?,? )?"
    rf"(?P<day>\d{{1,2}})(?:\. ?|/)(?P<month>\d{{1,2}}|(?:{'|'.join(MONTHS)})[a-zä]*)(?:\.? ?|/)(?P<year>\d{{4}}|\d\d)?",
    re.IGNORECASE,
)
LEAP_YEAR = 2024  # of a day without a year
TIME = re.compile(r"(?:ca\.? |gegen |um )?(\d{1,2})(?:(?:[:.h]| uhr )(\d{2}))?(?: ?uhr)?", re.IGNORECASE)
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
    rest: str = ""

    @property
    def digest(self) -> str:
        """The whole content without its number, in one spelling: what makes two lines the same."""
        parts = (self.date, self.time, self.duty, self.caller, self.helped, _digits(self.phone), self.address)
        return hashlib.sha256(
            "|".join(
                fold(part) for part in (*parts, self.text, self.when, self.note, *filter(None, [self.rest]))
            ).encode()
        ).hexdigest()

    @property
    def everything(self) -> tuple[str, ...]:
        return self.text, self.when, self.note

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """Where danger stands when somebody was in a hurry; a cell without a letter is a number or a day."""
        cells = (self.caller, self.helped, self.phone, self.address, self.rest)
        return tuple(cell for cell in cells if re.search(r"[^\W\d_]", cell))


@dataclass(frozen=True)
class Verdict:
    """`outcome` is request, emergency, landlord, professional or error; `category` and `field` belong to the first and last."""

    outcome: str
    category: str = ""
    field: str = ""


def read_log_book(data: bytes) -> list[Line]:
    """The lines of a table: CSV in UTF-8 or Windows-1252 with `;` or `,`, or XLSX. Raises `NotATable`."""
    rows = read_table(data)
    at = header_at(rows, COLUMNS, needed=NEEDED)
    places = column_places(rows[at], COLUMNS, needed=NEEDED)
    lines = enumerate(rows[at + 1 :], start=at + 2)
    return [_line(place, row, places) for place, row in lines if any(cell.strip() for cell in row)]


def _line(place: int, row: list[str], places: dict[str, int]) -> Line:
    cells = {key: " ".join(row[at].split()) if 0 <= at < len(row) else "" for key, at in places.items()}
    rest = [" ".join(cell.split()) for at, cell in enumerate(row) if at not in places.values()]
    return Line(place=place, rest=" · ".join(filter(None, rest)), **cells)


def judge(line: Line) -> Verdict:
    """What becomes of the line. An emergency and the landlord's duty need no complete fields; a request does."""
    kinds = {flag.kind for flag in find_red_flags(*line.everything)}
    if EMERGENCY in kinds or is_emergency(*line.elsewhere):
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
    """„02.11.2026“, „Mo 2.11.26“, „2. Nov. 2026“; None for what is no day."""
    found = ISO_DATE.fullmatch(text) or DATE.fullmatch(text)
    if not found:
        return None
    year, month = found["year"] or str(LEAP_YEAR), found["month"].lower()
    number = int(month) if month.isdigit() else MONTHS.index(month[:3]) + 1
    try:
        return dt.date(int(year) + (2000 if len(year) == 2 else 0), number, int(found["day"]))
    except ValueError:
        return None


def _is_time(text: str) -> bool:
    """An hour of the clock, up to 24:00, or as it is spoken: „halb drei“, „gegen Mittag“."""
    found = TIME.fullmatch(text)
    if found is None:
        return SPOKEN_HOUR.search(text.lower()) is not None
    hour, minute = int(found[1]), int(found[2] or 0)
    return (hour < 24 and minute < 60) or (hour, minute) == (24, 0)


def phone_of(line: Line) -> str:
    """E.164, also of „0561/ 123-45 (Nachbarin)“, or "" where no number can be read: the line's own words stay beside it."""
    numbers = re.findall(r"\+?\(?\d[\d\s()/.-]{3,}", line.phone)
    for text in (line.phone, *numbers):
        try:
            return read_phone(text.strip(" (/.-") if text in numbers else text)
        except NotAPhoneNumber:
            continue
    return ""


def is_phone_understood(line: Line) -> bool:
    """Whether the number says everything that stands in its field."""
    return not re.search(r"[^\W\d_]", line.phone) and bool(phone_of(line) or not line.phone)


def _digits(text: str) -> str:
    try:
        return read_phone(text)
    except NotAPhoneNumber:
        return re.sub(r"\D", "", text)
