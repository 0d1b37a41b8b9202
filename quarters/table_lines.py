"""Tables of a folder, line by line: each line knows where it stands, reads its cells by kind, and complains by file and line."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from piano.kit.errors import DomainError
from piano.kit.phones import NotAPhoneNumber, read_phone

YES, NO = {"yes", "ja", "1", "x"}, {"no", "nein", "0", ""}


class BadTable(DomainError):
    """A file cannot be used; the sentence names file and line."""


@dataclass
class Line:
    """One row of a table that knows where it stands, and reads its cells by kind."""

    file: str
    number: int
    cells: dict[str, str]

    def bad(self, what: str) -> BadTable:
        return BadTable(f"{self.file}, Zeile {self.number}: {what}")

    def text(self, column: str, *, required: bool = False) -> str:
        value = (self.cells.get(column) or "").strip()
        if required and not value:
            raise self.bad(f"„{column}“ fehlt.")
        return value

    def read(self, column: str, kind: Callable[[str], Any], what: str) -> Any:
        value = self.text(column, required=True)
        try:
            return kind(value)
        except ValueError:
            raise self.bad(f"„{column}“ soll {what} sein, steht aber als „{value}“ da.") from None

    def flag(self, column: str) -> bool:
        value = self.text(column).lower()
        if value not in YES | NO:
            raise self.bad(f"„{column}“ soll ja oder nein sein, steht aber als „{value}“ da.")
        return value in YES

    def choice(self, column: str, choices: type[Any]) -> str:
        value = self.text(column, required=True)
        if value not in choices.values:
            raise self.bad(f"„{column}“ kennt „{value}“ nicht. Möglich sind: {', '.join(choices.values)}.")
        return value

    def date(self, column: str) -> dt.date | None:
        value = self.text(column)
        for shape in ("%Y-%m-%d", "%d.%m.%Y"):
            try:
                return dt.datetime.strptime(value, shape).date() if value else None  # noqa: DTZ007  a day has no zone
            except ValueError:
                continue
        raise self.bad(f"„{column}“ soll ein Datum sein (24.11.2026), steht aber als „{value}“ da.")

    def phone(self, column: str) -> str:
        try:
            return read_phone(self.text(column))
        except NotAPhoneNumber as error:
            raise self.bad(f"„{column}“: {error}") from None


def lines_of(path: Path, needed: set[str]) -> Iterator[Line]:
    if not path.is_file():
        raise BadTable(f"{path.name} fehlt in {path.parent}.")
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("windows-1252", errors="replace")
    reader = csv.DictReader(io.StringIO(text), delimiter=";")
    missing = needed - set(reader.fieldnames or ())
    if missing:
        raise BadTable(f"{path.name}, Zeile 1: Es fehlen die Spalten {', '.join(sorted(missing))}.")
    for row in reader:
        line = Line(path.name, reader.line_num, row)
        if None in row or None in row.values():
            raise line.bad("Die Zeile hat nicht so viele Spalten wie die Überschrift.")
        yield line


def check_new(line: Line, known: dict[Any, Any], key: Any) -> None:
    if key in known:
        raise line.bad(f"„{key}“ steht schon weiter oben.")
