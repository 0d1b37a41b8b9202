"""The catalogue of measures, the programmes, and how sums are typed."""

import datetime as dt
from pathlib import Path

import pytest
from django import forms

from quarters.conversions.catalogue import FEATURES, measures
from quarters.conversions.forms import EuroField
from quarters.conversions.funding import load_funding
from quarters.conversions.measure_words import ROOMS, SAID
from quarters.models import Programme
from quarters.table_lines import BadTable


def test_each_measure_has_its_figures_and_becomes_a_feature() -> None:
    found = measures()
    assert len(found) >= 15
    for one in found.values():
        assert one.room in ROOMS
        assert one.feature in FEATURES
        assert one.plain
        assert one.wheelchair


def test_each_of_its_words_is_said_in_the_tenants_language_too() -> None:
    words = {words for one in measures().values() for words in (one.name, one.plain, one.wheelchair)}
    assert words == {str(one) for one in SAID}


@pytest.mark.parametrize(
    ("code", "plain", "wheelchair"),
    [("shower", "120 × 120 cm", "150 × 150 cm"), ("door_inside", "80 cm", "90 cm"), ("ramp", "6 %", "6 %")],
)
def test_the_figures_are_those_of_the_standard(code: str, plain: str, wheelchair: str) -> None:
    one = measures()[code]
    assert plain in one.figures("plain")
    assert wheelchair in one.figures("R")


@pytest.mark.django_db
def test_programmes_are_loaded_once_and_stay_as_the_office_left_them() -> None:
    assert load_funding() == 4
    Programme.objects.filter(code="kfw-455-b").update(empty_since=dt.date(2026, 3, 1))
    assert load_funding() == 0
    kfw, care = Programme.objects.get(code="kfw-455-b"), Programme.objects.get(code="sgb11-40-4")
    assert (kfw.is_verified, kfw.takes(dt.date(2026, 3, 1)), kfw.takes(dt.date(2026, 2, 28))) == (False, False, True)
    assert (care.max_cents, care.max_shared_cents, care.is_verified) == (418_000, 1_672_000, True)
    assert Programme.objects.get(code="kfw-455-b-haus").most_cents(10_000_000) == 625_000


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "funding.csv"
    file.write_text(
        "code;name;fund;for;percent;max_euros;max_shared;from;until;verified;source\nx;X;kfw;;zehn;1;;;;;\n"
    )
    with pytest.raises(BadTable, match="Zeile 2"):
        load_funding(file)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("4.180", 418_000), ("4180,50 €", 418_050), ("4180,5", 418_050), ("1.000.000", 100_000_000), (" 12 ", 1200)],
)
def test_sums_are_read_as_people_here_write_them(typed: str, cents: int) -> None:
    assert EuroField().clean(typed) == cents


@pytest.mark.parametrize("typed", ["-5", "4.18", "1e3", "viel", "0", "1.000.001", "12,345", "9" * 400, "٣"])
def test_what_is_no_sum_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        EuroField().clean(typed)
