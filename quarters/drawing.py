"""Small lines of numbers over time, as points of an SVG. Pure; the table beneath says the same."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, EDGE = 640, 180, 24


@dataclass(frozen=True)
class Dot:
    """Written as SVG reads numbers, whatever the reader's language. `label` stands at the first, the last and each change."""

    x: str
    y: str
    label: str


@dataclass(frozen=True)
class Drawing:
    points: str
    dots: list[Dot]
    goal: str = ""
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def ground(self) -> int:
        return self.height - EDGE


def draw(numbers: Sequence[float], *, goal: float | None = None, at: Sequence[int] = ()) -> Drawing:
    """From zero to the largest number; `goal` is the height of a second, level line. `at` are days, else evenly spread."""
    top = max([*numbers, goal or 0, 1])
    wide, high = WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE - 16
    days = at or range(len(numbers))
    across = [EDGE + wide * (day - days[0]) / max(1, days[-1] - days[0]) for day in days]
    heights = [HEIGHT - EDGE - high * number / top for number in numbers]
    dots = [
        Dot(f"{x:.1f}", f"{y:.1f}", f"{number:g}".replace(".", ",") if _is_said(numbers, place) else "")
        for place, (x, y, number) in enumerate(zip(across, heights, numbers, strict=True))
    ]
    level = "" if goal is None else f"{HEIGHT - EDGE - high * goal / top:.1f}"
    return Drawing(" ".join(f"{dot.x},{dot.y}" for dot in dots), dots, level)


def _is_said(numbers: Sequence[float], place: int) -> bool:
    return place in (0, len(numbers) - 1) or numbers[place] != numbers[place - 1]
