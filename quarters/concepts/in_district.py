"""The concept in plain words on the page of its district. Registers itself when it is imported."""

import datetime as dt
from typing import Any

from piano.kit import clock
from quarters.city_map.parts import register_part
from quarters.concepts.reading import summary_of
from quarters.models import District


def values(district: District, now: dt.datetime) -> dict[str, Any] | None:
    """Whoever may keep it finds the way to it, even before anything stands there for everybody."""
    return {"summary": summary_of(district, on=clock.local(now).date()), "district": district}


register_part("concept", position=40, template="quarters/concepts/_in_district.html", values=values, style="idea")
