"""A problem as JSON, read strictly: whatever is not as described is refused with the path of the field."""

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any, TypeVar

from requests.dispatch.facts import LEVELS, ROLES, URGENCIES, OpenVisit, Person, Problem, Span

T = TypeVar("T")
# Python's own reader also takes a NUL within, and a comma without a fraction.
ISO_8601 = re.compile(
    r"\d{4}-?(\d\d-?\d\d|W\d\d(-?\d)?)T\d\d(:?\d\d(:?\d\d([.,]\d+)?)?)?(Z|[+-]\d\d(:?\d\d(:?\d\d)?)?)?", re.ASCII
)
FIRST_YEAR, LAST_YEAR = 1900, 9998  # of a visit: a start is written in the offset of `earliest`, which needs room
MOST_MINUTES, MOST_MINUTES_LEFT, MOST_METRES = 100_000, 10**9, 10**9


class Malformed(Exception):
    """The sentence begins with the path of the offending field: `visits[3].earliest: …`."""

    def __init__(self, path: str, what: str) -> None:
        super().__init__(f"{path or 'problem'}: {what}")


def read_problem(text: bytes) -> Problem:
    """Raises `Malformed`. Fields that are not described are left unread."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Malformed("", "is not JSON") from error
    return _problem(data, "")


def _problem(data: Any, path: str) -> Problem:
    now = _field(data, path, "now", _moment)
    visits = _field(data, path, "visits", _list_of(_visit))
    people = _field(data, path, "people", _list_of(_person))
    _check_once(visits, "visits")
    _check_once(people, "people")
    return Problem(now, visits, people)


def _check_once(rows: tuple[Any, ...], path: str) -> None:
    seen: set[str] = set()
    for number, row in enumerate(rows):
        if row.id in seen:
            raise Malformed(f"{path}[{number}].id", "stands there twice")
        seen.add(row.id)


def _visit(data: Any, path: str) -> OpenVisit:
    visit = OpenVisit(
        id=_field(data, path, "id", _text),
        lat=_field(data, path, "lat", _number(-90, 90)),
        lon=_field(data, path, "lon", _number(-180, 180)),
        earliest=_field(data, path, "earliest", _moment_of_visit),
        latest=_field(data, path, "latest", _moment_of_visit),
        minutes=_field(data, path, "minutes", _whole(1, MOST_MINUTES)),
        category=_field(data, path, "category", _text),
        level=_field(data, path, "level", _one_of(LEVELS)),
        urgency=_field(data, path, "urgency", _one_of(URGENCIES)),
        languages=frozenset(_field(data, path, "languages", _list_of(_text))),
        known=frozenset(_field(data, path, "known", _list_of(_text))),
        blocked=frozenset(_field(data, path, "blocked", _list_of(_text))),
    )
    if visit.latest < visit.earliest:
        raise Malformed(f"{path}.latest", "is before earliest")
    return visit


def _person(data: Any, path: str) -> Person:
    return Person(
        id=_field(data, path, "id", _text),
        role=_field(data, path, "role", _one_of(ROLES)),
        lat=_field(data, path, "lat", _number(-90, 90)),
        lon=_field(data, path, "lon", _number(-180, 180)),
        radius_m=_field(data, path, "radius_m", _number(0, MOST_METRES)),
        categories=frozenset(_field(data, path, "categories", _list_of(_text))),
        level=_field(data, path, "level", _one_of(LEVELS)),
        languages=frozenset(_field(data, path, "languages", _list_of(_text))),
        free=_field(data, path, "free", _list_of(_span)),
        busy=_field(data, path, "busy", _list_of(_span)),
        minutes_left=_field(data, path, "minutes_left", _whole(0, MOST_MINUTES_LEFT)),
    )


def _field(data: Any, path: str, name: str, read: Callable[[Any, str], T]) -> T:
    if not isinstance(data, dict):
        raise Malformed(path, "must be an object")
    inner = f"{path}.{name}" if path else name
    if name not in data:
        raise Malformed(inner, "is missing")
    return read(data[name], inner)


def _list_of(read: Callable[[Any, str], T]) -> Callable[[Any, str], tuple[T, ...]]:
    def read_list(data: Any, path: str) -> tuple[T, ...]:
        if not isinstance(data, list):
            raise Malformed(path, "must be a list")
        return tuple(read(item, f"{path}[{number}]") for number, item in enumerate(data))

    return read_list


def _text(data: Any, path: str) -> str:
    if not isinstance(data, str) or not data.strip():
        raise Malformed(path, "must be a text that is not empty")
    if any("\ud800" <= letter <= "\udfff" for letter in data):
        raise Malformed(path, "must be a text of whole letters")
    return data


def _one_of(words: tuple[str, ...]) -> Callable[[Any, str], str]:
    def read_word(data: Any, path: str) -> str:
        if not isinstance(data, str) or data not in words:
            raise Malformed(path, f"must be one of {', '.join(words)}")
        return data

    return read_word


def _number(least: float, most: float) -> Callable[[Any, str], float]:
    """True and false are no numbers, although Python says so; NaN and Infinity are none either."""

    def read_number(data: Any, path: str) -> float:
        if isinstance(data, bool) or not isinstance(data, int | float) or not least <= data <= most:
            raise Malformed(path, f"must be a number from {least} to {most}")
        return data

    return read_number


def _whole(least: int, most: int) -> Callable[[Any, str], int]:
    def read_whole(data: Any, path: str) -> int:
        if isinstance(data, bool) or not isinstance(data, int) or not least <= data <= most:
            raise Malformed(path, f"must be a whole number from {least} to {most}")
        return data

    return read_whole


def _moment(data: Any, path: str) -> dt.datetime:
    try:
        is_one = isinstance(data, str) and ISO_8601.fullmatch(data)
        moment = dt.datetime.fromisoformat(data) if is_one else None
    except ValueError:
        moment = None
    if moment is None:
        raise Malformed(path, "must be a time as in ISO 8601")
    if moment.tzinfo is None:
        raise Malformed(path, "must have an offset from UTC")
    return moment


def _moment_of_visit(data: Any, path: str) -> dt.datetime:
    moment = _moment(data, path)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Malformed(path, f"must be in the years {FIRST_YEAR} to {LAST_YEAR}")
    return moment


def _span(data: Any, path: str) -> Span:
    if not isinstance(data, list) or len(data) != 2:
        raise Malformed(path, "must be a start and an end")
    start, end = _moment(data[0], f"{path}[0]"), _moment(data[1], f"{path}[1]")
    if end < start:
        raise Malformed(f"{path}[1]", "is before its start")
    return start, end
