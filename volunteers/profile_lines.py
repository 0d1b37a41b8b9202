"""What rooms above say on somebody's own page: registered, never imported."""

import datetime as dt
from collections.abc import Callable

from volunteers.models import Volunteer

Line = Callable[[Volunteer, dt.datetime], str]
LINES: list[Line] = []


def register_profile_line(line: Line) -> None:
    """`line` says one sentence, or nothing. Twice is once."""
    if line not in LINES:
        LINES.append(line)


def lines_for(volunteer: Volunteer, *, now: dt.datetime) -> list[str]:
    return [words for words in (line(volunteer, now) for line in LINES) if words]
