"""The next dates on a district's page."""

import datetime as dt
from typing import Any

from quarters.city_map.parts import register_part
from quarters.models import District
from quarters.programme.reading import Choice, events_ahead

SHOWN = 4


def values(district: District, now: dt.datetime) -> dict[str, Any] | None:
    rows = list(events_ahead(Choice(district=district.slug), now=now).standing()[:SHOWN])
    return {"events": rows, "district": district} if rows else None


register_part(
    "programme", position=20, template="quarters/programme/_in_district.html", values=values, style="programme"
)
