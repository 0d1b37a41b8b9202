"""What can be counted of easy German (domain 8, DIN SPEC 33429): short sentences, one a line, short words, active and real."""

import re
from functools import cache

import pytest

from piano.local import catalogues
from piano.local.catalogues import EASY, ROOT

MOST_WORDS, MOST_LETTERS = 12, 15
FORBIDDEN = re.compile(
    r"\b(?:wurden?|würden?|worden|könnten?|hätten?|wären?|müssten?|dürften?|sollten?|ginge|käme"  # passive and subjunctive
    r"|des|dessen|deren|eines|einer von|jemandes"  # genitive
    r"|bzw|usw|etc|ggf|z\. ?B|u\. ?a|evtl"  # abbreviations
    r"|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)\b|·",  # numbers are digits
    re.IGNORECASE,
)
AS_IT_IS_CALLED = {  # offices and licences keep their names
    "Durchsetzungs- und Überwachungsstelle barrierefreie Informationstechnik",
    "Landeskompetenzzentrum Barrierefreie IT (LBIT)",
    "Lage und Namen der Stadtteile: Stadt Kassel, Vermessung und Geoinformation, Datenlizenz Deutschland –"
    " Namensnennung 2.0.",
}
ENDS = re.compile(r"(?<=[^\W\d])[.!?…]+[“)]?(?:\s+|$)|:(?:\s|$)|[;\n]|„|“")


@cache
def easy() -> dict[tuple[str, ...], tuple[str, ...]]:
    """The words by their German."""
    catalogue = catalogues.read_catalogue(catalogues.path_of(ROOT, EASY), EASY)
    return {_all(message.id): _all(message.string) for message in catalogue if message.id}


def _all(words: object) -> tuple[str, ...]:
    return tuple(str(word) for word in words) if isinstance(words, tuple | list) else (str(words),)


def plain(words: str) -> str:
    """Without tags; a placeholder is a word."""
    return re.sub(r"%\(\w+\)[sd]|\{\w+\}", "X", re.sub(r"<[^>]+>", "", words))


def wrong_in(words: str) -> list[str]:
    said = plain(words)
    sentences = [part.strip() for part in ENDS.split(said)]
    long = [one for one in sentences if len(one.split()) > MOST_WORDS]
    parts = [part for part in re.findall(r"[^\W\d_]+", said) if len(part) > MOST_LETTERS]
    same_line = re.findall(r"[^\W\d]{2,}[.!?]“? (?=[A-ZÄÖÜ])\w+", said)
    return [*long, *parts, *FORBIDDEN.findall(said), *same_line]


@pytest.mark.parametrize(
    "words",
    [
        "Der Termin wurde abgesagt.",
        "Das wäre schön.",
        "Die Farbe des Hauses",
        "Rufen Sie zwei Menschen an.",
        "Obst, Gemüse usw.",
        "Durchsetzungsstelle",
        "Wer kommt, der zeigt Ihnen bitte immer zuerst einen Ausweis mit einem Foto.",
        "Das ist gut. Rufen Sie an.",
        "Treff·punkt",
    ],
)
def test_what_is_hard_is_found(words: str) -> None:
    assert wrong_in(words)


def test_what_is_easy_is_left_alone() -> None:
    assert wrong_in("Zum Beispiel: Ein Termin am 24. November.\nRufen Sie <bdi>%(number)s</bdi> an.") == []


def test_every_sentence_of_easy_german_is_easy() -> None:
    found = {
        words: wrong_in(words)
        for german, all_words in easy().items()
        if german[0] not in AS_IT_IS_CALLED | subjects()
        for words in all_words
    }
    assert {words: wrong for words, wrong in found.items() if wrong} == {}


def test_a_subject_is_one_line() -> None:
    """The first line of a message is its subject."""
    said = {ids[0]: words[0] for ids, words in easy().items() if ids[0] in subjects()}
    assert len(said) > 5
    assert {words for words in said.values() if "\n" in words or not words} == set()


@cache
def subjects() -> set[str]:
    """The sentences of each message's first line, as the catalogue knows them."""
    lines = [path.read_text().partition("\n")[0] for path in (ROOT / "templates/messages").glob("*.txt")]
    found = re.findall(r"trimmed[^%]*%}(.*?){% endblocktranslate|{% translate ['\"](.*?)['\"]", "\n".join(lines))
    return {re.sub(r"{{ (\w+)[^}]*}}", r"%(\1)s", one or other) for one, other in found}
