"""Who is found in a meeting point, by first name. Nobody is known here: the rooms above say it, and who wishes to be named."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from quarters.models import MeetingPoint


@dataclass(frozen=True)
class Presence:
    """`names(point, day)` are first names for a public page; `is_named(user, point)` is None for who is none of them;
    `name(user, point, is_named)` is said by that person alone.
    """

    names: Callable[[MeetingPoint, dt.date], list[str]]
    is_named: Callable[[Any, MeetingPoint], bool | None]
    name: Callable[[Any, MeetingPoint, bool], None]


_known: list[Presence] = []


def register_people(presence: Presence) -> None:
    if presence not in _known:
        _known.append(presence)


def people_at(point: MeetingPoint, day: dt.date) -> list[str]:
    return [name for one in _known for name in one.names(point, day)]


def is_named_at(user: Any, point: MeetingPoint) -> bool | None:
    """Whether she is named there; None when she cannot be."""
    return next((said for one in _known if (said := one.is_named(user, point)) is not None), None)


def name_at(user: Any, point: MeetingPoint, *, is_named: bool) -> None:
    for one in _known:
        one.name(user, point, is_named)
