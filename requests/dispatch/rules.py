"""The hard rules of the engine alone, each with a name. The product's own rules are richer and stand in `requests.matching`.

When several fail, the first of `RULES` is named: what the person is comes before where and when.
"""

import datetime as dt
import math
from collections.abc import Callable

from requests.dispatch.facts import LEVELS, OpenVisit, Person

EARTH_M = 6_371_008.8  # the mean radius
Rule = Callable[[OpenVisit, Person, dt.datetime], bool]


def does_category(visit: OpenVisit, person: Person, now: dt.datetime) -> bool:
    return visit.category in person.categories


def has_level(visit: OpenVisit, person: Person, now: dt.datetime) -> bool:
    """A < B < C < D; the visit's own level counts, whatever its category."""
    return LEVELS.index(person.level) >= LEVELS.index(visit.level)


def shares_language(visit: OpenVisit, person: Person, now: dt.datetime) -> bool:
    return not visit.languages or not visit.languages.isdisjoint(person.languages)


def is_not_blocked(visit: OpenVisit, person: Person, now: dt.datetime) -> bool:
    """Blocked beats known."""
    return person.id not in visit.blocked


def has_minutes_left(visit: OpenVisit, person: Person, now: dt.datetime) -> bool:
    return visit.minutes <= person.minutes_left


def is_near(visit: OpenVisit, person: Person, now: dt.datetime) -> bool:
    return distance_m(visit, person) <= person.radius_m


def has_time(visit: OpenVisit, person: Person, now: dt.datetime) -> bool:
    return first_start(visit, person, now) is not None


RULES: dict[str, Rule] = {
    "category": does_category,
    "level": has_level,
    "language": shares_language,
    "blocked": is_not_blocked,
    "minutes_left": has_minutes_left,
    "too_far": is_near,
    "no_time": has_time,
}


def failing_rule(visit: OpenVisit, person: Person, now: dt.datetime) -> str | None:
    """The name of the first rule that keeps her back, None when she may go."""
    for name, holds in RULES.items():
        if not holds(visit, person, now):
            return name
    return None


def distance_m(visit: OpenVisit, person: Person) -> float:
    """Metres on the great circle."""
    south, north = math.radians(visit.lat), math.radians(person.lat)
    half_way = math.sin((north - south) / 2) ** 2
    half_way += math.cos(south) * math.cos(north) * math.sin(math.radians(person.lon - visit.lon) / 2) ** 2
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(half_way)))


def first_start(visit: OpenVisit, person: Person, now: dt.datetime) -> dt.datetime | None:
    """The earliest start from now on at which the whole visit lies in its window and in one free gap; None when there is none."""
    length = dt.timedelta(minutes=visit.minutes)
    for begins, ends in person.gaps:
        start = max(begins, visit.earliest, now)
        if min(ends, visit.latest) - start >= length:
            return start
    return None
