"""Cells around points in the plane: whatever is nearer to this point than to any other, within a hull around all of them.

Voronoi by cutting: each cell begins as the hull and is cut by the line halfway to every other point. Pure and deterministic;
for some dozens of districts that is a few thousand steps. Coordinates are plain numbers, rings are open (the first point is
not repeated).
"""

import math
from collections.abc import Sequence
from functools import lru_cache

Point = tuple[float, float]
Ring = tuple[Point, ...]
CORNERS = 24  # of the circle that is drawn around each outer point


@lru_cache(maxsize=16)
def cells_around(points: tuple[Point, ...], margin: float) -> tuple[Ring, ...]:
    """One cell for each point, in their order. Of two points at one place the second gets an empty cell."""
    hull = hull_around(points, margin)
    cells: list[Ring] = []
    for number, point in enumerate(points):
        cell: Ring = () if point in points[:number] else hull
        for other in points:
            if other != point:
                cell = cut(cell, point, other)
        cells.append(cell)
    return tuple(cells)


def hull_around(points: Sequence[Point], margin: float) -> Ring:
    """A convex ring that keeps at least nearly `margin` away from every point, with round corners."""
    turns = [2 * math.pi * corner / CORNERS for corner in range(CORNERS)]
    return convex_hull(
        [(x + margin * math.cos(turn), y + margin * math.sin(turn)) for x, y in points for turn in turns]
    )


def convex_hull(points: Sequence[Point]) -> Ring:
    """Counter-clockwise, by Andrew's monotone chain."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return tuple(ordered)
    return tuple(_half(ordered) + _half(ordered[::-1]))


def _half(ordered: Sequence[Point]) -> list[Point]:
    chain: list[Point] = []
    for point in ordered:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain[:-1]


def _turn(one: Point, two: Point, three: Point) -> float:
    return (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0])


def cut(ring: Ring, near: Point, far: Point) -> Ring:
    """The part of a convex ring that is nearer to `near` than to `far`."""
    kept: list[Point] = []
    for number, here in enumerate(ring):
        before = ring[number - 1]
        is_in, was_in = _side(here, near, far), _side(before, near, far)
        if (is_in < 0) != (was_in < 0) and is_in != 0 and was_in != 0:
            share = was_in / (was_in - is_in)
            kept.append((before[0] + share * (here[0] - before[0]), before[1] + share * (here[1] - before[1])))
        if is_in <= 0:
            kept.append(here)
    return tuple(kept)


def _side(point: Point, near: Point, far: Point) -> float:
    """Below zero: nearer to `near`. Linear, so that crossings can be found by it."""
    middle = ((near[0] + far[0]) / 2, (near[1] + far[1]) / 2)
    return (point[0] - middle[0]) * (far[0] - near[0]) + (point[1] - middle[1]) * (far[1] - near[1])


def area(ring: Ring) -> float:
    return sum(ring[n - 1][0] * ring[n][1] - ring[n][0] * ring[n - 1][1] for n in range(len(ring))) / 2


def middle(ring: Ring) -> Point:
    """The centre of its area; of a ring without one, of its points."""
    whole = area(ring)
    if abs(whole) < 1e-9:
        return round(sum(x for x, _ in ring) / len(ring), 1), round(sum(y for _, y in ring) / len(ring), 1)
    x = y = 0.0
    for number, here in enumerate(ring):
        before = ring[number - 1]
        piece = before[0] * here[1] - here[0] * before[1]
        x, y = x + (before[0] + here[0]) * piece, y + (before[1] + here[1]) * piece
    return round(x / (6 * whole), 1), round(y / (6 * whole), 1)
