"""What stands on a district's page, piece by piece: each room of the quarter registers its own.

A part is a template and a function that gives its values, or None where it has nothing to say. The template gets them as `part`,
and its own stylesheet is named by `style`.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from quarters.models import District

Values = Callable[[District, dt.datetime], dict[str, Any] | None]


@dataclass(frozen=True)
class Part:
    name: str
    position: int
    template: str
    values: Values
    style: str = ""


@dataclass(frozen=True)
class ShownPart:
    template: str
    values: dict[str, Any]
    style: str


_parts: dict[str, Part] = {}


def register_part(name: str, *, position: int, template: str, values: Values, style: str = "") -> None:
    """Smaller positions stand higher: meeting points 10, events 20, ideas 30, concept 40."""
    _parts[name] = Part(name, position, template, values, style)


def parts_of(district: District, now: dt.datetime) -> list[ShownPart]:
    ordered = sorted(_parts.values(), key=lambda part: (part.position, part.name))
    found = [(part, part.values(district, now)) for part in ordered]
    return [ShownPart(part.template, values, part.style) for part, values in found if values is not None]
