"""What holds for a person on one day: away, a holiday, or said for this very day. Pure."""

import numpy as np

from piano.kit.columns import Array, any_of
from requests.matching.facts import Pairs, World


def is_absent(world: World, items: Pairs) -> Array:
    place, rows = world.known.absences.of(items.person)
    day = items.day[place]
    return any_of(place, (rows["first"] <= day) & (day <= rows["last"]), len(items.person))


def rests(world: World, items: Pairs) -> Array:
    """A holiday of Hesse, on which nobody is asked who has not said that she would come."""
    return np.isin(items.day, world.known.holidays) & ~world.people.works_on_holidays[items.person]


def said_yes(world: World, items: Pairs) -> Array:
    """„An dem Tag doch“: it holds for that day whatever else stands there."""
    place, rows = world.known.day_times.of(items.person)
    return any_of(place, rows["is_free"] & (rows["day"] == items.day[place]), len(items.person))
