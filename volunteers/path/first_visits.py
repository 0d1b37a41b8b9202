"""What is known of her first visit, told by the room where visits are: when, with whom, and whether it took place. Nothing of a tenant."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class FirstVisit:
    """`took_place` is None until somebody has reported; `beside` is who went along with experience."""

    starts: dt.datetime
    beside: str
    took_place: bool | None = None


Find = Callable[[int], FirstVisit | None]
_finds: list[Find] = []


def tells_first_visits(find: Find) -> Find:
    """`find(person_id)`: the last one of somebody on her way, planned or over."""
    _finds.append(find)
    return find


def first_visit_of(person_id: int) -> FirstVisit | None:
    return next((found for find in _finds if (found := find(person_id))), None)


def is_known(person_id: int) -> bool:
    """A visit beside somebody has taken place, by its report."""
    found = first_visit_of(person_id)
    return found is not None and bool(found.took_place)
