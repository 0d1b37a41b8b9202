"""Places of a city from tables."""

import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from quarters.loading import BadTable, read_city, write_city
from quarters.management.commands.load_quarters import KASSEL
from quarters.models import Category, District, MeetingPoint, Quarter

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(KASSEL, tmp_path / "kassel"))


def test_all_23_districts_and_18_kinds_of_help_are_there() -> None:
    write_city(read_city(KASSEL))
    assert District.objects.count() == 23
    assert set(District.objects.values_list("number", flat=True)) == set(range(1, 24))
    assert Category.objects.count() == 18


def test_everyday_names_lead_to_their_district() -> None:
    write_city(read_city(KASSEL))
    assert Quarter.objects.get(name="Mattenberg").district.name == "Oberzwehren"
    assert Quarter.objects.get(name="Nordstadt").district.name == "Nord-Holland"


def test_all_pins_lie_in_the_city() -> None:
    for fields in read_city(KASSEL).districts.values():
        assert 51.2604 < fields["latitude"] < 51.3694
        assert 9.3510 < fields["longitude"] < 9.5701


def test_a_second_run_changes_nothing() -> None:
    assert write_city(read_city(KASSEL)) > 0
    assert write_city(read_city(KASSEL)) == 0


def test_a_meeting_point_that_moved_keeps_its_dates() -> None:
    write_city(read_city(KASSEL))
    old, new = (
        MeetingPoint.objects.get(slug="treff-forstfeld-steinigkstrae"),
        MeetingPoint.objects.get(slug="treff-forstfeld"),
    )
    assert old.valid_until == new.valid_from
    assert old.moved_to == new
    assert [one.street for one in old.tenures.all()] == ["Steinigkstraße 23"]


def test_another_city_loads_just_as_well(tmp_path: Path) -> None:
    (tmp_path / "city.txt").write_text("Musterstadt\n")
    (tmp_path / "districts.csv").write_text("number;name;latitude;longitude\n1;Altstadt;50.1;8.6\n")
    (tmp_path / "organisations.csv").write_text("name;kind\nVerein Muster;association\n")
    (tmp_path / "meeting_points.csv").write_text("name;district;operator\nTreff Muster;1;Verein Muster\n")
    write_city(read_city(KASSEL))
    write_city(read_city(tmp_path))
    assert District.objects.filter(city="Musterstadt").count() == 1
    assert MeetingPoint.objects.get(name="Treff Muster").district.city == "Musterstadt"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("districts.csv", "2;Südstadt;51.3040", "2;Südstadt;nord", "districts.csv, Zeile 3"),
        ("districts.csv", "2;Südstadt", "1;Südstadt", "steht schon weiter oben"),
        ("districts.csv", "4;Wehlheiden;51.3118", "4;Wehlheiden;151.3118", "liegt nicht auf der Erde"),
        ("districts.csv", ";yes;", ";vielleicht;", "ja oder nein"),
        ("organisations.csv", "GWH;landlord", "GWH;burg", "kennt „burg“ nicht"),
        ("meeting_points.csv", "Treff Mitte;1;", "Treff Mitte;24;", "Stadtteil 24 gibt es"),
        ("meeting_points.csv", "2025-04-29", "31.02.2025", "soll ein Datum sein"),
        ("meeting_points.csv", "(0561) 93004288", "keins", "keine Telefonnummer"),
        ("categories.csv", "shop;Einkaufen", "shop;", "„name“ fehlt"),
        ("categories.csv", "code;name", "kürzel;name", "fehlen die Spalten code"),
    ],
)
def test_a_bad_line_is_named_and_changes_nothing(folder: Path, file: str, old: str, new: str, said: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CommandError, match="Es wurde nichts geändert") as error:
        call_command("load_quarters", folder, verbosity=0)
    assert said in str(error.value)
    assert not District.objects.exists()


def test_a_folder_that_is_none_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match=r"keine city\.txt"):
        read_city(tmp_path)


def test_hours_are_seeded_and_what_was_entered_stays(folder: Path) -> None:
    write_city(read_city(KASSEL))
    point = MeetingPoint.objects.get(name="Treff am Rothenberg")
    assert point.office_hours.count() == 5
    point.office_hours.exclude(weekday=0).delete()
    write_city(read_city(KASSEL))
    assert point.office_hours.count() == 1


@pytest.mark.parametrize(
    "line", ["Treff Nirgends;Mo;09:00;17:00", "Treff Mitte;Xy;09:00;17:00", "Treff Mitte;Mo;17:00;09:00"]
)
def test_bad_hours_are_refused(folder: Path, line: str) -> None:
    (folder / "office_hours.csv").write_text(f"meeting_point;days;opens;closes\n{line}\n")
    with pytest.raises(BadTable, match=r"office_hours\.csv, Zeile 2"):
        read_city(folder)
