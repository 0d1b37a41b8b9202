"""Where something is, as plain values."""

import math
from dataclasses import dataclass

EARTH_M = 6_378_168  # the radius that the extension earthdistance takes
METRES_A_MINUTE = 70  # an unhurried walk
DETOUR = 1.3  # streets are longer than the straight line


@dataclass(frozen=True)
class Place:
    """A point in a district. Degrees, WGS 84."""

    latitude: float
    longitude: float
    district_id: int


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """As the crow flies, between two points in degrees; the same figure as earthdistance gives."""
    (south, west), (north, east) = ((math.radians(degrees) for degrees in point) for point in (one, other))
    half = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(half))


def walking_minutes(metres: float) -> int:
    """How long an unhurried walk takes along streets, rounded up to a minute; at least one."""
    return max(1, math.ceil(metres * DETOUR / METRES_A_MINUTE))
