"""The sentences of one file that are marked for translation: of a module, a template, or a table. Imports nothing of the application."""

import ast
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

COLUMNS = ("hint", "rule")  # of the table of kinds
SINGLE = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop"})
PLURAL = frozenset({"ngettext", "ngettext_lazy"})
KEYWORDS = dict.fromkeys(SINGLE, (1,)) | dict.fromkeys(PLURAL, (1, 2))


def sentences_of(path: Path) -> Iterator[tuple[str, ...]]:
    """Each as its singular and, where it has one, its plural, in the order of the file."""
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix == ".csv":
        yield from _of_table(text)
    else:
        yield from _of_python(text) if path.suffix == ".py" else _of_template(text, path)


def _of_table(text: str) -> Iterator[tuple[str, ...]]:
    for line in csv.DictReader(text.splitlines(), delimiter=";"):
        yield from ((line[column].strip(),) for column in COLUMNS if line.get(column))


def _of_python(text: str) -> Iterator[tuple[str, ...]]:
    """By the syntax tree: a call within an f-string counts too."""
    calls = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        wanted = call.args[: len(KEYWORDS.get(name, ()))]
        words = tuple(word.value for word in wanted if isinstance(word, ast.Constant) and isinstance(word.value, str))
        if words and len(words) == len(wanted):
            yield words


def _of_template(text: str, path: Path) -> Iterator[tuple[str, ...]]:
    """Django's own reading of its tags, handed on line by line as if it were Python."""
    code = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    for _line, _function, words, _comments in extract_python(io.BytesIO(code.encode()), KEYWORDS, (), {}):
        yield tuple(str(word) for word in (words if isinstance(words, tuple | list) else (words,)) if word)
