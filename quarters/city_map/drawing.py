"""From degrees to a drawing: shapes as SVG paths with a place for their names. Pure but for `read_city`, which asks once.

The plane is kilometres, y to the south: one degree of longitude is shortened by the cosine of the city's latitude. A drawing
is 1000 units wide.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from quarters.city_map.cells import Point, Ring, area, cells_around, middle
from quarters.models import District

KM_A_DEGREE = 111.32
MARGIN_KM = 1.6  # of the city's edge around its outer pins
WIDTH = 1000
PAD = 12
LONGEST_LINE = 13  # letters of a name in one line
LETTER, LETTER_NEAR, LINE = 11.0, 22.0, 40.0  # how wide a letter is on the map and near by; how high a line


@dataclass(frozen=True)
class Shape:
    """A district as it is drawn. `x`, `y` is the middle of its largest part, where its name stands; without `lines` there is
    no room for it.
    """

    district: District
    path: str
    x: float
    y: float
    lines: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    label: str


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    shapes: list[Shape]
    dots: list[Dot]


@dataclass(frozen=True)
class Plan:
    """The city in kilometres: districts with their rings, and the latitude it is flattened at."""

    districts: list[District]
    rings: list[list[Ring]]
    latitude: float
    has_boundaries: bool

    def flat(self, latitude: float, longitude: float) -> Point:
        return (
            longitude * KM_A_DEGREE * math.cos(math.radians(self.latitude)),
            -latitude * KM_A_DEGREE,
        )


def read_city(city: str) -> Plan:
    """The districts of one city in the order of their numbers. One query."""
    return plan_of(list(District.objects.filter(city=city).select_related("shape").order_by("number")))


def plan_of(districts: list[District]) -> Plan:
    """Boundaries where every district has one; a mixture would not fit together, so then all are cells."""
    latitude = sum(one.latitude for one in districts) / len(districts) if districts else 0.0
    shapes = [getattr(district, "shape", None) for district in districts]
    bare = Plan(districts, [], round(latitude, 1), bool(districts) and all(shapes))
    if bare.has_boundaries:
        rings = [_rings(shape.polygons, bare) for shape in shapes if shape]
    else:
        pins = tuple(bare.flat(one.latitude, one.longitude) for one in districts)
        rings = [[cell] if cell else [] for cell in cells_around(pins, MARGIN_KM)]
    return Plan(districts, rings, bare.latitude, bare.has_boundaries)


def _rings(polygons: Any, plan: Plan) -> list[Ring]:
    """Outer rings and holes alike: they are filled by the rule evenodd."""
    return [tuple(plan.flat(lat, lon) for lon, lat in ring) for polygon in polygons for ring in polygon]


def draw(
    plan: Plan, *, around: District | None = None, dots: Sequence[tuple[Point, str]] = (), is_bare: bool = False
) -> Drawing:
    """The whole city, or what lies around one district; a bare one shows no names. `dots` are (latitude, longitude) and name."""
    chosen = [
        rings for one, rings in zip(plan.districts, plan.rings, strict=True) if around is None or one.pk == around.pk
    ]
    everything = [point for rings in (chosen or plan.rings) for ring in rings for point in ring]
    if not everything:
        return Drawing(WIDTH, 1, [], [])
    view = View.around(everything, room=0.35 if around else 0.0)
    shapes = [
        _shape(district, rings, view, WIDTH if is_bare else LETTER_NEAR if around else LETTER)
        for district, rings in zip(plan.districts, plan.rings, strict=True)
        if any(view.shows(ring) for ring in rings)
    ]
    shapes = names_apart(shapes, LETTER_NEAR if around else LETTER)
    marks = [Dot(*view.place(plan.flat(*place)), label) for place, label in dots]
    return Drawing(WIDTH, view.height, shapes, marks)


@dataclass(frozen=True)
class View:
    """The part of the plane that is drawn."""

    left: float
    top: float
    scale: float
    height: int

    @classmethod
    def around(cls, points: Iterable[Point], *, room: float) -> "View":
        """`room` is a share of the larger side that is left on every side."""
        xs, ys = zip(*points, strict=True)
        more = max(max(xs) - min(xs), max(ys) - min(ys)) * room
        left, right, top, bottom = min(xs) - more, max(xs) + more, min(ys) - more, max(ys) + more
        scale = (WIDTH - 2 * PAD) / ((right - left) or 1)
        return cls(left, top, scale, round((bottom - top) * scale) + 2 * PAD)

    def place(self, point: Point) -> Point:
        x, y = (point[0] - self.left) * self.scale + PAD, (point[1] - self.top) * self.scale + PAD
        return round(x, 1), round(y, 1)

    def has_room(self, x: float, y: float, half: float) -> bool:
        """Whether words of that half width stand wholly inside."""
        return half < x < WIDTH - half and LINE < y < self.height - LINE

    def shows(self, ring: Ring) -> bool:
        places = [self.place(point) for point in ring]
        xs, ys = [x for x, _ in places], [y for _, y in places]
        return bool(places) and max(xs) > 0 and min(xs) < WIDTH and max(ys) > 0 and min(ys) < self.height


def _shape(district: District, rings: list[Ring], view: View, letter: float) -> Shape:
    places = [tuple(map(view.place, ring)) for ring in rings]
    path = "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z" for ring in places)
    x, y = middle(max(places, key=lambda ring: abs(area(ring))))
    names = lines_of(district.name)
    first = -(len(names) - 1) / 2
    lines = tuple((first + number, line) for number, line in enumerate(names))
    is_named = view.has_room(x, y, max(map(len, names)) * letter / 2)
    return Shape(district, path, x, y, lines if is_named else ())


def names_apart(shapes: list[Shape], letter: float) -> list[Shape]:
    """A name that would run into one before it stands a little lower."""
    placed: list[Shape] = []
    for shape in shapes:
        while any(_touch(shape, other, letter) for other in placed):
            shape = replace(shape, y=shape.y + LINE / 4)
        placed.append(shape)
    return placed


def _touch(one: Shape, other: Shape, letter: float) -> bool:
    if not one.lines or not other.lines:
        return False
    width = sum(max(len(words) for _, words in shape.lines) for shape in (one, other)) * letter * 0.65
    height = (len(one.lines) + len(other.lines)) / 2 * LINE / 2
    return abs(one.x - other.x) < width and abs(one.y - other.y) < height


def lines_of(name: str) -> list[str]:
    """A long name in two lines, at its hyphen or blank; „Philippinenhof-“, „Warteberg“."""
    if len(name) <= LONGEST_LINE:
        return [name]
    parts = [part for part in re.split(r"(?<=-)|\s", name) if part]
    if len(parts) < 2:
        return parts
    middle = min(range(1, len(parts)), key=lambda at: max(len(" ".join(parts[:at])), len(" ".join(parts[at:]))))
    return [" ".join(parts[:middle]), " ".join(parts[middle:])]
