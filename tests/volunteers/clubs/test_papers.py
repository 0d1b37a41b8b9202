"""The papers of a founding: what has to stand in them stands there, printed and as a text to go on writing in."""

import io
import zipfile
from xml.etree import ElementTree

import pytest
from django.test import Client

from piano.kit.printing import Sheet, blocks, set_pdf
from piano.kit.printing.odt import as_odt
from tests.conftest import Cast
from tests.pdf import is_pdf_ua, words_of
from tests.volunteers.clubs.making import NAMES, make_founding
from volunteers.clubs.papers import PAPERS, paper

pytestmark = pytest.mark.django_db
REQUIRED = {  # what the law asks a statute for, and words that say it
    "§ 57 BGB: purpose": "Zweck des Vereins ist",
    "§ 57 BGB: name": "Der Verein heißt „Nachbarn am Rothenberg“",
    "§ 57 BGB: seat": "seinen Sitz in Kassel",
    "§ 57 BGB: to be registered": "soll in das Vereinsregister eingetragen werden",
    "§ 58 Nr. 1 BGB: entry": "Der Eintritt wird in Textform erklärt",
    "§ 58 Nr. 1 BGB: exit": "Der Austritt wird dem Vorstand in Textform erklärt",
    "§ 58 Nr. 2 BGB: fees": "Die Mitglieder zahlen einen Beitrag",
    "§ 58 Nr. 3 BGB: board": "Vorstand im Sinne des § 26 BGB sind",
    "§ 58 Nr. 4 BGB: when and how it is called": "lädt in Textform ein, mit einer Frist von 21 Tagen",
    "§ 58 Nr. 4 BGB: minutes": "Über die Beschlüsse wird ein Protokoll geschrieben",
    "§ 37 BGB: minority": "ein Zehntel der Mitglieder",
    "Annex 1 AO § 1": "ausschließlich und unmittelbar gemeinnützige und mildtätige Zwecke im Sinne des Abschnitts",
    "Annex 1 AO § 2": "nicht in erster Linie eigenwirtschaftliche Zwecke",
    "Annex 1 AO § 3": "Mittel des Vereins dürfen nur für die satzungsmäßigen Zwecke verwendet werden",
    "Annex 1 AO § 4": "durch unverhältnismäßig hohe Vergütungen begünstigt werden",
    "Annex 1 AO § 5": "fällt das Vermögen des Vereins an Stadt Kassel",
    "power for changes": "Änderungen der Satzung beschließen, die Registergericht oder Finanzamt verlangen",
}


def flat(words: str) -> str:
    return " ".join(words.replace("\u00ad", "").split())


def odt_words(file: bytes) -> str:
    """Every word of the text, read as any program would."""
    with zipfile.ZipFile(io.BytesIO(file)) as found:
        assert found.namelist()[0] == "mimetype"
        assert found.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
        for name in ("styles.xml", "META-INF/manifest.xml"):
            ElementTree.fromstring(found.read(name))
        return flat(" ".join(ElementTree.fromstring(found.read("content.xml")).itertext()))


def test_the_draft_of_the_statute_says_all_that_is_asked_for(cast: Cast) -> None:
    founding = make_founding(cast.district, heir="Stadt Kassel", notice_days=21)
    said = odt_words(as_odt(paper(founding, "satzung")))
    assert [why for why, words in REQUIRED.items() if words not in said] == []


@pytest.mark.parametrize("kind", PAPERS)
def test_every_paper_is_printed_and_can_be_written_on(cast: Cast, client: Client, kind: str) -> None:
    founding = make_founding(cast.district, cast.helper, leader="Hanne Petri")
    client.force_login(cast.helper)
    page = f"/leitstand/gruendungen/{founding.reference}/papier/{kind}"
    pdf, odt = client.get(f"{page}/pdf/"), client.get(f"{page}/odt/")
    assert is_pdf_ua(pdf.content)
    assert founding.name in flat(words_of(pdf.content))
    assert founding.name in odt_words(odt.content)
    assert f'{kind}.odt"' in odt.headers["Content-Disposition"]
    assert client.get(f"{page}/docx/").status_code == 404


def test_statute_and_attendance_have_a_line_for_each_founder(cast: Cast) -> None:
    founding = make_founding(cast.district, founders=3)
    assert all(name in odt_words(as_odt(paper(founding, "anwesenheit"))) for name in NAMES[:3])
    said = odt_words(as_odt(paper(founding, "satzung")))
    assert all(name in said for name in (*NAMES[:3], "4. Mitglied", "7. Mitglied"))
    assert "8. Mitglied" not in said


def test_the_minutes_name_who_was_elected_with_the_votes(cast: Cast) -> None:
    said = odt_words(as_odt(paper(make_founding(cast.district), "protokoll")))
    assert f"Vorsitz {NAMES[0]} 7 0 0 ja" in said
    assert "Änderungen der Satzung beschließen" in said


def test_words_are_words_in_the_text_and_never_markup() -> None:
    sheet = Sheet(
        "A & <b>B</b>", [blocks.text("<text:p>böse</text:p>\x00\x07\nzweite"), blocks.table(["<x>"], [["&amp;"]], [1])]
    )
    assert odt_words(as_odt(sheet)) == "A & <b>B</b> <text:p>böse</text:p> zweite <x> &amp;"
    assert set_pdf(sheet)
