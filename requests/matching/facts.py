"""What the rules are asked about: visits, people and what belongs to them, as columns of plain values.

Visits and people are numbered from 0; a pair is two such numbers. Moments are microseconds (UTC), days are days since 1970.
"""

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from piano.kit.columns import Array, Columns, Grouped, places_of
from quarters.places import EARTH_M
from volunteers.could import People

SHIFT = 32  # two numbers as one key
APART, KIN = 1, 2  # bits of two people beside each other


@dataclass(frozen=True)
class Visits:
    """One row a visit. `level` is the place in A to D, P; `who` the place in `volunteers.could.WHO`; languages are bits, or 0.

    `gender` is the place in `volunteers.could.GENDERS` of who is wished for, 0 for all the same; `floors` are to be climbed;
    `state` is the federal state, as a number for its two letters; `wished` is the user who is wished for by name, or 0.
    """

    id: Array
    lat: Array
    lon: Array
    has_point: Array
    district: Array
    category: Array
    level: Array
    who: Array
    needs_licence: Array
    starts: Array
    ends: Array
    minutes: Array
    rounds: Array
    resident: Array
    resident_user: Array
    language: Array
    own_language: Array
    gender: Array
    is_intimate: Array
    uses_relief: Array
    floors: Array
    has_pets: Array
    has_smoke: Array
    state: Array
    wished: Array

    def __len__(self) -> int:
        return len(self.id)

    def at(self, starts: Array) -> "Visits":
        """The same visits, each at exactly this moment."""
        return replace(self, starts=starts, ends=starts + self.minutes * 60_000_000)

    def some(self, rows: slice) -> "Visits":
        return Visits(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})


class Pairs(NamedTuple):
    """Visits and people beside each other; `day` where it is about one of the visit's days."""

    visit: Array
    person: Array
    day: Array


@dataclass(frozen=True)
class Marked:
    """Some pairs of a visit's side (`left`) and a person's (`right`), with a number each."""

    keys: Array
    values: Array

    @staticmethod
    def of(left: Array, right: Array, values: Array | None = None) -> "Marked":
        keys = (left << SHIFT) | right
        order = np.argsort(keys, kind="stable")
        return Marked(keys[order], (np.ones(len(keys), dtype=np.int64) if values is None else values)[order])

    def at(self, left: Array, right: Array) -> Array:
        """The number of each pair, 0 where it is not marked."""
        if not len(self.keys):
            return np.zeros(len(left), dtype=np.int64)
        place = places_of((left << SHIFT) | right, self.keys)
        return np.where(place >= 0, self.values[place], 0)


NOBODY = Marked(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


@dataclass(frozen=True)
class World:
    """Everything about these visits and people. What is loaded for those left over alone comes later (`gather.add_details`)."""

    visits: Visits
    people: People
    does: Marked  # 1: she does that kind of help, 2: she likes it best
    scopes: Marked
    beside: Marked
    asked: Marked
    qualifications: Columns
    weights: Columns
    now: int
    earliest: int
    details: "Details | None" = None

    @property
    def known(self) -> "Details":
        assert self.details is not None, "gather.add_details comes first"
        return self.details

    def metres(self, pairs: Pairs) -> Array:
        """As the crow flies; the same figures as `quarters.places.metres_between`."""
        return along(self._chords(pairs))

    def is_within(self, pairs: Pairs, metres: Array) -> Array:
        """Whether they live at most so far away: without an arc for each pair."""
        most: Array = np.sin(np.minimum(metres / (2 * EARTH_M), np.pi / 2)) * 2
        return self._chords(pairs) <= most * most

    def _chords(self, pairs: Pairs) -> Array:
        visits, people = self.visit_points, self.person_points
        found: Array = np.zeros(len(pairs.visit))
        for mine, hers in zip(visits, people, strict=True):
            apart = mine[pairs.visit] - hers[pairs.person]
            found += apart * apart
        return found

    @cached_property
    def visit_points(self) -> tuple[Array, Array, Array]:
        return on_the_globe(self.visits.lat, self.visits.lon)

    @cached_property
    def person_points(self) -> tuple[Array, Array, Array]:
        return on_the_globe(self.people.lat, self.people.lon)


@dataclass(frozen=True)
class Details:
    """What belongs to people, by their number: evidence, weekly spans, absences, what they have planned and did."""

    evidence: Grouped
    spans: Grouped
    absences: Grouped
    day_times: Grouped
    work: Grouped
    holidays: Array
    been_there: Marked
    unhappy: Marked
    last_asked: Columns
    first_day: int
    last_day: int

    @staticmethod
    def nothing(people: int) -> "Details":
        """Nobody has anything."""
        none, empty = Grouped.none(people), np.zeros(0, dtype=np.int64)
        asked = {"user": empty, "at": empty}
        return Details(none, Grouped.none(7 * people), none, none, none, empty, NOBODY, NOBODY, asked, 0, 0)

    @cached_property
    def sure(self) -> Array:
        """The evidence that each person has on every day that matters, as bits."""
        rows = self.evidence.rows
        whole = (rows["begins"] <= self.first_day) & (rows["ends"] > self.last_day)
        owner = np.repeat(np.arange(len(self.evidence.count)), self.evidence.count)
        found = np.zeros(len(self.evidence.count), dtype=np.int64)
        found[owner[whole]] = rows["bits"][whole]  # rows of the same span are one
        return found


def on_the_globe(lat: Array, lon: Array) -> tuple[Array, Array, Array]:
    """Points of a globe with the radius 1."""
    north, east = np.radians(lat), np.radians(lon)
    return np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)


def along(chords: Array) -> Array:
    """Metres on the globe between points, from the square of their distance through it."""
    metres: Array = 2 * EARTH_M * np.arcsin(np.minimum(np.sqrt(chords) / 2, 1.0))
    return metres


def metres_between(lat: Array, lon: Array, other_lat: Array, other_lon: Array) -> Array:
    """As the crow flies; the same figures as `quarters.places.metres_between`."""
    points = zip(on_the_globe(lat, lon), on_the_globe(other_lat, other_lon), strict=True)
    return along(sum(((mine - other) ** 2 for mine, other in points), np.zeros(len(lat))))
