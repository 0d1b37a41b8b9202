"""Who lives near enough to which visit, and does that kind of help: pairs from a grid, without looking at all of them. Pure.

It may give a few pairs too many, never one too few; the rules measure afterwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from piano.kit.columns import Array, spread
from requests.matching.facts import SHIFT, Pairs, World
from volunteers.could import DEGREE_M

SMALL = 200_000  # so many pairs are looked at one by one
LOW = (1 << SHIFT) - 1
NO_DAY = np.zeros(0, dtype=np.int64)
NARROWEST_M = 500.0


@dataclass(frozen=True)
class Cells:
    """Everybody of one class of reach by kind of help and cell, in order of `keys`. A cell is as wide as they reach."""

    keys: Array
    person: Array
    high: float
    wide: float

    def around(self, world: World, visit: Array) -> Iterator[tuple[Array, Array]]:
        """Whoever is near enough lives in one of nine cells."""
        row, column = self._cell(world.visits.lat[visit], world.visits.lon[visit])
        for north in (-1, 0, 1):
            for east in (-1, 0, 1):
                key = _key(world.visits.category[visit], row + north, column + east)
                begins = np.searchsorted(self.keys, key, side="left")
                place, found = spread(begins, np.searchsorted(self.keys, key, side="right") - begins)
                yield visit[place], self.person[found]

    def _cell(self, lat: Array, lon: Array) -> tuple[Array, Array]:
        return np.floor((lat + 180) / self.high).astype(np.int64), np.floor((lon + 360) / self.wide).astype(np.int64)

    @staticmethod
    def of(world: World, person: Array, category: Array, metres: float) -> "Cells":
        people = world.people
        north = float(np.radians(min(float(np.abs(people.lat).max()), 85.0)))
        cells = Cells(NO_DAY, NO_DAY, metres / DEGREE_M, metres / (DEGREE_M * float(np.cos(north))))
        keys = _key(category, *cells._cell(people.lat[person], people.lon[person]))
        order = np.argsort(keys)
        return Cells(keys[order], person[order], cells.high, cells.wide)


def _key(category: Array, row: Array, column: Array) -> Array:
    key: Array = (category << 44) | (row << 22) | column
    return key


class Reach:
    """Made once for a world, asked for one part of its visits after the other."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.is_small = len(world.visits) * len(world.people) <= SMALL
        self.classes = [] if self.is_small else list(self._classes())
        self.by_district = np.argsort(world.people.district, kind="stable")

    def _classes(self) -> Iterator[Cells]:
        person, category = self.world.does.keys >> SHIFT, self.world.does.keys & LOW
        reach = np.maximum(self.world.people.reach_m[person] / NARROWEST_M, 1)
        steps = np.ceil(np.log2(reach)).astype(np.int64)
        for step in np.unique(steps):
            mine = steps == step
            yield Cells.of(self.world, person[mine], category[mine], NARROWEST_M * 2.0 ** int(step))

    def pairs(self, first: int, last: int) -> Pairs:
        """The visits from `first` before `last`, with everybody who could be near enough and does that kind of help."""
        visit = np.arange(first, last)
        if self.is_small:
            everybody = np.arange(len(self.world.people))
            return self._who_does(np.repeat(visit, len(everybody)), np.tile(everybody, len(visit)))
        found = [pair for cells in self.classes for pair in cells.around(self.world, visit)]
        unknown = visit[~self.world.visits.has_point[visit]]
        if len(unknown):
            at_home = self._same_district(unknown)
            found.append((at_home.visit, at_home.person))
        keys = np.concatenate([NO_DAY, *((visit << SHIFT) | person for visit, person in found)])
        keys = np.unique(keys) if len(unknown) else keys
        return Pairs(keys >> SHIFT, keys & LOW, NO_DAY)

    def _same_district(self, visit: Array) -> Pairs:
        """Where the house is unknown, the district counts."""
        districts = self.world.people.district[self.by_district]
        begins = np.searchsorted(districts, self.world.visits.district[visit], side="left")
        ends = np.searchsorted(districts, self.world.visits.district[visit], side="right")
        place, row = spread(begins, ends - begins)
        return self._who_does(visit[place], self.by_district[row])

    def _who_does(self, visit: Array, person: Array) -> Pairs:
        does = self.world.does.at(person, self.world.visits.category[visit]) > 0
        return Pairs(visit[does], person[does], NO_DAY)
