"""Boundaries from GeoJSON: read as a whole, refused with a sentence that says where, and drawn on the map."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from quarters.loading import read_city, write_city
from quarters.management.commands.load_quarters import KASSEL
from quarters.models import District, DistrictShape

pytestmark = pytest.mark.django_db
SQUARE = [[9.4, 51.3], [9.5, 51.3], [9.5, 51.35], [9.4, 51.35], [9.4, 51.3]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(KASSEL, tmp_path / "kassel"))


def feature(properties: Any, ring: Any = SQUARE, kind: str = "Polygon") -> dict[str, Any]:
    coordinates = [ring] if kind == "Polygon" else [[ring]]
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def save(folder: Path, *features: Any, **more: Any) -> None:
    data = {"type": "FeatureCollection", "features": list(features), **more}
    (folder / "boundaries.geojson").write_text(json.dumps(data), encoding="utf-8")


def test_districts_are_known_by_number_or_by_name(folder: Path) -> None:
    save(
        folder,
        feature({"NUMMER": "01"}),
        feature({"name": "rothenditmold"}, kind="MultiPolygon"),
        feature({"Name": "Philippinenhof - Warteberg", "number": None}),
    )
    write_city(read_city(folder))
    assert set(DistrictShape.objects.values_list("district__number", flat=True)) == {1, 10, 12}
    assert DistrictShape.objects.get(district__number=1).polygons == [[SQUARE[:-1]]]


def test_all_of_them_are_drawn(client: Client, folder: Path) -> None:
    numbers = [int(line.split(";")[0]) for line in (folder / "districts.csv").read_text().splitlines()[1:]]
    save(folder, *(feature({"number": number}, [[x + number / 50, y] for x, y in SQUARE]) for number in numbers))
    write_city(read_city(folder))
    paths = [
        part.split('"')[0]
        for part in client.get("/stadtteile/").content.decode().split('map__shape" fill-rule="evenodd" d="')[1:]
    ]
    assert len(paths) == 23
    assert {path.count("L") for path in paths} == {3}


def test_a_second_run_changes_nothing_and_what_is_gone_goes(folder: Path) -> None:
    save(folder, feature({"number": 1}), feature({"number": 2}))
    write_city(read_city(folder))
    assert write_city(read_city(folder)) == 0
    save(folder, feature({"number": 1}))
    assert write_city(read_city(folder)) == 1
    assert DistrictShape.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "kein lesbares JSON"),
        ("[]", "FeatureCollection"),
        ({"type": "FeatureCollection"}, "FeatureCollection"),
        ({"features": [feature({"number": 24})]}, "Umriss 1: Einen Stadtteil 24 gibt es"),
        ({"features": [feature({"name": "Atlantis"})]}, "„Atlantis“ gibt es"),
        ({"features": [feature({})]}, "Es fehlt „number“ oder „name“"),
        ({"features": [feature(None)]}, "Es fehlt „number“ oder „name“"),
        ({"features": ["x"]}, "Es fehlt „number“ oder „name“"),
        ({"features": [feature({"number": 1}), feature({"number": 1})]}, "Umriss 2: Der Stadtteil 1 steht schon"),
        ({"features": [{"properties": {"number": 1}, "geometry": None}]}, "da steht „None“"),
        ({"features": [feature({"number": 1}, SQUARE[:3])]}, "nicht geschlossen"),
        ({"features": [feature({"number": 1}, SQUARE[:-1])]}, "nicht geschlossen"),
        ({"features": [feature({"number": 1}, [["a", 1]] * 4)]}, "nicht aus zwei Zahlen"),
        ({"features": [feature({"number": 1}, [[True, 1]] * 4)]}, "nicht aus zwei Zahlen"),
        ({"features": [feature({"number": 1}, [[float("nan"), 51.3]] * 4)]}, "nicht auf der Erde"),
        ({"features": [feature({"number": 1}, [[3500000, 5700000]] * 4)]}, "nicht auf der Erde"),
        ({"features": [feature({"number": 1}, 7)]}, "keine Liste von Punkten"),
        ({"features": [], "crs": {"properties": {"name": "EPSG:25832"}}}, "nicht in Grad"),
    ],
)
def test_a_bad_file_is_named_and_changes_nothing(folder: Path, content: Any, said: str) -> None:
    text = content if isinstance(content, str) else json.dumps({"type": "FeatureCollection"} | content)
    if content == {"type": "FeatureCollection"}:
        text = json.dumps(content)
    (folder / "boundaries.geojson").write_text(text)
    with pytest.raises(CommandError, match="Es wurde nichts geändert") as error:
        call_command("load_quarters", folder, verbosity=0)
    assert said in str(error.value)
    assert not District.objects.exists()
