"""Places of a city from a folder of tables: read and checked as a whole first, then written in one transaction.

A bad line raises `BadTable` with file and line, and nothing is changed. The second run of the same folder changes nothing.
"""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from piano.kit.errors import DomainError
from piano.kit.phones import NotAPhoneNumber, read_phone
from quarters.models import (
    Category,
    District,
    Level,
    MeetingPoint,
    Organisation,
    OrganisationKind,
    Price,
    PriceKind,
    Quarter,
    Urgency,
    Who,
)
from quarters.models.prices import FEES, OUTLAYS, WITH_AMOUNT

YES, NO = {"yes", "ja", "1", "x"}, {"no", "nein", "0", ""}
LANGUAGE_COLUMNS = ("easy", "en", "tr", "ru", "ar", "uk", "bg")


class BadTable(DomainError):
    """A file cannot be used; the sentence names file and line."""


@dataclass
class Line:
    """One row of a table that knows where it stands, and reads its cells by kind."""

    file: str
    number: int
    cells: dict[str, str]

    def bad(self, what: str) -> BadTable:
        return BadTable(f"{self.file}, Zeile {self.number}: {what}")

    def text(self, column: str, *, required: bool = False) -> str:
        value = (self.cells.get(column) or "").strip()
        if required and not value:
            raise self.bad(f"„{column}“ fehlt.")
        return value

    def read(self, column: str, kind: Callable[[str], Any], what: str) -> Any:
        value = self.text(column, required=True)
        try:
            return kind(value)
        except ValueError:
            raise self.bad(f"„{column}“ soll {what} sein, steht aber als „{value}“ da.") from None

    def flag(self, column: str) -> bool:
        value = self.text(column).lower()
        if value not in YES | NO:
            raise self.bad(f"„{column}“ soll ja oder nein sein, steht aber als „{value}“ da.")
        return value in YES

    def choice(self, column: str, choices: type[Any]) -> str:
        value = self.text(column, required=True)
        if value not in choices.values:
            raise self.bad(f"„{column}“ kennt „{value}“ nicht. Möglich sind: {', '.join(choices.values)}.")
        return value

    def date(self, column: str) -> dt.date | None:
        value = self.text(column)
        for shape in ("%Y-%m-%d", "%d.%m.%Y"):
            try:
                return dt.datetime.strptime(value, shape).date() if value else None  # noqa: DTZ007  a day has no zone
            except ValueError:
                continue
        raise self.bad(f"„{column}“ soll ein Datum sein (24.11.2026), steht aber als „{value}“ da.")

    def phone(self, column: str) -> str:
        try:
            return read_phone(self.text(column))
        except NotAPhoneNumber as error:
            raise self.bad(f"„{column}“: {error}") from None


@dataclass
class City:
    """A checked folder: keyed fields of each row, ready to be written."""

    name: str
    districts: dict[int, dict[str, Any]] = field(default_factory=dict)
    everyday_names: dict[int, list[str]] = field(default_factory=dict)
    organisations: dict[str, dict[str, Any]] = field(default_factory=dict)
    points: dict[str, dict[str, Any]] = field(default_factory=dict)
    categories: dict[str, dict[str, Any]] = field(default_factory=dict)
    prices: list[dict[str, Any]] = field(default_factory=list)


def read_city(folder: Path) -> City:
    """Reads and checks everything; touches no database. Raises `BadTable`."""
    if not (folder / "city.txt").is_file():
        raise BadTable(f"{folder}: Hier liegt keine city.txt mit dem Namen der Stadt.")
    city = City((folder / "city.txt").read_text(encoding="utf-8").strip())
    for line in _lines(folder / "districts.csv", {"number", "name", "latitude", "longitude"}):
        _read_district(city, line)
    for line in _lines(folder / "organisations.csv", {"name", "kind"}):
        _read_organisation(city, line)
    for line in _lines(folder / "meeting_points.csv", {"name", "district"}):
        _read_point(city, line)
    if (folder / "categories.csv").exists():
        for line in _lines(folder / "categories.csv", {"code", "name", "minutes_from", "minutes_to", "who", "level"}):
            _read_category(city, line)
    if (folder / "prices.csv").exists():
        for line in _lines(folder / "prices.csv", {"organisation", "category", "kind", "cents", "valid_from"}):
            _read_price(city, line)
    return city


def _lines(path: Path, needed: set[str]) -> Iterator[Line]:
    if not path.is_file():
        raise BadTable(f"{path.name} fehlt in {path.parent}.")
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("windows-1252", errors="replace")
    reader = csv.DictReader(io.StringIO(text), delimiter=";")
    missing = needed - set(reader.fieldnames or ())
    if missing:
        raise BadTable(f"{path.name}, Zeile 1: Es fehlen die Spalten {', '.join(sorted(missing))}.")
    for row in reader:
        line = Line(path.name, reader.line_num, row)
        if None in row or None in row.values():
            raise line.bad("Die Zeile hat nicht so viele Spalten wie die Überschrift.")
        yield line


def _once(line: Line, known: dict[Any, Any], key: Any) -> None:
    if key in known:
        raise line.bad(f"„{key}“ steht schon weiter oben.")


def _read_district(city: City, line: Line) -> None:
    number = line.read("number", int, "eine Zahl")
    _once(line, city.districts, number)
    latitude = line.read("latitude", float, "eine Zahl mit Punkt")
    longitude = line.read("longitude", float, "eine Zahl mit Punkt")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise line.bad("Dieser Ort liegt nicht auf der Erde.")
    name = line.text("name", required=True)
    city.districts[number] = {
        "name": name,
        "slug": slugify(name) if city.name == "Kassel" else slugify(f"{city.name} {name}"),
        "latitude": latitude,
        "longitude": longitude,
        "postcodes": line.text("postcodes"),
        "has_landlord_stock": line.flag("landlord_stock"),
    }
    city.everyday_names[number] = [word.strip() for word in line.text("everyday_names").split(",") if word.strip()]


def _read_organisation(city: City, line: Line) -> None:
    name = line.text("name", required=True)
    _once(line, city.organisations, name)
    city.organisations[name] = {
        "slug": slugify(name),
        "kind": line.choice("kind", OrganisationKind),
        "phone": line.phone("phone"),
        "website": line.text("website"),
    }


def _read_point(city: City, line: Line) -> None:
    name = line.text("name", required=True)
    _once(line, city.points, name)
    number = line.read("district", int, "die Nummer eines Stadtteils")
    if number not in city.districts:
        raise line.bad(f"Einen Stadtteil {number} gibt es in districts.csv nicht.")
    fields: dict[str, Any] = {"slug": slugify(name), "district": number}
    for column in ("operator", "landlord"):
        fields[column] = line.text(column)
        if fields[column] and fields[column] not in city.organisations:
            raise line.bad(f"„{fields[column]}“ steht nicht in organisations.csv.")
    fields |= {column: line.text(column) for column in ("street", "postcode", "hours", "about")}
    fields |= {"phone": line.phone("phone"), "is_confirmed": line.flag("confirmed")}
    fields |= {"valid_from": line.date("valid_from"), "valid_until": line.date("valid_until")}
    if fields["valid_from"] and fields["valid_until"] and fields["valid_until"] <= fields["valid_from"]:
        raise line.bad("„valid_until“ liegt vor „valid_from“.")
    city.points[name] = fields


def _read_category(city: City, line: Line) -> None:
    code = line.text("code", required=True)
    _once(line, city.categories, code)
    shortest = line.read("minutes_from", int, "eine Zahl")
    longest = line.read("minutes_to", int, "eine Zahl")
    if not 0 < shortest <= longest:
        raise line.bad("„minutes_from“ soll größer als 0 und höchstens „minutes_to“ sein.")
    city.categories[code] = {
        "name": line.text("name", required=True),
        "hint": line.text("hint"),
        "labels": {language: line.text(language) for language in LANGUAGE_COLUMNS if line.text(language)},
        "minutes_from": shortest,
        "minutes_to": longest,
        "who": line.choice("who", Who),
        "level": line.choice("level", Level),
        "usual_urgency": line.choice("urgency", Urgency),
        "needs_licence": line.flag("licence"),
        "needs_deadline": line.flag("deadline"),
        "rule": line.text("rule"),
        "relief_amount": line.text("relief"),
        "position": len(city.categories) + 1,
    }


def _read_price(city: City, line: Line) -> None:
    organisation, category = line.text("organisation", required=True), line.text("category")
    if organisation not in city.organisations:
        raise line.bad(f"„{organisation}“ steht nicht in organisations.csv.")
    if category and category not in city.categories:
        raise line.bad(f"„{category}“ steht nicht in categories.csv.")
    kind, cents = line.choice("kind", PriceKind), line.read("cents", int, "eine Zahl in Cent")
    if (cents > 0) != (kind in WITH_AMOUNT):
        raise line.bad("Ein Betrag gehört zu hour, kilometre und care, und nur dazu.")
    line.text("valid_from", required=True)
    fields = {"organisation": organisation, "category": category, "kind": kind, "cents": cents}
    city.prices.append(fields | {"valid_from": line.date("valid_from"), "valid_until": line.date("valid_until")})


def write_city(city: City) -> int:
    """Brings the database to what the folder says, in one transaction. Returns how many rows were new or changed."""
    with transaction.atomic():
        changed, organisations, districts = 0, {}, {}
        for name, fields in city.organisations.items():
            organisations[name], is_changed = _put(Organisation, {"name": name}, fields)
            changed += is_changed
        for number, fields in city.districts.items():
            districts[number], is_changed = _put(District, {"city": city.name, "number": number}, fields)
            changed += is_changed + _name_quarters(districts[number], city.everyday_names[number])
        for name, fields in city.points.items():
            links = {column: organisations.get(fields[column]) for column in ("operator", "landlord")}
            values = fields | links | {"district": districts[fields["district"]], "name": name}
            changed += _put(MeetingPoint, {"slug": fields["slug"]}, values)[1]
        changed += sum(_put(Category, {"code": code}, fields)[1] for code, fields in city.categories.items())
        changed += sum(_fill_price(fields, organisations) for fields in city.prices)
    return changed


def _put(model: Any, key: dict[str, Any], fields: dict[str, Any]) -> tuple[Any, bool]:
    """Makes or changes one row; `True` when something was written."""
    row = model.objects.filter(**key).first() or model(**key)
    if row.pk and all(getattr(row, name) == value for name, value in fields.items()):
        return row, False
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row, True


def _fill_price(fields: dict[str, Any], organisations: dict[str, Any]) -> bool:
    """Only where the organisation has never had a price of this kind: what GWG entered or ended stays."""
    organisation = organisations[fields["organisation"]]
    category = Category.objects.get(code=fields["category"]) if fields["category"] else None
    like = next(group for group in (FEES, OUTLAYS, (PriceKind.CARE,)) if fields["kind"] in group)
    if Price.objects.filter(organisation=organisation, category=category, kind__in=like).exists():
        return False
    Price.objects.create(**fields | {"organisation": organisation, "category": category})
    return True


def _name_quarters(district: District, names: list[str]) -> int:
    wanted = {slugify(name): name for name in names}
    gone = Quarter.objects.filter(district=district).exclude(slug__in=wanted).delete()[0]
    return gone + sum(
        _put(Quarter, {"district": district, "slug": slug}, {"name": name})[1] for slug, name in wanted.items()
    )
