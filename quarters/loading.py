"""Places of a city from a folder of tables: read and checked as a whole first, then written in one transaction.

A bad line raises `BadTable` with file and line, and nothing is changed. The second run of the same folder changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from quarters.city_map.boundaries import read_boundaries, write_boundaries
from quarters.models import (
    Category,
    District,
    Level,
    MeetingPoint,
    OfficeHours,
    Organisation,
    OrganisationKind,
    Price,
    PriceKind,
    Quarter,
    Urgency,
    Who,
)
from quarters.models.prices import FEES, OUTLAYS, WITH_AMOUNT
from quarters.points.tables import DAYS, read_point, read_span, read_stop, write_points
from quarters.table_lines import BadTable, Line, check_new, lines_of

LANGUAGE_COLUMNS = ("easy", "en", "tr", "ru", "ar", "uk", "bg")


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
    hours: list[dict[str, Any]] = field(default_factory=list)
    tenures: dict[str, dict[str, Any]] = field(default_factory=dict)
    stops: list[dict[str, Any]] = field(default_factory=list)
    boundaries: dict[int, list[Any]] = field(default_factory=dict)


def read_city(folder: Path) -> City:
    """Reads and checks everything; touches no database. Raises `BadTable`."""
    if not (folder / "city.txt").is_file():
        raise BadTable(f"{folder}: Hier liegt keine city.txt mit dem Namen der Stadt.")
    city = City((folder / "city.txt").read_text(encoding="utf-8").strip())
    for line in lines_of(folder / "districts.csv", {"number", "name", "latitude", "longitude"}):
        _read_district(city, line)
    for line in lines_of(folder / "organisations.csv", {"name", "kind"}):
        _read_organisation(city, line)
    for line in lines_of(folder / "meeting_points.csv", {"name", "district"}):
        read_point(city, line)
    for name, needed, read in MORE:
        for line in lines_of(folder / name, needed) if (folder / name).exists() else ():
            read(city, line)
    city.boundaries = read_boundaries(folder, city.districts)
    return city


def _read_district(city: City, line: Line) -> None:
    number = line.read("number", int, "eine Zahl")
    check_new(line, city.districts, number)
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
    check_new(line, city.organisations, name)
    city.organisations[name] = {
        "slug": slugify(name),
        "kind": line.choice("kind", OrganisationKind),
        "phone": line.phone("phone"),
        "website": line.text("website"),
    }


def _read_category(city: City, line: Line) -> None:
    code = line.text("code", required=True)
    check_new(line, city.categories, code)
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
        "is_intimate": line.flag("intimate"),
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


def _read_hours(city: City, line: Line) -> None:
    """One line is one span on some days: „Mo-Fr“, „Mo,Mi“."""
    name = line.text("meeting_point", required=True)
    if name not in city.points:
        raise line.bad(f"„{name}“ steht nicht in meeting_points.csv.")
    days = line.read("days", _weekdays, "Tage wie Mo-Fr oder Mo,Mi")
    opens, closes = read_span(line, "opens", "closes")
    city.hours += [{"meeting_point": name, "weekday": day, "opens": opens, "closes": closes} for day in days]


def _weekdays(text: str) -> list[int]:
    """Raises `ValueError`."""
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        found += range(DAYS.index(first.strip()), DAYS.index((last or first).strip()) + 1)
    return found


MORE: tuple[tuple[str, set[str], Callable[[City, Line], None]], ...] = (
    ("categories.csv", {"code", "name", "minutes_from", "minutes_to", "who", "level"}, _read_category),
    ("prices.csv", {"organisation", "category", "kind", "cents", "valid_from"}, _read_price),
    ("office_hours.csv", {"meeting_point", "days", "opens", "closes"}, _read_hours),
    ("route.csv", {"meeting_point", "day", "arrives", "leaves", "place", "district"}, read_stop),
)


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
        changed += write_points(city, organisations, districts)
        changed += write_boundaries(city.boundaries, districts)
        changed += sum(_put(Category, {"code": code}, fields)[1] for code, fields in city.categories.items())
        changed += sum(_fill_price(fields, organisations) for fields in city.prices)
        changed += _fill_hours(city)
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


def _fill_hours(city: City) -> int:
    """Only where a meeting point has no hours at all: what GWG entered stays."""
    named = {fields["meeting_point"] for fields in city.hours}
    without = MeetingPoint.objects.filter(name__in=named, district__city=city.name, office_hours=None)
    points = {point.name: point for point in without}
    rows = [
        OfficeHours(**one | {"meeting_point": points[one["meeting_point"]]})
        for one in city.hours
        if one["meeting_point"] in points
    ]
    return len(OfficeHours.objects.bulk_create(rows))


def _name_quarters(district: District, names: list[str]) -> int:
    wanted = {slugify(name): name for name in names}
    gone = Quarter.objects.filter(district=district).exclude(slug__in=wanted).delete()[0]
    return gone + sum(
        _put(Quarter, {"district": district, "slug": slug}, {"name": name})[1] for slug, name in wanted.items()
    )
