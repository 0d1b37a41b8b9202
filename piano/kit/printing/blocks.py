"""The blocks that a sheet is made of: plain values, drawn by `house.typ` under the same names."""

from collections.abc import Sequence
from typing import Any

from piano.kit.printing.codes import code_of

Block = dict[str, Any]


def heading(text: Any) -> Block:
    return {"kind": "heading", "text": str(text)}


def text(words: Any) -> Block:
    return {"kind": "text", "text": str(words)}


def small(words: Any) -> Block:
    return {"kind": "small", "text": str(words)}


def note(words: Any) -> Block:
    """A sentence that should not be overlooked."""
    return {"kind": "note", "text": str(words)}


def facts(*rows: tuple[Any, Any]) -> Block:
    """Label and value, one row each; what is empty is left out."""
    return {"kind": "facts", "rows": [[str(label), str(value)] for label, value in rows if value]}


def fields(*labels: tuple[Any, int]) -> Block:
    """Lines to write on side by side, each as wide as its share."""
    return {"kind": "fields", "rows": [[str(label), share] for label, share in labels]}


def lines(label: Any = "", count: int = 1) -> Block:
    return {"kind": "lines", "label": str(label), "count": count}


def ticks(*items: Any, label: Any = "", columns: int = 1) -> Block:
    return {"kind": "ticks", "label": str(label), "items": [str(item) for item in items], "columns": columns}


def table(
    head: Sequence[Any],
    rows: Sequence[Sequence[Any]],
    columns: Sequence[int],
    *,
    whole: bool = False,
    tall: bool = False,
) -> Block:
    """`columns` are shares of the width; 0 is as wide as its longest word. ☐ is drawn as a box to tick. `whole` rows, which
    have to be short, do not go over a page; `tall` ones leave room for a signature by hand.
    """
    said = [[str(value) for value in row] for row in rows]
    names = [str(word) for word in head]
    return {"kind": "table", "head": names, "rows": said, "columns": list(columns), "whole": whole, "tall": tall}


def day(name: Any, rows: Sequence[tuple[Any, Any, Any]]) -> Block:
    """What happens on one day: (time, what, more in lines of its own) each. A day of a few rows does not go over a page."""
    return {"kind": "day", "text": str(name), "rows": [[str(value) for value in row] for row in rows]}


def week(days: Sequence[tuple[Any, Sequence[tuple[Any, Any]]]]) -> Block:
    """A row a day: its name in lines of its own, then (time, who) each. A day does not go over a page."""
    said = [[str(name), [[str(time), str(who)] for time, who in lines]] for name, lines in days]
    return {"kind": "week", "rows": said}


def call(title: Any, words: Any, *numbers: tuple[Any, Any], last: Any = "") -> Block:
    """Whom to call, large enough to dial without glasses; (label, number) each, two beside each other. `last` stands below."""
    rows = [[str(label), str(number)] for label, number in numbers]
    return {"kind": "call", "text": str(title), "words": str(words), "rows": rows, "last": str(last)}


def signatures(*labels: Any) -> Block:
    return {"kind": "signatures", "items": [str(label) for label in labels]}


def code(digits: str) -> Block:
    return {"kind": "code", "text": digits}


def scan(link: str, says: Any, *rows: tuple[Any, Any]) -> Block:
    """A code to scan, `says` in words for who hears the sheet, and beside it what one types instead: label and value."""
    return {
        "kind": "scan",
        "svg": code_of(link),
        "says": str(says),
        "rows": [[str(label), str(value)] for label, value in rows],
    }


def new_page() -> Block:
    return {"kind": "break"}
