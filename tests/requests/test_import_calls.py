"""A paper log book comes in: each line becomes what it should, nothing comes twice, no emergency is missed."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from piano.kit.tables import NotATable
from quarters.kinds import kind_of_words
from quarters.models import Contribution, Resident
from quarters.people.written_address import read_address
from requests.models import HelpRequest, Referral, ReferralKind
from requests.paper.log_book import read_log_book
from requests.paper.professional import is_professional
from tests import databases
from tests.factories import make_helper

BOOK = Path(__file__).parent / "data/log_book.csv"
EXPECTED = [
    ("1", "request", "shop", None),
    ("2", "request", "doc", None),
    ("3", "landlord", None, None),
    ("4", "emergency", None, None),
    ("5", "professional", None, None),
    ("6", "professional", None, None),
    ("7", "error", None, "caller"),
    ("8", "error", None, "date"),
    ("9", "error", None, "time"),
    ("10", "error", None, "address"),
    ("11", "request", "shop", None),
    ("12", "error", None, "text"),
]


@pytest.fixture
def quarter(db: Any, _morning: None) -> None:
    databases.load_kassel()


def run(file: Path = BOOK) -> tuple[list[dict[str, Any]], str]:
    out, err = StringIO(), StringIO()
    call_command("import_calls", str(file), "--json", stdout=out, stderr=err)
    return json.loads(out.getvalue()), err.getvalue()


def test_each_line_becomes_what_it_should(quarter: None) -> None:
    found, report = run()
    assert [(line["nr"], line["outcome"], line["category"], line["field"]) for line in found] == EXPECTED
    assert "Zeile 8 (Nr. 7): Es fehlt, wer angerufen hat." in report
    assert "12 Zeilen: 3 Anfragen, 1 Notfälle, 1 für den Vermieter, 2 für Fachleute, 5 Fehler." in report


def test_what_was_written_is_kept_and_the_same_person_is_one_person(quarter: None) -> None:
    run()
    assert sorted(Resident.objects.values_list("user__family_name", flat=True)) == ["Beispiel", "Muster"]
    first = HelpRequest.objects.order_by("pk")[0]
    assert "Brot und Wasser" in first.wish
    assert (first.wish_time, first.source) == ("Do 5.11. vormittags", "paper")
    for_mother = HelpRequest.objects.get(resident__user__family_name="Muster")
    assert (for_mother.resident.user.given_name, for_mother.caller_name) == ("Fatma", "Fr. Ayla Muster")
    assert for_mother.caller_relation == "Tochter"
    danger = Referral.objects.get(kind=ReferralKind.EMERGENCY)
    assert "man hört ihn rufen" in danger.words


def test_a_second_run_adds_nothing_and_says_the_same(quarter: None) -> None:
    first, _ = run()
    counts = HelpRequest.objects.count(), Referral.objects.count(), Resident.objects.count()
    again, report = run()
    assert again == first
    assert (HelpRequest.objects.count(), Referral.objects.count(), Resident.objects.count()) == counts
    assert "7 davon waren schon da." in report


def test_who_would_help_too_gives_a_request_and_an_offer(quarter: None, tmp_path: Path) -> None:
    """Line 27 of the log book as associations keep it."""
    book, words = tmp_path / "book.csv", "würde gern mit anderen kochen, kann noch gut Kuchen backen"
    head = BOOK.read_text().splitlines()[0]
    line = f"27;09.11.2026;9:02;HK;Frau Inge Muster;selbst;0561 8199927;Fasanenweg 8;{words};mittwochs;möchte mithelfen"
    book.write_text(f"{head}\n{line}\n")
    for _ in range(2):
        run(book)
    gift = Contribution.objects.get()
    assert "Kuchen backen" in gift.words
    assert gift.person == HelpRequest.objects.get().resident.user
    run()
    assert Contribution.objects.count() == 1


def lines_of(tmp_path: Path, *rows: str, head: str = "") -> list[dict[str, Any]]:
    book = tmp_path / "book.csv"
    book.write_text("\n".join([head or BOOK.read_text().splitlines()[0], *rows]) + "\n")
    return run(book)[0]


def test_danger_is_found_in_whatever_field_somebody_in_a_hurry_wrote_it(quarter: None, tmp_path: Path) -> None:
    found = lines_of(
        tmp_path,
        "1;;;;Nachbarin;Hr. Test, liegt bewußtlos im Flur;;Teichstr. 1;bitte kommen;;",
        "2;;;;Tochter, Vater atmet komisch;;;;;;",
        "3;;;;Frau Probe;selbst;112 gerufen;;Einkauf;;",
        "4;;;;Frau Probe;selbst;0561 8199901;Teichstr. 1;Einkauf;egal;;Mann ist gestürtzt",
        "5;31.02.2026;27:99;;;;;;Notfal;;",
    )
    assert [line["outcome"] for line in found] == ["emergency"] * 5


def test_danger_in_a_column_that_nobody_knows_is_found(quarter: None, tmp_path: Path) -> None:
    row = "1;Frau Probe;Teichstr. 1;Einkauf;sie bekommt keine Luft;112"
    assert lines_of(tmp_path, row, head="Nr;Anrufer;Adresse;Anliegen;Sonstiges;Hausnr")[0]["outcome"] == "emergency"
    calm = "2;Frau Probe;Teichstr. 1;Einkauf;gern nachmittags;112"
    assert lines_of(tmp_path, calm, head="Nr;Anrufer;Adresse;Anliegen;Sonstiges;Hausnr")[0]["outcome"] == "request"
    assert "gern nachmittags" in HelpRequest.objects.get().wish


def test_danger_that_shows_only_in_the_whole_is_no_error(quarter: None, tmp_path: Path) -> None:
    row = "1;;;;Frau Probe;selbst;0561 8199901;Teichstr. 1;Einkauf, er antwortet;;nicht, liegt da"
    assert lines_of(tmp_path, row)[0]["outcome"] == "emergency"
    assert Referral.objects.get().kind == ReferralKind.EMERGENCY


def test_who_calls_112_reads_where_and_whom_and_when(quarter: None, tmp_path: Path) -> None:
    row = "4;02.11.2026;10:02;HK;Nachbarin Fr. Test;Hr. Probe, 3. OG links;0561/ 819-99 (Büro);Quellhofstr. 59;er röchelt;jetzt;"
    lines_of(tmp_path, row)
    referral = Referral.objects.get()
    for said in ("Quellhofstr. 59", "Hr. Probe, 3. OG links", "jetzt", "02.11.2026 10:02", "0561/ 819-99 (Büro)"):
        assert said in referral.words
    assert referral.caller_phone == "+4956181999"


def test_what_came_from_paper_asks_for_no_call_it_says_what_it_is(quarter: None, client: Client) -> None:
    run()
    referral = Referral.objects.filter(kind=ReferralKind.LANDLORD).select_related("district").get()
    assert referral.district is not None
    client.force_login(make_helper(referral.district))
    board = client.get("/leitstand/").content.decode()
    assert "Vermieter, Reparatur: Herr Otto Probe" in board
    assert "Bittet um einen Anruf" not in board


@pytest.mark.parametrize(
    ("date", "time", "field"),
    [
        ("2.11.", "halb drei", None),
        ("Mo 2.11.26", "viertel nach neun", None),
        ("2. Nov. 2026", "gegen Mittag", None),
        ("29.02.", "24:00", None),
        ("31.02.", "9:00", "date"),
        ("gestern", "9:00", "date"),
        ("2.11.2026", "24:30", "time"),
        ("2.11.2026", "25:10", "time"),
        ("2.11.2026", "irgendwann", "time"),
    ],
)
def test_days_and_hours_as_they_are_written(
    quarter: None, tmp_path: Path, date: str, time: str, field: str | None
) -> None:
    row = f"1;{date};{time};HK;Frau Probe;selbst;0561 8199901;Teichstr. 1;Einkauf;egal;"
    assert lines_of(tmp_path, row)[0]["field"] == field


def test_two_people_in_one_field_stay_in_the_words(quarter: None, tmp_path: Path) -> None:
    row = "1;;;;Frau Anna Probe und Herr Otto Test;selbst;0561 8199901;Teichstr. 1;Einkauf;egal;"
    assert lines_of(tmp_path, row)[0]["outcome"] == "request"


def test_a_line_is_known_by_its_content_not_by_its_number(quarter: None, tmp_path: Path) -> None:
    run()
    book = tmp_path / "book.csv"
    book.write_text(BOOK.read_text().replace("\n1;", "\n901;").replace("0561 8199901;Roth", "+49 561 8199901;Roth"))
    run(book)
    assert HelpRequest.objects.count() == 3
    book.write_text(BOOK.read_text().replace("Brot und Wasser einkauft", "Obst einkauft"))
    run(book)
    assert HelpRequest.objects.count() == 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ","])
def test_files_as_offices_save_them(quarter: None, tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [line.split(";") for line in BOOK.read_text().splitlines()]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    book = tmp_path / "book.csv"
    book.write_bytes(text.encode(encoding))
    found, _ = run(book)
    assert [line["outcome"] for line in found] == [outcome for _, outcome, _, _ in EXPECTED]


@pytest.mark.parametrize("data", [b"", b"Name;Ort\nA;B\n", b"PK\x03\x04\x00\x00"])
def test_what_is_no_log_book_is_said_in_one_sentence(data: bytes) -> None:
    with pytest.raises(NotATable):
        read_log_book(data)


def test_a_missing_file_is_said_in_one_sentence(quarter: None) -> None:
    with pytest.raises(CommandError, match="lässt sich nicht lesen"):
        call_command("import_calls", "/gibt/es/nicht.csv")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Wäsche machen und Fenster putzen", "house"),
        ("Blumen gießen im Urlaub", "pets"),
        ("mit dem Hund Gassi gehen", "pets"),
        ("jemand soll mir aus der Zeitung vorlesen", "read"),
        ("zum Amt mitgehen", "auth"),
        ("Formular ausfüllen", "forms"),
        ("zum Zahnarzt begleiten", "doc"),
        ("im Garten das Laub harken", "garden"),
        ("Regal aufbauen", "fix"),
        ("der neue Fernseher geht nicht", "tech"),
        ("mit dem Auto zum Baumarkt fahren", "ride"),
        ("jemand zum Reden, bin so allein", "visit"),
        ("einmal um den Block spazieren", "walk"),
        ("wer übersetzt beim Gespräch in der Schule", "lang"),
        ("zusammen kochen", "cook"),
        ("regelmäßig anrufen, ob alles gut ist", "call"),
        ("", ""),
    ],
)
def test_words_name_a_kind_of_help(text: str, code: str) -> None:
    assert kind_of_words(text) == code


@pytest.mark.parametrize(
    "text", ["Verband wechseln", "Pflegegrad beantragen", "dreimal die Woche zur Dialyse", "Medikamente stellen"]
)
def test_what_professionals_do_is_seen(text: str) -> None:
    assert is_professional(text)


@pytest.mark.parametrize("text", ["zum Arzt begleiten", "Einkaufen nach der OP", "Termin im Krankenhaus, einmal"])
def test_what_neighbours_do_is_not_professional(text: str) -> None:
    assert not is_professional(text)


def test_an_address_is_taken_apart() -> None:
    assert read_address("Heinrich-Steul-Str. 14 a, 34123 Kassel") == {
        "street": "Heinrich-Steul-Str.",
        "house_number": "14 a",
        "postcode": "34123",
    }
    assert read_address("Quellhofstr.") == {"street": "Quellhofstr.", "house_number": "", "postcode": ""}
