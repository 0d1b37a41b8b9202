"""Boundaries of districts from a GeoJSON file in a city's folder. Used by `quarters.loading` alone.

A FeatureCollection with a Polygon or MultiPolygon for each district, known by the property `number` or `name`. Degrees, WGS 84.
A bad file is refused as a whole, with a sentence that says where.
"""

import json
from pathlib import Path
from typing import Any

from piano.kit.words import fold
from quarters.models import District, DistrictShape
from quarters.table_lines import BadTable

FILE = "boundaries.geojson"
NUMBERS = ("number", "nummer", "nr")
NAMES = ("name", "bezeichnung")
MOST_BYTES = 20_000_000
MOST_POINTS = 2000  # of one ring; a finer one is thinned out, nobody sees it on a page
DIGITS = 5  # of a degree: a metre


def read_boundaries(folder: Path, districts: dict[int, dict[str, Any]]) -> dict[int, list[Any]]:
    """Number of the district → polygons of rings; nothing where the folder has no such file. Raises `BadTable`."""
    path = folder / FILE
    if not path.is_file():
        return {}
    found: dict[int, list[Any]] = {}
    names = {fold(str(fields["name"])): number for number, fields in districts.items()}
    for position, feature in enumerate(_features(path), start=1):
        number = _number_of(feature, position, districts, names)
        if number in found:
            raise _bad(position, f"Der Stadtteil {number} steht schon weiter oben.")
        found[number] = _polygons(feature.get("geometry"), position)
    return found


def _features(path: Path) -> list[Any]:
    if path.stat().st_size > MOST_BYTES:
        raise BadTable(f"{FILE}: Die Datei ist größer als 20 Megabyte. Gröbere Umrisse genügen für die Karte.")
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, ValueError) as error:
        raise BadTable(f"{FILE}: Das ist kein lesbares JSON ({error}).") from None
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or data.get("type") != "FeatureCollection":
        raise BadTable(f"{FILE}: Erwartet wird eine FeatureCollection mit „features“.")
    if not _is_wgs84(data.get("crs")):
        raise BadTable(f"{FILE}: Die Angaben sind nicht in Grad (WGS 84, EPSG:4326). Bitte umrechnen.")
    return features


def _is_wgs84(crs: Any) -> bool:
    said = json.dumps(crs)
    return crs is None or "CRS84" in said or "4326" in said


def _number_of(feature: Any, position: int, districts: dict[int, Any], names: dict[str, int]) -> int:
    has = feature.get("properties") if isinstance(feature, dict) else None
    properties = {str(key).lower(): value for key, value in (has or {}).items()} if isinstance(has or {}, dict) else {}
    for key in NUMBERS:
        text = str(properties.get(key, "")).strip()
        if text.isdecimal():
            if int(text) not in districts:
                raise _bad(position, f"Einen Stadtteil {int(text)} gibt es in districts.csv nicht.")
            return int(text)
    named = next((str(properties[key]) for key in NAMES if properties.get(key)), "")
    if not named:
        raise _bad(position, "Es fehlt „number“ oder „name“ des Stadtteils.")
    if fold(named) not in names:
        raise _bad(position, f"Einen Stadtteil „{named}“ gibt es in districts.csv nicht.")
    return names[fold(named)]


def _polygons(geometry: Any, position: int) -> list[Any]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise _bad(position, f"Erwartet wird ein Polygon oder MultiPolygon, da steht „{kind}“.")
    given = geometry.get("coordinates")
    polygons = [given] if kind == "Polygon" else given
    if not isinstance(polygons, list) or not polygons:
        raise _bad(position, "Das Polygon hat keine Punkte.")
    return [_rings(polygon, position) for polygon in polygons]


def _rings(polygon: Any, position: int) -> list[Any]:
    if not isinstance(polygon, list) or not polygon:
        raise _bad(position, "Das Polygon hat keine Punkte.")
    return [_ring(ring, position) for ring in polygon]


def _ring(ring: Any, position: int) -> list[list[float]]:
    if not isinstance(ring, list):
        raise _bad(position, "Ein Umriss ist keine Liste von Punkten.")
    points = [_point(point, position) for point in ring]
    if len(points) < 4 or points[0] != points[-1]:
        raise _bad(position, "Ein Umriss ist nicht geschlossen: Der letzte Punkt muss der erste sein.")
    step = -(-len(points) // MOST_POINTS)
    return points[:-1:step]


def _point(point: Any, position: int) -> list[float]:
    numbers = point[:2] if isinstance(point, list) else []
    if len(numbers) < 2 or not all(isinstance(one, int | float) and not isinstance(one, bool) for one in numbers):
        raise _bad(position, "Ein Punkt besteht nicht aus zwei Zahlen.")
    longitude, latitude = numbers
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise _bad(
            position, "Ein Punkt liegt nicht auf der Erde. Zuerst steht die Länge, dann die Breite, beide in Grad."
        )
    return [round(longitude, DIGITS), round(latitude, DIGITS)]


def _bad(position: int, what: str) -> BadTable:
    return BadTable(f"{FILE}, Umriss {position}: {what}")


def write_boundaries(boundaries: dict[int, list[Any]], districts: dict[int, District]) -> int:
    """What the folder says, and what it says no more goes. Returns how many rows are new, changed or gone."""
    gone = DistrictShape.objects.filter(district__in=districts.values())
    gone = gone.exclude(district__in=[districts[number] for number in boundaries])
    changed = gone.delete()[0]
    for number, polygons in boundaries.items():
        shape = DistrictShape.objects.filter(district=districts[number]).first()
        if shape is None or shape.polygons != polygons:
            DistrictShape.objects.update_or_create(district=districts[number], defaults={"polygons": polygons})
            changed += 1
    return changed
