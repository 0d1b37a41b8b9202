"""Meeting points in a city's folder: `meeting_points.csv` and `route.csv`. Used by `quarters.loading` alone.

What GWG or a helper entered stays: a meeting point that is there already is left as it is.
"""

import datetime as dt
from typing import Any, Protocol

from django.utils.text import slugify

from quarters.models import MeetingPoint, RouteStop, Tenure
from quarters.models.points import Access, Loop, Toilet
from quarters.people.languages import SPOKEN
from quarters.table_lines import Line, check_new

DAYS = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"]
CHOICES = {"step_free": Access, "toilet": Toilet, "hearing_loop": Loop}


class City(Protocol):
    """What is asked of `quarters.loading.City`."""

    name: str
    districts: dict[int, dict[str, Any]]
    organisations: dict[str, dict[str, Any]]
    points: dict[str, dict[str, Any]]
    tenures: dict[str, dict[str, Any]]
    stops: list[dict[str, Any]]


def read_point(city: City, line: Line) -> None:
    name = line.text("name", required=True)
    check_new(line, city.points, name)
    fields: dict[str, Any] = {"slug": slugify(name), "district": read_district(city, line)}
    fields |= {column: line.text(column) for column in ("hours", "about", "moved_to")}
    fields |= {"phone": line.phone("phone"), "is_confirmed": line.flag("confirmed"), "languages": read_languages(line)}
    fields |= {"valid_from": line.date("valid_from"), "valid_until": line.date("valid_until")}
    if fields["valid_from"] and fields["valid_until"] and fields["valid_until"] <= fields["valid_from"]:
        raise line.bad("„valid_until“ liegt vor „valid_from“.")
    city.points[name] = fields
    city.tenures[name] = read_tenure(city, line)


def read_tenure(city: City, line: Line) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for column in ("operator", "landlord"):
        fields[column] = line.text(column)
        if fields[column] and fields[column] not in city.organisations:
            raise line.bad(f"„{fields[column]}“ steht nicht in organisations.csv.")
    fields |= {column: line.text(column) for column in ("street", "postcode", "nearest_stop")}
    return fields | {column: line.choice(column, CHOICES[column]) for column in CHOICES if line.text(column)}


def read_district(city: City, line: Line) -> int:
    number: int = line.read("district", int, "die Nummer eines Stadtteils")
    if number not in city.districts:
        raise line.bad(f"Einen Stadtteil {number} gibt es in districts.csv nicht.")
    return number


def read_languages(line: Line) -> list[str]:
    codes = line.text("languages").split()
    if unknown := set(codes) - set(SPOKEN):
        raise line.bad(f"Die Sprache „{min(unknown)}“ kennen wir nicht. Möglich sind: {', '.join(SPOKEN)}.")
    return codes


def read_stop(city: City, line: Line) -> None:
    """A stop of a meeting point that drives, on one weekday."""
    name = line.text("meeting_point", required=True)
    if name not in city.points:
        raise line.bad(f"„{name}“ steht nicht in meeting_points.csv.")
    arrives, leaves = read_span(line, "arrives", "leaves")
    fields = {"meeting_point": name, "weekday": line.read("day", DAYS.index, "ein Tag wie Mo"), "arrives": arrives}
    fields |= {"leaves": leaves, "place": line.text("place", required=True), "district": read_district(city, line)}
    city.stops.append(fields)


def read_span(line: Line, start: str, end: str) -> tuple[dt.time, dt.time]:
    """Two times of day, the second after the first."""
    first = line.read(start, dt.time.fromisoformat, "eine Uhrzeit wie 09:00")
    last = line.read(end, dt.time.fromisoformat, "eine Uhrzeit wie 17:00")
    if last <= first:
        raise line.bad(f"„{end}“ liegt vor „{start}“.")
    return first, last


def write_points(city: City, organisations: dict[str, Any], districts: dict[int, Any]) -> int:
    """New meeting points with who runs them and where, then their stops. Returns how many rows are new."""
    new = [
        name for name, fields in city.points.items() if not MeetingPoint.objects.filter(slug=fields["slug"]).exists()
    ]
    points = {name: make_point(city, name, organisations, districts) for name in new}
    for name, point in points.items():
        wanted = city.points[name]["moved_to"]
        if wanted:
            point.moved_to = MeetingPoint.objects.filter(name=wanted, district__city=city.name).first()
            point.save(update_fields=["moved_to"])
    stops = [
        RouteStop(**one | {"meeting_point": points[one["meeting_point"]], "district": districts[one["district"]]})
        for one in city.stops
        if one["meeting_point"] in points
    ]
    return len(points) + len(RouteStop.objects.bulk_create(stops))


def make_point(city: City, name: str, organisations: dict[str, Any], districts: dict[int, Any]) -> MeetingPoint:
    fields = dict(city.points[name])
    fields |= {"name": name, "district": districts[fields["district"]], "moved_to": None}
    point = MeetingPoint.objects.create(**fields)
    tenure = dict(city.tenures[name])
    tenure |= {column: organisations.get(tenure[column]) for column in ("operator", "landlord")}
    Tenure.objects.create(
        meeting_point=point, valid_from=fields["valid_from"], valid_until=fields["valid_until"], **tenure
    )
    return point
