"""Calendars of many dates as text (RFC 5545), written line by line: building objects for each would take ten times as long.

Whatever stands in a value stays in its own line: nothing that somebody typed begins a line of its own.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

LONGEST = 75  # octets of a line, before it is folded
Line = tuple[str, str]
_SAID = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
_ESCAPED = str.maketrans({**dict.fromkeys(map(chr, (*range(32), 127)), ""), **_SAID})


def say(words: str) -> str:
    """TEXT: separators are escaped, signs that cannot be printed are left out."""
    return words.translate(_ESCAPED)


def stamp(moment: dt.datetime) -> str:
    """In UTC, which is right over both changes of the clock."""
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def write(made_by: str, head: Iterable[Line], events: Iterable[Iterable[Line]]) -> bytes:
    """A calendar by `made_by` with these lines and these events; values come in their final form."""
    return "".join(f"{folded(line)}\r\n" for line in _lines(made_by, head, events)).encode()


def _lines(made_by: str, head: Iterable[Line], events: Iterable[Iterable[Line]]) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", f"PRODID:-//piAno//{made_by}//DE", "VERSION:2.0")
    yield from (f"{name}:{value}" for name, value in head)
    for event in events:
        yield "BEGIN:VEVENT"
        yield from (f"{name}:{value}" for name, value in event)
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def folded(line: str) -> str:
    """In lines of at most 75 octets, never within a sign."""
    if len(line) <= LONGEST and len(line.encode()) <= LONGEST:
        return line
    parts, room = [""], LONGEST
    for sign in line:
        size = len(sign.encode())
        if size > room:
            parts.append("")
            room = LONGEST - 1  # the space at the beginning counts
        parts[-1] += sign
        room -= size
    return "\r\n ".join(parts)
