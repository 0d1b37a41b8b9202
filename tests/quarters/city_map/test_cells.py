"""Cells around pins: each point belongs to the nearest pin, nothing is left out, and the same pins give the same cells."""

import random

import pytest

from quarters.city_map.cells import area, cells_around, hull_around
from quarters.city_map.drawing import Plan, draw
from quarters.city_map.names import lines_of, settle
from quarters.models import District

POINTS = tuple((random.Random(3).uniform(0, 10) + n % 5, random.Random(n).uniform(0, 10)) for n in range(23))


def is_inside(point: tuple[float, float], ring: tuple[tuple[float, float], ...]) -> bool:
    x, y = point
    inside = False
    for n, (x2, y2) in enumerate(ring):
        x1, y1 = ring[n - 1]
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def test_the_cells_fill_the_hull_without_overlap() -> None:
    cells = cells_around(POINTS, 1.5)
    assert sum(area(cell) for cell in cells) == pytest.approx(area(hull_around(POINTS, 1.5)))


def test_each_place_lies_in_the_cell_of_the_nearest_pin() -> None:
    cells, dice = cells_around(POINTS, 1.5), random.Random(7)
    for _ in range(300):
        here = dice.uniform(0, 14), dice.uniform(0, 10)
        nearest = min(range(len(POINTS)), key=lambda n: (POINTS[n][0] - here[0]) ** 2 + (POINTS[n][1] - here[1]) ** 2)
        inside = [n for n, cell in enumerate(cells) if is_inside(here, cell)]
        assert inside in ([nearest], [])


def test_every_pin_lies_in_its_own_cell() -> None:
    assert all(is_inside(point, cell) for point, cell in zip(POINTS, cells_around(POINTS, 1.5), strict=True))


def test_one_pin_alone_has_the_whole_hull() -> None:
    assert cells_around(((1.0, 1.0),), 2) == (hull_around([(1.0, 1.0)], 2),)


def test_two_pins_at_one_place_break_nothing() -> None:
    assert [bool(cell) for cell in cells_around(((1.0, 1.0), (1.0, 1.0), (3.0, 1.0)), 1)] == [True, False, True]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Mitte", ["Mitte"]),
        ("Philippinenhof-Warteberg", ["Philippinenhof-", "Warteberg"]),
        ("Bad Wilhelmshöhe", ["Bad", "Wilhelmshöhe"]),
        ("Unterneustadt", ["Unterneustadt"]),
        ("Rothenditmoldhausen", ["Rothenditmoldhausen"]),
    ],
)
def test_a_long_name_stands_in_two_lines(name: str, lines: list[str]) -> None:
    assert lines_of(name) == lines


def test_names_that_would_run_into_each_other_stand_apart() -> None:
    ring = ((0.0, 0.0), (300.0, 0.0), (300.0, 200.0), (0.0, 200.0))
    first = settle("Oberzwehren", ring, 11.0, (150.0, 100.0))
    assert first is not None
    assert (first.x, first.y) == (150.0, 100.0)
    second = settle("Nordshausen", ring, 11.0, (150.0, 100.0), [first])
    assert second is not None
    assert not second.touches(first)
    assert 0 < second.y < 200


def test_a_name_without_room_in_one_line_breaks_and_one_without_any_does_not_stand_there() -> None:
    narrow = ((0.0, 0.0), (120.0, 0.0), (60.0, 300.0))
    broken = settle("Nord-Holland", narrow, 11.0, (60.0, 100.0))
    assert broken is not None
    assert broken.lines == ["Nord-", "Holland"]
    assert settle("Unterneustadt", narrow, 11.0, (60.0, 100.0)) is None


def test_a_district_too_small_for_its_name_shows_its_number_as_the_list_does() -> None:
    wide = ((0.0, 0.0), (30.0, 0.0), (30.0, 30.0), (0.0, 30.0))
    small = ((30.0, 0.0), (31.0, 0.0), (31.0, 1.0), (30.0, 1.0))
    districts = [District(pk=1, name="Groß", number=1), District(pk=2, name="Unterneustadt", number=23)]
    plan = Plan(districts, [[wide], [small]], 51.3, True)
    assert [shape.lines for shape in draw(plan).shapes] == [((0.0, "Groß"),), ((0.0, "23"),)]
    assert draw(plan, is_bare=True).shapes[1].lines == ()
