"""Where the names of districts stand on the map: inside their own borders where there is room, and never one in another. Pure."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from quarters.city_map.cells import Point, Ring

LONGEST_LINE = 13  # letters of a name in one line
BOLD, TALL = 0.61, 1.5  # half of how wide a bold letter is, and how high a line, as shares of `letter`
SMALL = 0.82  # of the usual letters
ROWS = 32  # in which room is looked for


@dataclass(frozen=True)
class Label:
    """A name in lines around its middle; `half` its width, `height` all its lines."""

    lines: list[str]
    x: float
    y: float
    half: float
    height: float
    is_small: bool = False

    def touches(self, other: "Label") -> bool:
        is_beside = abs(self.x - other.x) >= self.half + other.half
        return not is_beside and abs(self.y - other.y) < (self.height + other.height) / 2


def settle(name: str, ring: Ring, letter: float, middle: Point, taken: Sequence[Label] = ()) -> Label | None:
    """In one line or two, if need be in smaller letters, inside the ring and apart from the names that stand there, as near to
    its middle as that goes; None where it has no room.
    """
    ways = [lines_of(name)] if len(name) > LONGEST_LINE else [[name], in_two(name)]
    for is_small, lines in product((False, True), ways):
        wide = letter * SMALL if is_small else letter
        size = (_half(lines, wide), len(lines) * wide * TALL)
        labels = [Label(lines, x, y, *size, is_small) for x, y in _places(ring, *size, middle)]
        free = [one for one in labels if not any(one.touches(other) for other in taken)]
        if free:
            return min(free, key=lambda one: math.dist((one.x, one.y), middle))
    return None


def _half(lines: Sequence[str], letter: float) -> float:
    return max(map(len, lines)) * letter * BOLD


def _places(ring: Ring, half: float, height: float, middle: Point) -> Iterator[Point]:
    """Middles at which words of that half width and height stand inside the ring."""
    for left, right, y in _strips(ring, height, middle):
        if right - left >= 2 * half:
            for x in (min(max(middle[0], left + half), right - half), left + half, right - half):
                yield round(x, 1), round(y, 1)


def _strips(ring: Ring, height: float, middle: Point) -> list[tuple[float, float, float]]:
    """(left, right, middle row) of strips of that height, as far as they lie inside the ring."""
    low, high = min(y for _x, y in ring), max(y for _x, y in ring)
    rows = [middle[1], *(low + (high - low) * number / ROWS for number in range(1, ROWS))]
    return [(*_inside(ring, (y - height / 2, y, y + height / 2)), y) for y in rows]


def _inside(ring: Ring, rows: Sequence[float]) -> tuple[float, float]:
    """From where to where all of these rows lie inside, taking the widest part of each."""
    left, right = -math.inf, math.inf
    for row in rows:
        crossings = sorted(
            x + (row - y) / (other_y - y) * (other_x - x)
            for (x, y), (other_x, other_y) in zip(ring, (*ring[1:], ring[0]), strict=True)
            if (y > row) != (other_y > row)
        )
        spans = list(zip(crossings[::2], crossings[1::2], strict=False))
        if not spans:
            return 0.0, -math.inf
        start, end = max(spans, key=lambda span: span[1] - span[0])
        left, right = max(left, start), min(right, end)
    return left, right


def lines_of(name: str) -> list[str]:
    """A long name in two lines, at its hyphen or blank; „Philippinenhof-“, „Warteberg“."""
    return [name] if len(name) <= LONGEST_LINE else in_two(name)


def in_two(name: str) -> list[str]:
    """Broken at its hyphen or blank, where it has one."""
    parts = [part for part in re.split(r"(?<=-)|\s", name) if part]
    if len(parts) < 2:
        return parts
    middle = min(range(1, len(parts)), key=lambda at: max(len(" ".join(parts[:at])), len(" ".join(parts[at:]))))
    return [" ".join(parts[:middle]), " ".join(parts[middle:])]
