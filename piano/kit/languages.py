"""The languages that pages are written in. Two of them are German: as the office writes it, and easy German (docs/decisions/052).

The code of a language is never compared with „de“ where German is meant in either form: ask here.
"""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import get_language

EASY = "de-simple"  # BCP 47 with the registered variant „simple“
UNCHECKED = "Einfache Sprache, noch nicht geprüft."  # above each of its pages, under each of its mails (domain 8)


def spoken(code: str) -> str:
    """The language that is spoken: nobody speaks easy German only."""
    return code.partition("-")[0]


def is_german() -> bool:
    """Of the page or message that is being written, in either form."""
    return spoken(get_language() or settings.LANGUAGE_CODE) == settings.LANGUAGE_CODE


def is_easy() -> bool:
    return get_language() == EASY


def in_sentences(sentences: Iterable[str]) -> str:
    """One after the other; in easy German each in its own line. What is empty is left out."""
    return ("\n" if is_easy() else " ").join(sentence for sentence in sentences if sentence)


def spoken_languages() -> list[tuple[str, str]]:
    """Code and own name of each language that pages are written in, German once."""
    return [(code, name) for code, name in settings.LANGUAGES if spoken(code) == code]


def written_language(language: str, *, easy_language: bool) -> str:
    """In which language somebody reads who speaks this one; empty where nothing is written in it."""
    code = EASY if easy_language and language == settings.LANGUAGE_CODE else language
    return code if code in dict(settings.LANGUAGES) else ""
