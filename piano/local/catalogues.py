"""`bin/manage make_catalogues`: collects the sentences that people read in their own language into `locale/<code>/`.

German is the source. In are the pages of tenants, trusted people, visitors and volunteers and every module that they share
with others; out, by path, are the pages of staff, who work in German. What is translated is kept, a changed sentence is marked
fuzzy, one that is gone is dropped. The order is by importance: danger first. Imports nothing of the application.
"""

import io
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from piano.local.catalogued import ALSO, KINDS, ORDER, ROOMS, STAFF
from piano.local.sentences import sentences_of
from piano.local.services import ROOT

EASY = "de_Simple"  # as a folder; docs/decisions/052
LANGUAGES = (EASY, "en", "tr", "ru", "uk", "ar", "bg")
# Three forms where Slavic numbers have them, six in Arabic (CLDR; the order is gettext's: zero, one, two, few, many, other).
SLAVIC = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
ARABIC = (
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5);"
)
TWO = "nplurals=2; plural=(n != 1);"
FORMS = {"ru": SLAVIC, "uk": SLAVIC, "ar": ARABIC}
HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: piAno\\n"
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {forms}\\n"
"""


class Sentence(NamedTuple):
    """One message: `ids` is the German, singular and plural where it has both; `path` is where it stands."""

    ids: tuple[str, ...]
    path: str


def main() -> None:
    sentences = collect(ROOT)
    for code in LANGUAGES:
        path = path_of(ROOT, code)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(updated(read_catalogue(path, code), sentences))


def path_of(root: Path, code: str) -> Path:
    return root / "locale" / code / "LC_MESSAGES" / "django.po"


def read_catalogue(path: Path, code: str) -> Catalog:
    text = path.read_text() if path.exists() else HEADER.format(code=code, forms=FORMS.get(code, TWO))
    return read_po(io.StringIO(text), locale=code)


def updated(catalogue: Catalog, sentences: Iterable[Sentence]) -> str:
    """The catalogue's text with exactly these sentences, in their order; a second time the same."""
    template = Catalog(charset="utf-8")
    for sentence in sentences:
        template.add(sentence.ids if len(sentence.ids) > 1 else sentence.ids[0], locations=[(sentence.path, 0)])
    catalogue.update(template)
    return text_of(catalogue)


def text_of(catalogue: Catalog) -> str:
    """As it is kept: no line numbers and no dates, which would change without a change of words."""
    file = io.BytesIO()
    write_po(file, catalogue, width=110, omit_header=True, ignore_obsolete=True, include_previous=False)
    code = str(catalogue.locale_identifier)
    body = re.sub(r"^(#: .*?)$", lambda line: re.sub(r":0\b", "", line[1]), file.getvalue().decode(), flags=re.M)
    return HEADER.format(code=code, forms=FORMS.get(code, TWO)) + "\n" + body.lstrip("\n")


def collect(root: Path) -> list[Sentence]:
    """Every sentence of the scope once, with the first place where it stands."""
    found: dict[tuple[str, ...], Sentence] = {}
    for path in paths(root):
        for ids in sentences_of(path):
            known = found.get(ids) or found.get(ids[:1])
            if known is None or len(ids) > len(known.ids):
                found.pop(ids[:1], None)
                found[ids] = Sentence(ids, str(path.relative_to(root)))
    return list(found.values())


def paths(root: Path) -> list[Path]:
    """The files of the scope in the order of importance."""
    every = [path for room in ROOMS for path in (root / room).rglob("*") if path.suffix in (".py", ".html", ".txt")]
    every = [path for path in every if "migrations" not in path.parts] + sorted(root.glob(KINDS))
    every += [root / name for name in ALSO if (root / name).exists()]
    names = {path: str(path.relative_to(root)) for path in every}
    return sorted(
        (path for path, name in names.items() if not _is_in(name, STAFF)), key=lambda path: _rank(names[path])
    )


def _is_in(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)


def _rank(name: str) -> tuple[int, str]:
    return next((rank for rank, pattern in enumerate(ORDER) if fnmatch(name, pattern)), len(ORDER)), name


# What has to be the same in a translation.
PLACEHOLDER = re.compile(
    r"%\(\w+\)[sd]|%%|\{\w*(?:![rs])?(?::[^{}]*)?\}|&\w+;|</?[a-z]+[^<>]*>|\b11[02]\b|\b116 ?117\b"
)


def mismatches(message: Message, forms: int) -> list[str]:
    """What is wrong with a translation, in words; empty when nothing is. An empty translation is wrong too."""
    source, said = _all(message.id), _all(message.string)
    if len(source) > 1 and len(said) != forms:
        return [f"{len(said)} forms instead of {forms}"]
    wrong = ["it is fuzzy"] if message.fuzzy else []
    in_words = 3 if forms == 6 else 2  # Arabic has a form of its own for none, one and two
    for number, words in enumerate(said):
        is_exact = len(source) == 1 or number >= in_words  # „einer“, „zwei“ may say the number in words
        different = _differences(source, words, is_exact=is_exact)
        wrong += [f"form {number}: {what}" if len(source) > 1 else what for what in different]
    return wrong


def _all(words: object) -> tuple[str, ...]:
    return tuple(str(word or "") for word in words) if isinstance(words, tuple | list) else (str(words or ""),)


def _differences(source: tuple[str, ...], words: str, *, is_exact: bool) -> Iterator[str]:
    if not words:
        yield "it is empty"
        return
    wanted = sorted(PLACEHOLDER.findall(source[-1]))
    found = sorted(PLACEHOLDER.findall(words))
    if found != wanted and (is_exact or not set(found) <= set(wanted)):
        yield f"placeholders {found} instead of {wanted}"
    for which, edge in (("begins", r"^\s*"), ("ends", r"\s*$")):
        if _edge(edge, words) != _edge(edge, source[0]):
            yield f"{which} with other blanks"


def _edge(pattern: str, words: str) -> str:
    found = re.search(pattern, words)
    return found[0] if found else ""
