"""What rooms above say on somebody's own page: registered, never imported. Lines to read, and notices that lead somewhere."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from volunteers.models import Volunteer


@dataclass(frozen=True)
class Notice:
    """Stands above everything else, with a way on."""

    words: str
    way: str
    button: str


Line = Callable[[Volunteer, dt.datetime], str]
Says = Callable[[Volunteer, dt.datetime], Notice | None]
LINES: list[Line] = []
NOTICES: list[Says] = []


def register_profile_line(line: Line) -> None:
    """`line` says one sentence, or nothing. Twice is once."""
    if line not in LINES:
        LINES.append(line)


def register_profile_notice(says: Says) -> None:
    """Twice is once."""
    if says not in NOTICES:
        NOTICES.append(says)


def lines_for(volunteer: Volunteer, *, now: dt.datetime) -> list[str]:
    return [words for words in (line(volunteer, now) for line in LINES) if words]


def notices_for(volunteer: Volunteer, *, now: dt.datetime) -> list[Notice]:
    return [found for found in (says(volunteer, now) for says in NOTICES) if found]
