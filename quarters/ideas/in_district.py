"""What residents of a district run themselves, on its page. Registers itself when it is imported."""

import datetime as dt
from typing import Any

from quarters.city_map.parts import register_part
from quarters.ideas.reading import public_ideas, runner_in
from quarters.models import District

SHOWN = 6


def values(district: District, now: dt.datetime) -> dict[str, Any]:
    ideas: list[Any] = list(public_ideas(district=district.slug)[:SHOWN])
    for one in ideas:
        one.runner = runner_in(one.everybody)
    return {"ideas": ideas, "district": district}


register_part("ideas", position=30, template="quarters/ideas/_in_district.html", values=values, style="idea")
