"""The coverage as a picture: each day a bar of 24 hours in wall time. Plain values for the template; the words stand beside it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from helpers.rota.coverage import Day, Entry
from piano.kit import clock

MINUTES = 24 * 60


@dataclass(frozen=True)
class Segment:
    """In minutes of the day."""

    x: int
    width: int
    kind: str


@dataclass(frozen=True)
class Row:
    day: Day
    segments: list[Segment]


def with_bars(days: Sequence[Day], *, now: dt.datetime) -> list[list[Row]]:
    """Weeks of seven rows, from today on. What covers lies over what does not."""
    entries = [entry for day in days for entry in day.entries]
    order = {"gap": 0, "deputy": 1, "duty": 2, "office": 3}
    ranked = sorted(entries, key=lambda entry: order[entry.kind])
    rows = [Row(day, [part for entry in ranked if (part := _on(day.day, entry))]) for day in days]
    return [rows[n : n + 7] for n in range(0, len(rows), 7)]


def _on(day: dt.date, entry: Entry) -> Segment | None:
    start, end = (_minute(moment, day) for moment in (entry.start, entry.end))
    return Segment(start, end - start, entry.kind) if end > start else None


def _minute(moment: dt.datetime, day: dt.date) -> int:
    """Of that day's wall clock, within it."""
    here = clock.local(moment)
    if here.date() != day:
        return 0 if here.date() < day else MINUTES
    return here.hour * 60 + here.minute
