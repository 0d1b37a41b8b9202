"""Numbers as people write them."""

import pytest

from piano.kit.phones import NotAPhoneNumber, read_phone


@pytest.mark.parametrize("text", ["0561 445566", "445566", "+49 561 445566", "(0561) 44 55 66", "0561/445566"])
def test_one_number_in_many_spellings(text: str) -> None:
    assert read_phone(text) == "+49561445566"


def test_no_number_stays_empty() -> None:
    assert read_phone("  ") == ""


@pytest.mark.parametrize("text", ["keine Ahnung", "0561 TELEFON", "+49", "0" * 30])
def test_words_and_nonsense_are_no_number(text: str) -> None:
    with pytest.raises(NotAPhoneNumber):
        read_phone(text)
