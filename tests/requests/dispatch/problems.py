"""Problems for the engine: one valid pair to change, and random ones with scarce people."""

import datetime as dt
import random
from typing import Any

NOW = dt.datetime(2026, 11, 23, 8, tzinfo=dt.timezone(dt.timedelta(hours=1)))


def at(hours: float) -> str:
    """So many hours after `NOW`."""
    return (NOW + dt.timedelta(hours=hours)).isoformat()


def visit(**fields: Any) -> dict[str, Any]:
    """A visit of an hour that `person()` may go to."""
    return {
        "id": "v1",
        "lat": 51.32,
        "lon": 9.48,
        "earliest": at(2),
        "latest": at(6),
        "minutes": 60,
        "category": "shop",
        "level": "B",
        "urgency": "normal",
        "languages": [],
        "known": [],
        "blocked": [],
        **fields,
    }


def person(**fields: Any) -> dict[str, Any]:
    return {
        "id": "p1",
        "role": "volunteer",
        "lat": 51.321,
        "lon": 9.48,
        "radius_m": 2000,
        "categories": ["shop"],
        "level": "C",
        "languages": ["de", "tr"],
        "free": [[at(0), at(10)]],
        "busy": [],
        "minutes_left": 240,
        **fields,
    }


def problem(visits: list[dict[str, Any]], people: list[dict[str, Any]]) -> dict[str, Any]:
    return {"now": NOW.isoformat(), "visits": visits, "people": people}


def scarce(seed: int, *, visits: int, people: int) -> dict[str, Any]:
    """Too few people for the visits, all rules in play, some of them known or blocked."""
    random_ = random.Random(seed)
    names = [f"p{number}" for number in range(people)]
    return problem(
        [_random_visit(random_, number, names) for number in range(visits)],
        [_random_person(random_, name) for name in names],
    )


def _random_visit(random_: random.Random, number: int, names: list[str]) -> dict[str, Any]:
    start = random_.randint(-2, 20)
    return visit(
        id=f"v{number}",
        lat=51.30 + random_.random() / 40,
        lon=9.46 + random_.random() / 40,
        earliest=at(start),
        latest=at(start + random_.choice([1, 2, 3])),
        minutes=random_.choice([30, 45, 60, 90]),
        category=random_.choice(["shop", "walk"]),
        level=random_.choice("ABCD"),
        urgency=random_.choice(["normal", "normal", "soon", "urgent"]),
        languages=random_.choice([[], [], ["tr"], ["ru", "uk"]]),
        known=random_.sample(names, min(2, len(names))),
        blocked=random_.sample(names, 1),
    )


def _random_person(random_: random.Random, name: str) -> dict[str, Any]:
    opens = random_.randint(0, 8)
    return person(
        id=name,
        role=random_.choice(["volunteer", "volunteer", "helper", "care"]),
        lat=51.30 + random_.random() / 40,
        lon=9.46 + random_.random() / 40,
        radius_m=random_.choice([1000, 2000, 4000]),
        categories=random_.choice([["shop"], ["walk"], ["shop", "walk"]]),
        level=random_.choice("BCD"),
        languages=random_.choice([["de"], ["de", "tr"], ["ru", "de"]]),
        free=[[at(opens), at(opens + 5)], [at(opens + 5), at(opens + 9)]],
        busy=[[at(opens + 2), at(opens + 3.5)]],
        minutes_left=random_.choice([30, 60, 240]),
    )
