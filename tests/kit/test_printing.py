"""Setting a sheet: tagged, with our fonts alone, and whatever somebody wrote stands there as it was written."""

import time
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from piano.kit.printing import Letter, Sheet, blocks, set_pdf, typesetting
from tests.pdf import count_pages, is_pdf_ua, is_tagged, place_of, size_of, words_of

pytestmark = pytest.mark.django_db

EVERY_BLOCK = [
    blocks.heading("Überschrift"),
    blocks.text("Erster\nZweiter"),
    blocks.small("Klein"),
    blocks.note("Wichtig"),
    blocks.facts(("Bei", "Erna Wagner"), ("Leer", "")),
    blocks.fields(("Name", 3), ("Telefon", 2)),
    blocks.lines("Wunsch", 2),
    blocks.ticks("Ja", "Nein", label="Stimmt das?", columns=2),
    blocks.table(["Uhrzeit", "Was"], [["9:00", "Einkaufen"]], [0, 1]),
    blocks.signatures("Datum", "Unterschrift"),
    blocks.code("1234-5678"),
    blocks.new_page(),
    blocks.text("Seite zwei"),
]
MARKUP = [
    "#panic(1)",
    '#read("/etc/passwd")',
    "$1/0$",
    "@niemand",
    "<label>",
    "a \\ b \\u{41}",
    "\"gerade\" 'auch'",
    "= keine Überschrift",
    "*fett* _kursiv_ `roh`",
    "[eckig] {geschweift}",
    "// kein Kommentar /* auch nicht */",
    "-- --- ...",
    "https://example.org/x",
    "100 % & mehr",
]


def sheet(*parts: Any, **fields: Any) -> Sheet:
    return Sheet(title="Blatt", blocks=list(parts), **fields)


def test_every_block_says_its_words() -> None:
    said = words_of(set_pdf(sheet(*EVERY_BLOCK)))
    for word in ("Überschrift", "Erster Zweiter", "Klein", "Wichtig", "Bei", "Erna Wagner", "Telefon", "Wunsch"):
        assert word in said
    for word in ("Stimmt das?", "Nein", "9:00", "Einkaufen", "Unterschrift", "1234-5678", "Seite zwei"):
        assert word in said
    assert "Leer" not in said


@pytest.mark.parametrize("fields", [{}, {"large": True}, {"size": "a5"}, {"letter": Letter(["Erna Wagner"], "Treff")}])
def test_every_sheet_is_tagged_for_screen_readers(fields: dict[str, Any]) -> None:
    made = set_pdf(sheet(*EVERY_BLOCK, **fields))
    assert is_tagged(made)
    assert is_pdf_ua(made)


@pytest.mark.parametrize("words", MARKUP)
def test_what_somebody_wrote_is_never_markup(words: str) -> None:
    everywhere = [blocks.text(words), blocks.facts((words, words)), blocks.table([words], [[words]], [1])]
    everywhere += [blocks.heading(words), blocks.ticks(words, label=words), blocks.lines(words), blocks.note(words)]
    made = set_pdf(Sheet(title=words, lede=words, blocks=everywhere, foot=words))
    assert words_of(made).count(words) == 13
    assert is_pdf_ua(made)


def test_an_address_is_no_markup_either() -> None:
    letter = Letter(to=["#panic(1)", "$x$"], sender="@x", info=["<x>"])
    said = words_of(set_pdf(sheet(letter=letter)))
    assert all(word in said for word in ("#panic(1)", "$x$", "@x", "<x>"))


@pytest.mark.parametrize("name", ["Оксана Шевченко", "Ğül Şahin İpek", "Żaneta Łuczak", "Георги Ѝванов"])
def test_names_in_other_letters_are_there(name: str) -> None:
    made = set_pdf(sheet(blocks.facts(("Name", name)), blocks.heading(name)))
    assert name in words_of(made)
    assert is_pdf_ua(made)


def test_arabic_names_have_their_letters() -> None:
    assert is_pdf_ua(set_pdf(sheet(blocks.facts(("Name", "فاطمة الزهراء")), blocks.heading("شارع"))))


def test_a_sign_without_a_letter_leaves_a_gap_and_a_sheet() -> None:
    made = set_pdf(sheet(blocks.text("Li Wei 李伟 😀")))
    assert "Li Wei" in words_of(made)
    assert is_tagged(made)
    assert not is_pdf_ua(made)


def test_no_font_of_this_machine_is_used() -> None:
    families = {font.family for font in typesetting._fonts().fonts()}
    assert {"Noto Sans", "Noto Sans Arabic", "Libertinus Serif"} <= families
    assert "DejaVu Sans" not in families


def test_a_slip_is_a5_and_a_letter_a4() -> None:
    assert size_of(set_pdf(sheet(size="a5"))) == (148, 210)
    assert size_of(set_pdf(sheet(letter=Letter(["Erna Wagner"], "Treff")))) == (210, 297)


def test_large_print_takes_more_room() -> None:
    parts = [blocks.text("Ein Satz, der etwas länger ist als die anderen. " * 60)]
    assert count_pages(set_pdf(sheet(*parts, large=True))) > count_pages(set_pdf(sheet(*parts)))


def test_two_hundred_rows_are_set_within_a_second() -> None:
    rows = [["9:00", "Einkaufen", f"Frau {number}, Heinrich-Steul-Straße 12", "0561 000000"] for number in range(200)]
    set_pdf(sheet())
    began = time.monotonic()
    set_pdf(sheet(blocks.table(["Uhrzeit", "Was", "Bei wem", "Telefon"], rows, [0, 1, 2, 0])))
    assert time.monotonic() - began < 1


def test_a_language_without_words_of_ours_is_set_as_german(tmp_path: Path, settings: Any) -> None:
    with translation.override("fa"):
        assert sheet().as_data()["lang"] == "de"
    (tmp_path / "ar").mkdir()
    settings.LOCALE_PATHS = [tmp_path]
    with translation.override("ar"):
        assert sheet().as_data()["lang"] == "ar"
        assert is_pdf_ua(set_pdf(sheet(blocks.facts(("الاسم", "فاطمة الزهراء")), blocks.ticks("نعم"))))


@pytest.mark.parametrize("large", [True, False])
def test_the_address_stands_in_the_window_of_the_envelope(large: bool) -> None:
    """DIN 5008, form B: 20 to 105 mm from the left, 62.7 to 90 mm from the top."""
    to = ["Frau", "Hannelore Ackermann", "Heinrich-Steul-Straße 30", "34123 Kassel"]
    made = set_pdf(sheet(blocks.text("Guten Tag"), letter=Letter(to, "Treff Mitte"), large=large))
    for line in to:
        left, top, right, bottom = place_of(made, line)
        assert (left >= 20, right <= 105) == (True, True), line
        assert (top >= 62.7, bottom <= 90) == (True, True), line
    assert place_of(made, "Guten Tag")[1] > 90
