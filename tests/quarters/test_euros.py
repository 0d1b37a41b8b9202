"""Sums as people type them become cents, or a sentence."""

import pytest
from django import forms

from quarters.euros import EuroField, write


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("3,50", 350), ("3.5", 350), ("3,5 €", 350), ("3 Euro", 300), ("1.250", 125000), ("1.250,05", 125005),
        ("0,29", 29), ("", None), (" 12 ", 1200),
    ],
)  # fmt: skip
def test_a_sum_is_kept_in_cents(typed: str, cents: int | None) -> None:
    assert EuroField(required=False, least=0, is_small=True).clean(typed) == cents


@pytest.mark.parametrize("typed", ["-3", "1e2", "NaN", "drei", "3,505", "1.25.3", "3,,5", "٣", "12345678901234567890"])
def test_what_is_no_sum_is_said(typed: str) -> None:
    for is_small in (False, True):
        with pytest.raises(forms.ValidationError, match="Betrag in Euro"):
            EuroField(is_small=is_small).clean(typed)


def test_among_large_sums_a_point_means_thousands_alone() -> None:
    with pytest.raises(forms.ValidationError):
        EuroField().clean("4.18")


@pytest.mark.parametrize("typed", ["0,99", "500,01"])
def test_a_sum_has_its_bounds(typed: str) -> None:
    with pytest.raises(forms.ValidationError, match="Dieser Betrag geht nicht"):
        EuroField(least=100, most=50_000).clean(typed)


def test_what_is_known_is_shown_as_it_is_typed() -> None:
    assert [EuroField().prepare_value(cents) for cents in (350, 1200, 5)] == ["3,50", "12", "0,05"]
    assert EuroField().clean(write(350)) == 350
    assert EuroField().prepare_value("3,5") == "3,5"
