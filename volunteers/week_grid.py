"""The usual week by touch: seven days times four parts of the day. One tap turns a part on or off; other hours stay as they are."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from piano.kit.weekdays import WEEKDAYS
from volunteers.models import Availability, Volunteer


class Part(NamedTuple):
    code: str
    label: Any
    starts: dt.time
    ends: dt.time


PARTS = (
    Part("frueh", _("vormittags"), dt.time(8), dt.time(12)),
    Part("mittags", _("mittags"), dt.time(12), dt.time(15)),
    Part("nachmittags", _("nachmittags"), dt.time(15), dt.time(18)),
    Part("abends", _("abends"), dt.time(18), dt.time(21)),
)
BY_CODE = {part.code: part for part in PARTS}
Span = tuple[dt.time, dt.time]


@dataclass(frozen=True)
class Cell:
    """`state`: on, partly (some of it), or off."""

    part: Part
    state: str


def grid_of(spans: list[Availability]) -> list[tuple[int, Any, list[Cell]]]:
    """Each weekday with its number, name and cells. Pure."""
    by_day = {day: [(one.starts, one.ends) for one in spans if one.weekday == day] for day, _name in WEEKDAYS}
    return [(day, name, [Cell(part, _state(by_day[day], part)) for part in PARTS]) for day, name in WEEKDAYS]


def _state(spans: list[Span], part: Part) -> str:
    if any(starts <= part.starts and part.ends <= ends for starts, ends in merged(spans)):
        return "on"
    return "partly" if any(starts < part.ends and part.starts < ends for starts, ends in spans) else "off"


def merged(spans: list[Span]) -> list[Span]:
    """In order, touching and overlapping ones as one."""
    found: list[Span] = []
    for starts, ends in sorted(spans):
        if found and starts <= found[-1][1]:
            found[-1] = (found[-1][0], max(ends, found[-1][1]))
        else:
            found.append((starts, ends))
    return found


def without(spans: list[Span], part: Part) -> list[Span]:
    """What is left beside this part of the day."""
    left = [(starts, min(ends, part.starts)) for starts, ends in spans]
    left += [(max(starts, part.ends), ends) for starts, ends in spans]
    return merged([(starts, ends) for starts, ends in left if starts < ends])


def turn(volunteer: Volunteer, *, weekday: int, part: str, on: bool) -> None:
    """She can then, or cannot. Twice is once. Locks her, so that two quick taps do not lose each other."""
    which = BY_CODE[part]
    with transaction.atomic():
        Volunteer.objects.select_for_update().get(pk=volunteer.pk)
        rows = Availability.objects.filter(volunteer=volunteer, weekday=weekday)
        spans = [(one.starts, one.ends) for one in rows]
        wanted = merged([*spans, (which.starts, which.ends)]) if on else without(spans, which)
        if wanted == spans:
            return
        rows.delete()
        Availability.objects.bulk_create(
            Availability(volunteer=volunteer, weekday=weekday, starts=starts, ends=ends) for starts, ends in wanted
        )
