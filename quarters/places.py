"""Where something is, as plain values."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A point in a district. Degrees, WGS 84."""

    latitude: float
    longitude: float
    district_id: int
