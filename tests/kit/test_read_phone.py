"""Numbers as people write them."""

import pytest
from django.utils.translation import override

from piano.kit.phones import NotAPhoneNumber, read_phone, say_phone


@pytest.mark.parametrize("text", ["0561 445566", "445566", "+49 561 445566", "(0561) 44 55 66", "0561/445566"])
def test_one_number_in_many_spellings(text: str) -> None:
    assert read_phone(text) == "+49561445566"


def test_no_number_stays_empty() -> None:
    assert read_phone("  ") == ""


@pytest.mark.parametrize("text", ["keine Ahnung", "0561 TELEFON", "+49", "0" * 30])
def test_words_and_nonsense_are_no_number(text: str) -> None:
    with pytest.raises(NotAPhoneNumber):
        read_phone(text)


@pytest.mark.parametrize(("number", "said"), [("+49561445566", "0561 445566"), ("+905321234567", "+90 532 123 45 67")])
def test_between_arabic_words_a_number_is_read_from_the_left_and_not_broken(number: str, said: str) -> None:
    """Unicode's bidirectional rules: behind a left-to-right mark digits, plus and no-break blanks stay in their order."""
    assert say_phone(number) == said
    with override("ar"):
        assert say_phone(number) == "\u200e" + said.replace(" ", "\u00a0")
