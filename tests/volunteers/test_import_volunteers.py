"""An association's list comes in: shown first, written on request, everybody „zu prüfen“, nobody eligible by it."""

import csv
import datetime as dt
import zipfile
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from openpyxl import Workbook

from piano.kit.tables import NotATable, read_table
from tests.conftest import Cast
from tests.factories import make_building, make_category, make_district, make_volunteer
from volunteers.importing import read_people
from volunteers.models import Interest, Volunteer

pytestmark = pytest.mark.django_db
HEADER = ["Name", "Telefon", "Straße", "Sprachen", "Hilfen", "Zeiten", "Bemerkung"]
AYSE = [
    "Ayşe Demir",
    "0561 81 99 101",
    "Rothenbergstr. 22",
    "Türkisch, Deutsch, türkisch",
    "Einkaufen und Stricken",
    "Di ab 15 Uhr",
    "",
]
OLGA = ["Olga Beispiel", "+49 561 8199102", "", "Russisch / Suaheli", "Vorlesen", "egal", "hat einen Hund"]


@pytest.fixture
def quarter(cast: Cast) -> Cast:
    make_category("read", name="Vorlesen")
    return cast


def as_csv(rows: list[list[str]], *, encoding: str = "utf-8", delimiter: str = ";") -> bytes:
    out = StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows: list[list[Any]]) -> bytes:
    book, out = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def run(folder: Path, data: bytes, *options: str) -> tuple[str, str]:
    file = folder / "liste"
    file.write_bytes(data)
    out, err = StringIO(), StringIO()
    call_command("import_volunteers", str(file), *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_it_only_shows_until_it_is_told_to_save(quarter: Cast, tmp_path: Path) -> None:
    out, _ = run(tmp_path, as_csv([HEADER, AYSE, OLGA]))
    assert "Zeile 2: Ayşe Demir · +495618199101" in out
    assert "Türkisch, Deutsch · Einkaufen · Di ab 15 Uhr · Hilfen: Stricken → zu prüfen" in out
    assert "2 zu prüfen, 0 waren schon da, 0 mit Fehlern. Nur gezeigt" in out
    assert not Interest.objects.exists()


@pytest.mark.parametrize("as_file", [as_csv, as_xlsx, lambda rows: as_csv(rows, encoding="cp1252", delimiter=",")])
def test_everything_is_kept_and_nobody_becomes_eligible(quarter: Cast, tmp_path: Path, as_file: Any) -> None:
    before = Volunteer.objects.count()
    run(tmp_path, as_file([HEADER, [AYSE[0].replace("ş", "s"), *AYSE[1:]], OLGA]), "--save")
    first, second = Interest.objects.order_by("pk")
    assert (first.name, first.phone, first.address) == ("Ayse Demir", "+495618199101", "Rothenbergstr. 22")
    assert (first.languages, first.times, first.words) == (["tr", "de"], "Di ab 15 Uhr", "Hilfen: Stricken")
    assert [category.code for category in first.categories.all()] == ["shop"]
    assert (second.languages, second.words) == (["ru"], "Sprachen: Suaheli. hat einen Hund")
    assert {one.association for one in (first, second)} == {quarter.volunteer.association}
    assert Volunteer.objects.count() == before


@pytest.mark.parametrize("above", [["Ehrenamtliche 2026"], [""], ["sep=;"], ["Liste;Stand 1.11."]])
def test_a_title_above_the_columns_is_passed_over(quarter: Cast, tmp_path: Path, above: list[str]) -> None:
    for as_file in (as_csv, as_xlsx):
        out, _ = run(tmp_path, as_file([above, HEADER, AYSE]))
        assert "Zeile 3: Ayşe Demir" in out


def test_a_formula_is_no_name_and_the_others_come_in(quarter: Cast, tmp_path: Path) -> None:
    out, err = run(tmp_path, as_xlsx([HEADER, ["=cmd|'/c calc'!A1", *AYSE[1:]], AYSE]))
    assert "Zeile 2: Es fehlt der Name." in err
    assert "1 zu prüfen, 0 waren schon da, 1 mit Fehlern" in out


def test_unicode_text_of_a_spreadsheet_is_read(quarter: Cast, tmp_path: Path) -> None:
    out, _ = run(tmp_path, as_csv([HEADER, AYSE], encoding="utf-16", delimiter="\t"))
    assert "Ayşe Demir" in out


def test_a_workbook_with_a_broken_sheet_is_said_in_one_sentence() -> None:
    whole, broken = zipfile.ZipFile(BytesIO(as_xlsx([HEADER, AYSE]))), BytesIO()
    with zipfile.ZipFile(broken, "w") as book:
        for name in whole.namelist():
            book.writestr(name, b"<broken" if "sheet1" in name else whole.read(name))
    with pytest.raises(NotATable, match="Excel-Datei lässt sich nicht lesen"):
        read_people(broken.getvalue())


def test_a_second_run_adds_nothing(quarter: Cast, tmp_path: Path) -> None:
    twice, _ = run(tmp_path, as_csv([HEADER, AYSE, AYSE]), "--save")
    assert "1 zu prüfen, 1 waren schon da" in twice
    out, _ = run(tmp_path, as_csv([HEADER, AYSE, OLGA]), "--save")
    assert "1 zu prüfen, 1 waren schon da" in out
    assert Interest.objects.count() == 2


def test_who_helps_already_is_not_asked_to_join(quarter: Cast, tmp_path: Path) -> None:
    known = quarter.volunteer.user
    known.phone, known.family_name = "+495618199101", "Demir"
    known.save()
    out, _ = run(tmp_path, as_csv([HEADER, AYSE]), "--save")
    assert "schon da" in out
    assert not Interest.objects.exists()


def test_the_street_says_the_district_and_a_guess_is_named(quarter: Cast, tmp_path: Path) -> None:
    waldau = make_district(name="Waldau", slug="waldau")
    make_building(waldau, street="Rothenbergstraße", house_number="22")
    out, _ = run(tmp_path, as_csv([HEADER, AYSE, OLGA]), "--save")
    assert "Waldau ·" in out
    assert f"{quarter.district.name} (angenommen)" in out
    assert Interest.objects.get(name="Ayşe Demir").district == waldau


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["", "0561 8199103"], "Zeile 2: Es fehlt der Name."),
        (["Nina Muster", "weiß sie nicht"], "Zeile 2: Diese Telefonnummer gibt es nicht."),
        (["Nina Muster", ""], "Zeile 2: Es fehlt eine Telefonnummer oder E-Mail-Adresse."),
    ],
)
def test_a_line_with_a_mistake_is_named_and_the_others_come_in(
    quarter: Cast, tmp_path: Path, row: list[str], sentence: str
) -> None:
    _, err = run(tmp_path, as_csv([HEADER, row, OLGA]), "--save")
    assert sentence in err
    assert [one.name for one in Interest.objects.all()] == ["Olga Beispiel"]


def test_a_number_that_a_spreadsheet_took_for_a_sum_is_read(quarter: Cast) -> None:
    (line,) = read_people(as_xlsx([["Vorname", "Nachname", "Handy"], ["Nina", "Muster", 1635550199.0]]))
    assert (line.name, line.phone, line.wrong) == ("Nina Muster", "+491635550199", "")


def test_cells_of_a_spreadsheet_read_as_one_would_say_them() -> None:
    day = dt.datetime(2026, 11, 24)  # noqa: DTZ001  a spreadsheet's days have no zone
    assert read_table(as_xlsx([["a"], [day], [dt.time(9, 30)], [None], ["=1+1"]]))[1:] == [
        ["24.11.2026"],
        ["09:30"],
        [""],
        [""],
    ]


@pytest.mark.parametrize("data", [b"", b"\n;;\n", b"Ort;Farbe\nA;B\n", b"PK\x03\x04 broken", b"a\x00b"])
def test_what_is_no_list_is_said_in_one_sentence(data: bytes) -> None:
    with pytest.raises(NotATable):
        read_people(data)


def test_the_association_is_named_when_there_are_several(quarter: Cast, tmp_path: Path) -> None:
    other = make_volunteer(quarter.district, [quarter.shop]).association
    with pytest.raises(CommandError, match="--association"):
        run(tmp_path, as_csv([HEADER, AYSE]))
    out, _ = run(tmp_path, as_csv([HEADER, AYSE]), "--association", other.name)
    assert "1 zu prüfen" in out
    with pytest.raises(CommandError, match="Stadtteil „xy“"):
        run(tmp_path, as_csv([HEADER, AYSE]), "--district", "xy")


def test_the_board_shows_a_list_as_one_row_that_leads_to_the_people(
    quarter: Cast, tmp_path: Path, client: Client
) -> None:
    client.force_login(quarter.helper)
    assert "Im Moment wartet niemand" in client.get("/leitstand/interesse/").content.decode()
    run(tmp_path, as_csv([HEADER, AYSE, OLGA]), "--save", "--association", quarter.volunteer.association.name)
    Interest.objects.update(district=quarter.district)
    board = client.get("/leitstand/").content.decode()
    assert "2 Menschen von einer Liste: zu prüfen" in board
    assert "Ayşe Demir" not in board
    listed = client.get("/leitstand/interesse/").content.decode()
    assert "Ayşe Demir" in listed
    assert "Türkisch, Deutsch" in listed
    one = Interest.objects.get(name="Olga Beispiel")
    assert "hat einen Hund" in client.get(f"/leitstand/interesse/{one.reference}/").content.decode()
    Interest.objects.update(district=make_district())
    assert "Ayşe Demir" not in client.get("/leitstand/interesse/").content.decode()
