"""Who is found in a meeting point, by first name. Nobody is known here: the rooms above say it."""

import datetime as dt
from collections.abc import Callable

from quarters.models import MeetingPoint

Finder = Callable[[MeetingPoint, dt.date], list[str]]
_finders: list[Finder] = []


def register_people(finder: Finder) -> Finder:
    """`finder(point, day)` gives first names that may stand on a public page."""
    if finder not in _finders:
        _finders.append(finder)
    return finder


def people_at(point: MeetingPoint, day: dt.date) -> list[str]:
    return [name for finder in _finders for name in finder(point, day)]
