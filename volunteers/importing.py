"""An association's list of people who help comes in: every line is „zu prüfen“, nobody becomes eligible by it.

A line becomes an `Interest` of the association; who talks to the person makes a volunteer of her. What the columns do not
say in our words stays in the person's own. A second run adds nothing.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from piano.kit.phones import NotAPhoneNumber, read_phone
from piano.kit.tables import column_places, header_at, read_table
from piano.kit.words import fold
from quarters.kinds import kind_of_words
from quarters.models import Category, District, Organisation
from quarters.people.languages import SPOKEN
from quarters.people.people_search import district_of_street, split_name
from quarters.people.written_address import read_address
from volunteers.models import Interest, Volunteer

COLUMNS = {
    "name": ("name", "vor und nachname", "nachname vorname", "ehrenamtliche", "freiwillige"),
    "given_name": ("vorname",),
    "family_name": ("nachname", "familienname"),
    "phone": ("telefon", "tel", "handy", "mobil", "rufnummer", "telefonnummer"),
    "email": ("e mail", "email", "mail"),
    "address": ("strasse", "adresse", "anschrift"),
    "languages": ("sprachen", "sprache"),
    "kinds": ("hilfen", "hilfe", "was", "bereiche", "kategorien", "angebote", "macht gern"),
    "times": ("zeiten", "wann", "zeit", "verfuegbar"),
    "note": ("vermerk", "bemerkung", "notiz", "bemerkungen"),
}
OTHER_NAMES = {"farsi": "fa", "dari": "fa", "persisch": "fa", "kurmandschi": "ku", "tigrinisch": "ti"}
LANGUAGES = {fold(str(name)): code for code, name in SPOKEN.items()} | OTHER_NAMES
BETWEEN = re.compile(r"[,;/+]|\bund\b")
WITHOUT_ZERO = re.compile(r"[1-9]\d{9,}")  # longer than any number within the city
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


@dataclass(frozen=True)
class Line:
    """One line, understood as far as it goes; `place` counts from 2, as a spreadsheet does. `wrong` says what is missing."""

    place: int
    name: str
    phone: str
    email: str
    address: str
    languages: tuple[str, ...]
    kinds: tuple[str, ...]
    times: str
    words: str
    digest: str
    wrong: str = ""


@dataclass(frozen=True)
class Outcome:
    """`is_new` is False for a line that was there before, or somebody who helps already; a guessed district is the default."""

    line: Line
    district: District
    is_new: bool
    is_guessed: bool


def read_people(data: bytes) -> list[Line]:
    """The lines of a CSV or XLSX file. Raises `NotATable`."""
    rows = read_table(data)
    at = header_at(rows, COLUMNS, needed=("name",)) or header_at(rows, COLUMNS, needed=("family_name",))
    needed = () if {"vorname", "nachname"} & {fold(name) for name in rows[at]} else ("name",)
    places = column_places(rows[at], COLUMNS, needed=needed)
    lines = enumerate(rows[at + 1 :], start=at + 2)
    return [_line(place, row, places) for place, row in lines if any(cell.strip() for cell in row)]


def _line(place: int, row: list[str], places: dict[str, int]) -> Line:
    cells = {key: " ".join(row[at].split()) if 0 <= at < len(row) else "" for key, at in places.items()}
    name = cells["name"] or f"{cells['given_name']} {cells['family_name']}".strip()
    phone, email = _phone(cells["phone"]), cells["email"] if EMAIL.fullmatch(cells["email"]) else ""
    languages, strange = _known(cells["languages"], lambda word: LANGUAGES.get(word, ""))
    kinds, other = _known(cells["kinds"], kind_of_words)
    told = (("Sprachen", strange), ("Hilfen", other), ("", cells["note"]))
    return Line(
        place=place,
        name=name[:120],
        phone=phone,
        email=email,
        address=cells["address"][:160],
        languages=languages,
        kinds=kinds,
        times=cells["times"][:200],
        words=". ".join(f"{label}: {text}" if label else text for label, text in told if text),
        digest=hashlib.sha256("|".join(fold(cell) for cell in (name, phone, email, *row)).encode()).hexdigest(),
        wrong=_wrong(name, phone, email, cells),
    )


def _phone(text: str) -> str:
    """E.164, "" where no number can be read; a spreadsheet that took the number for a sum has eaten its first 0."""
    try:
        return read_phone(f"0{text}" if WITHOUT_ZERO.fullmatch(text) else text)
    except NotAPhoneNumber:
        return ""


def _known(text: str, code_of: Callable[[str], str]) -> tuple[tuple[str, ...], str]:
    """The codes of the parts that we know, each once, and the rest in its own words."""
    codes: list[str] = []
    rest: list[str] = []
    for part in (part.strip() for part in BETWEEN.split(text)):
        code = code_of(fold(part)) if part else ""
        if code and code not in codes:
            codes.append(code)
        elif part and not code:
            rest.append(part)
    return tuple(codes), ", ".join(rest)


def _wrong(name: str, phone: str, email: str, cells: dict[str, str]) -> str:
    if not name:
        return "Es fehlt der Name."
    if cells["phone"] and not phone:
        return "Diese Telefonnummer gibt es nicht."
    if cells["email"] and not email:
        return "Diese E-Mail-Adresse gibt es nicht."
    return "" if phone or email else "Es fehlt eine Telefonnummer oder E-Mail-Adresse."


def preview(lines: Iterable[Line], *, default: District) -> list[Outcome]:
    """What `import_people` would do, of the lines with nothing wrong. `default` is the district of unknown streets."""
    seen: set[str] = set()
    outcomes = []
    for line in lines:
        if line.wrong:
            continue
        found = _district(line)
        outcomes.append(Outcome(line, found or default, _is_new(line) and line.digest not in seen, found is None))
        seen.add(line.digest)
    return outcomes


def import_people(
    lines: Iterable[Line], *, association: Organisation, default: District, now: dt.datetime
) -> list[Outcome]:
    """Writes down whoever is new, all in one transaction. Two runs at once write a line once: its digest is unique."""
    with transaction.atomic():
        outcomes = preview(lines, default=default)
        for outcome in outcomes:
            if outcome.is_new:
                _keep(outcome, association=association, now=now)
    return outcomes


def _keep(outcome: Outcome, *, association: Organisation, now: dt.datetime) -> None:
    line = outcome.line
    interest, is_made = Interest.objects.get_or_create(
        digest=line.digest,
        defaults={
            "name": line.name,
            "phone": line.phone,
            "email": line.email,
            "address": line.address,
            "languages": list(line.languages),
            "times": line.times,
            "words": line.words,
            "district": outcome.district,
            "association": association,
            "created_at": now,
        },
    )
    if is_made:
        interest.categories.set(Category.objects.filter(code__in=line.kinds, is_offered=True))


def _is_new(line: Line) -> bool:
    """Not on a list that was read before, and nobody who helps already under this number or address."""
    same = Q(user__phone=line.phone) if line.phone else Q(user__email__iexact=line.email)
    family_name = split_name(line.name)["family_name"]
    return (
        not Interest.objects.filter(digest=line.digest).exists()
        and not Volunteer.objects.filter(same, user__family_name__iexact=family_name).exists()
    )


def _district(line: Line) -> District | None:
    address = read_address(line.address)
    return district_of_street(address["street"], address["house_number"]) if address["street"] else None
