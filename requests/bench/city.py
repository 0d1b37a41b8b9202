"""An invented town as large as one likes: quarters like Kassel's districts, each with 200 people and 20 visits. Pure, seeded."""

import csv
import datetime as dt
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from piano.kit import clock
from quarters.places import metres_between

PEOPLE, VISITS = 200, 20  # of one quarter
APART = 1.0  # degrees between two towns: nobody walks from one to the other
TOWNS_IN_A_ROW = 8
DEGREE_M = 111_200
WIDEST_M = 600
DISTRICTS = Path(__file__).resolve().parents[2] / "quarters" / "data" / "kassel" / "districts.csv"
KINDS = (("shop", "B"), ("walk", "B"), ("papers", "B"), ("visit", "C"), ("house", "C"), ("screen", "B"))
SPREAD = (
    5  # times as far from each other as in Kassel: each visit has 20 to 40 people of its own quarter to choose from
)
URGENCIES = ("normal",) * 13 + ("soon",) * 5 + ("urgent",) * 2


@dataclass(frozen=True)
class Quarter:
    """A round one: its pin, and how far its houses lie from it. As small as Kassel's are near the centre."""

    number: int
    name: str
    latitude: float
    longitude: float
    radius_m: float


@dataclass(frozen=True)
class Neighbour:
    """`spans`: weekday, from and until in whole hours."""

    quarter: int
    latitude: float
    longitude: float
    max_distance_m: int
    kinds: tuple[int, ...]
    is_shown: bool
    spans: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class WantedVisit:
    quarter: int
    latitude: float
    longitude: float
    kind: int
    urgency: str
    window: tuple[dt.datetime, dt.datetime]


def quarters_of(number: int) -> list[Quarter]:
    """So many quarters: Kassel's districts, then the same town again some way off."""
    with DISTRICTS.open(encoding="utf-8") as file:
        pins = [
            (row["name"], float(row["latitude"]), float(row["longitude"]))
            for row in csv.DictReader(file, delimiter=";")
        ]
    return [_quarter(number, pins) for number in range(number)]


def _quarter(number: int, pins: list[tuple[str, float, float]]) -> Quarter:
    town, district = divmod(number, len(pins))
    name, latitude, longitude = pins[district]
    row, column = divmod(town, TOWNS_IN_A_ROW)
    nearest = min(metres_between((latitude, longitude), other[1:]) for other in pins if other[0] != name)
    south, west = pins[0][1:]
    latitude, longitude = south + SPREAD * (latitude - south), west + SPREAD * (longitude - west)
    return Quarter(number, name, latitude - row * APART, longitude + column * APART, min(0.5 * nearest, WIDEST_M))


def people_of(quarter: Quarter) -> Iterator[Neighbour]:
    dice = random.Random(f"people {quarter.number}")  # noqa: S311  the same town every time
    for place in range(PEOPLE):
        latitude, longitude = _point(quarter, dice)
        days = [(place + ahead) % 7 for ahead in (0, 2, 3, 5)]
        yield Neighbour(
            quarter.number,
            latitude,
            longitude,
            max_distance_m=dice.choice((900, 1000, 1200, 1300, 1500)),
            kinds=tuple(sorted(((place // 7) % len(KINDS), (place // 7 + 1 + place // 42) % len(KINDS)))),
            is_shown=dice.random() < 0.9,
            spans=tuple((day, start, start + 6) for day in days for start in [dice.choice((8, 10, 12))]),
        )


def visits_of(quarter: Quarter, today: dt.date, *, more: int = 0) -> Iterator[WantedVisit]:
    """Wishes for one to ten days ahead, of three hours; `more` beyond the usual number."""
    dice = random.Random(f"visits {quarter.number}")  # noqa: S311  the same town every time
    for _ in range(VISITS + more):
        latitude, longitude = _point(quarter, dice)
        day, hour = today + dt.timedelta(days=dice.randint(1, 10)), dice.randint(8, 15)
        window = (clock.at(day, dt.time(hour)), clock.at(day, dt.time(hour + 3)))
        yield WantedVisit(
            quarter.number, latitude, longitude, dice.randrange(len(KINDS)), dice.choice(URGENCIES), window
        )


def _point(quarter: Quarter, dice: random.Random) -> tuple[float, float]:
    """Somewhere in the quarter, evenly over its area."""
    far, angle = quarter.radius_m * math.sqrt(dice.random()), dice.uniform(0, 2 * math.pi)
    east = far * math.cos(angle) / (DEGREE_M * math.cos(math.radians(quarter.latitude)))
    return quarter.latitude + far * math.sin(angle) / DEGREE_M, quarter.longitude + east
