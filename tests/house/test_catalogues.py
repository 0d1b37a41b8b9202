"""The catalogues of the other languages: how sentences are collected, kept and judged. No servers."""

from functools import cache

import pytest
from babel.messages.catalog import Message

from piano.local import catalogues
from piano.local.catalogues import ROOT, Sentence

SAME_EVERYWHERE = {
    "Landeskompetenzzentrum Barrierefreie IT (LBIT)",
    "Wiesbaden",
    "piAno",
    "KfW",
    "WIBank",
}  # an office, a town, our name, two banks
SAME_IN = {"en": {"Normal", "Somali", "Tigrinya"}, "tr": {"Normal", "Kontrast", "Menü", "Telefon"}}
for metric in ("en", "tr"):
    SAME_IN[metric] |= {"{n} km", "{n} m"}


@pytest.fixture
def house(tmp_path):
    """A small source tree; returns a function that writes a file of it."""

    def write(name: str, text: str) -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    write.root = tmp_path
    return write


def ids(house) -> list[tuple[str, ...]]:
    return [sentence.ids for sentence in catalogues.collect(house.root)]


def test_python_and_templates_are_read(house):
    house("requests/wishes/wish_time.py", '_("heute")\nngettext("ein Tag", "%(n)d Tage", n)\nother("nie")')
    house(
        "templates/a.html",
        '{% load i18n %}<p>{% translate "Guten Tag" %} 50 %</p>\n      {% blocktranslate trimmed with a=b %}Hallo\n'
        '   {{ a }}{% endblocktranslate %} {{ x|default:_("nichts") }}',
    )
    assert ids(house) == [("heute",), ("ein Tag", "%(n)d Tage"), ("Guten Tag",), ("Hallo %(a)s",), ("nichts",)]


def test_a_call_within_an_f_string_counts(house):
    house("quarters/costs.py", "f\"{price} {_('Erst wenn Sie Ja sagen.')}\"")
    assert ids(house) == [("Erst wenn Sie Ja sagen.",)]


def test_pages_of_staff_are_left_out(house):
    house("templates/requests/board/board.html", '{% load i18n %}{% translate "Leitstand" %}')
    house("requests/board/rows_needed.py", '_("wartet")')
    house("templates/requests/mine/list.html", '{% load i18n %}{% translate "Meine Anfragen" %}')
    assert ids(house) == [("Meine Anfragen",)]


def test_danger_comes_first(house):
    house("volunteers/forms.py", '_("Ihr Name")')
    house("templates/requests/wizard/gefahr.html", '{% load i18n %}{% translate "Ist jemand in Gefahr?" %}')
    assert ids(house)[0] == ("Ist jemand in Gefahr?",)


def test_a_second_run_changes_nothing(tmp_path):
    path = tmp_path / "django.po"
    sentences = [Sentence(("heute",), "a.py"), Sentence(("ein Tag", "%(n)d Tage"), "a.py")]
    path.write_text(catalogues.updated(catalogues.read_catalogue(path, "ar"), sentences))
    first = path.read_text()
    assert first.count("msgstr[") == 6
    assert catalogues.updated(catalogues.read_catalogue(path, "ar"), sentences) == first


def test_what_is_translated_stays_and_what_is_gone_is_dropped(tmp_path):
    catalogue = catalogues.read_catalogue(tmp_path / "none", "tr")
    catalogue.add("heute", "bugün")
    catalogue.add("weg", "yok")
    text = catalogues.updated(catalogue, [Sentence(("morgen",), "a.py"), Sentence(("heute",), "a.py")])
    assert "bugün" in text
    assert "yok" not in text


def test_a_changed_sentence_is_marked(tmp_path):
    catalogue = catalogues.read_catalogue(tmp_path / "none", "tr")
    catalogue.add("Bitte rufen Sie uns an.", "Lütfen bizi arayın.")
    text = catalogues.updated(catalogue, [Sentence(("Bitte rufen Sie uns gleich an.",), "a.py")])
    assert "fuzzy" in text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Hallo %(name)s", "Merhaba"),
        ("ab {day}", "itibaren {gun}"),
        ("<bdi>112</bdi>", "112"),
        ("Rufen Sie 112 an", "Arayın 113"),
        ("bis ", "kadar"),
        ("heute", ""),
        (("einer", "%(n)s andere"), ("bir", "%(m)s başka")),
        (("einer", "%(n)s andere"), ("bir",)),
    ],
)
def test_a_broken_translation_is_told(source, words):
    assert catalogues.mismatches(Message(source, words), forms=2)


@pytest.mark.parametrize(
    ("source", "words"),
    [("Hallo %(name)s", "%(name)s, merhaba"), (("einer", "%(n)s andere"), ("bir", "%(n)s başka"))],
)
def test_a_good_translation_is_told_nothing(source, words):
    assert catalogues.mismatches(Message(source, words), forms=2) == []


@cache
def ids_of_the_house() -> set[tuple[str, ...]]:
    return {sentence.ids for sentence in catalogues.collect(ROOT)}


@pytest.mark.parametrize("code", catalogues.LANGUAGES)
def test_every_sentence_is_translated_and_none_is_broken(code):
    """A new sentence: `bin/manage make_catalogues`, then its words in each language (locale/README.md)."""
    catalogue = catalogues.read_catalogue(catalogues.path_of(ROOT, code), code)
    kept = {
        message.id if isinstance(message.id, tuple) else (message.id,): message for message in catalogue if message.id
    }
    wanted = ids_of_the_house()
    assert (wanted - set(kept), set(kept) - wanted) == (set(), set()), "bin/manage make_catalogues takes them in"
    wrong = {ids: catalogues.mismatches(message, catalogue.num_plurals) for ids, message in kept.items()}
    assert {ids[0]: words for ids, words in wrong.items() if words} == {}


@pytest.mark.parametrize("code", [code for code in catalogues.LANGUAGES if code != catalogues.EASY])
def test_no_translation_is_still_german(code):
    catalogue = catalogues.read_catalogue(catalogues.path_of(ROOT, code), code)
    same = {message.id for message in catalogue if message.id and message.id == message.string}
    assert same - SAME_EVERYWHERE - SAME_IN.get(code, set()) == set()
