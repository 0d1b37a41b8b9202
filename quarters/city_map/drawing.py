"""From degrees to a drawing: shapes as SVG paths with a place for their names. Pure but for `read_city`, which asks once.

The plane is kilometres, y to the south: one degree of longitude is shortened by the cosine of the city's latitude. A drawing
is 1000 units wide.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from quarters.city_map.cells import Point, Ring, area, cells_around, middle
from quarters.city_map.names import Label, settle
from quarters.models import District

KM_A_DEGREE = 111.32
MARGIN_KM = 1.6  # of the city's edge around its outer pins
WIDTH = 1000
PAD = 12
LINE = 40.0  # that a name keeps from the upper and lower edge
LETTER, LETTER_NEAR = 11.0, 22.0  # how wide a letter is on the map and near by


@dataclass(frozen=True)
class Shape:
    """A district as it is drawn. `x`, `y` is the middle of its name, inside its largest part; without `lines` there is no room
    for it near by, and far off its number stands there.
    """

    district: District
    path: str
    x: float
    y: float
    lines: tuple[tuple[float, str], ...]
    is_small: bool = False


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
    letter = WIDTH if is_bare else LETTER_NEAR if around else LETTER
    shown = [one for one in zip(plan.districts, plan.rings, strict=True) if any(view.shows(ring) for ring in one[1])]
    shapes = _named(
        [_shape(district, rings, view) for district, rings in shown], view, letter, is_whole=not (is_bare or around)
    )
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


def _shape(district: District, rings: list[Ring], view: View) -> tuple[District, str, Ring]:
    """With its path and its largest part, as they are drawn."""
    places = [tuple(map(view.place, ring)) for ring in rings]
    path = "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z" for ring in places)
    return district, path, max(places, key=lambda ring: abs(area(ring)))


def _named(shapes: list[tuple[District, str, Ring]], view: View, letter: float, *, is_whole: bool) -> list[Shape]:
    """Long names choose their place first. On the whole map one without room is told by its number, as in the list beside it."""
    labels: dict[int, Label] = {}
    for number, (district, _path, ring) in sorted(enumerate(shapes), key=lambda one: -len(one[1][0].name)):
        label = settle(district.name, ring, letter, middle(ring), list(labels.values()))
        if label and view.has_room(label.x, label.y, label.half):
            labels[number] = label
    told = enumerate(shapes)
    return [
        _told(district, path, ring, labels.get(number), is_whole=is_whole) for number, (district, path, ring) in told
    ]


def _told(district: District, path: str, ring: Ring, label: Label | None, *, is_whole: bool) -> Shape:
    if label is None:
        return Shape(district, path, *middle(ring), ((0.0, str(district.number)),) if is_whole else ())
    first = -(len(label.lines) - 1) / 2
    lines = tuple((first + number, line) for number, line in enumerate(label.lines))
    return Shape(district, path, label.x, label.y, lines, label.is_small)
