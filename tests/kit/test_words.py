"""Names as they are said in a sentence."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from piano.kit.words import one_full_stop, whom


@pytest.mark.parametrize(
    ("name", "said"),
    [("Herr K.", "Herrn K."), ("Herr", "Herrn"), ("Frau K.", "Frau K."), ("Herrmann Otto", "Herrmann Otto"), ("", "")],
)
def test_only_one_form_of_address_bends(name: str, said: str) -> None:
    with translation.override("de"):
        assert whom(name) == said


def test_other_languages_leave_it() -> None:
    with translation.override("en"):
        assert whom("Herr K.") == "Herr K."


@pytest.mark.parametrize(
    ("text", "said"), [("bei Frau K..", "bei Frau K."), ("und so weiter ...", "und so weiter ..."), ("Ja...", "Ja...")]
)
def test_a_sentence_that_ends_with_an_initial_has_one_full_stop(text: str, said: str) -> None:
    assert one_full_stop(text) == said


NAMES = r"\b(an|bei|für|kennen Sie|rufen Sie|rufen wir|statt|von|zu) \{\{ (short_name|for_name|whose|instead_of) \}\}"


def test_every_name_in_a_message_bends_where_the_sentence_bends_it() -> None:
    folder = Path(settings.BASE_DIR, "templates", "messages")
    stiff = {path.name: found[0] for path in folder.glob("*.txt") if (found := re.search(NAMES, path.read_text()))}
    assert stiff == {}
