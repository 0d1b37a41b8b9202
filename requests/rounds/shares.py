"""Visits that have nobody in common, as a few shares of about the same size: each can be a round of its own, side by side."""

from collections.abc import Sequence

import numpy as np

from piano.kit.columns import Array, read_columns
from requests.dispatch.optimum import Table, parts

DEGREE_M = 110_000  # of latitude, a little less than it has
# where the house is unknown the district counts, and who lives in it may come from anywhere there
PLACES = """
  SELECT v.id, coalesce(b.latitude, 0), coalesce(b.longitude, 0), b.latitude IS NOT NULL AND b.longitude IS NOT NULL
    FROM requests_visit v JOIN requests_helprequest h ON h.id = v.help_request_id
    JOIN quarters_resident r ON r.id = h.resident_id LEFT JOIN quarters_building b ON b.id = r.building_id
   WHERE v.id = ANY(%(ids)s)
"""
FARTHEST = "SELECT coalesce(max(max_distance_m), 0) FROM volunteers_volunteer WHERE state = 'active'"


def shares_of(visit_ids: Sequence[int], count: int) -> list[list[int]]:
    """At most `count` shares; one where everything hangs together, or a place is unknown."""
    rows = read_columns(PLACES, {"ids": list(visit_ids)}, {"id": "int", "lat": "real", "lon": "real", "known": "bool"})
    if not len(rows["id"]) or not rows["known"].all():
        return [list(visit_ids)]
    farthest = float(read_columns(FARTHEST, {}, {"m": "int"})["m"][0])
    return balanced(_apart(rows["id"], rows["lat"], rows["lon"], max(farthest, 1.0)), count)


def balanced(groups: Sequence[Sequence[int]], count: int) -> list[list[int]]:
    """The largest group first, each to the share that has least so far. Empty shares are left out."""
    shares: list[list[int]] = [[] for _ in range(count)]
    for group in sorted(groups, key=len, reverse=True):
        min(shares, key=len).extend(group)
    return [share for share in shares if share]


def _apart(ids: Array, lat: Array, lon: Array, metres: float) -> list[list[int]]:
    """Groups between which nobody who reaches so far can choose: cells twice as wide, a visit belongs to its own and those
    around; what has a cell in common is one group.
    """
    high = 2 * metres / DEGREE_M
    wide = high / max(float(np.cos(np.radians(np.abs(lat).max()))), 0.01)
    row, column = np.floor((lat + 90) / high).astype(np.int64), np.floor((lon + 180) / wide).astype(np.int64)
    around = [(north, east) for north in (-1, 0, 1) for east in (-1, 0, 1)]
    cells = np.concatenate([((row + north + 1) << 32) | (column + east + 1) for north, east in around])
    visits = np.tile(np.arange(len(ids)), len(around))
    nothing = np.zeros_like(visits)
    return [np.unique(ids[visits[part]]).tolist() for part in parts(Table(visits, cells, nothing, nothing))]
