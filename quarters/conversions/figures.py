"""Where conversions hang and for how long: for each step how many, the median of days, the oldest, and on whom they wait."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from quarters.conversions import gates, reading
from quarters.conversions.gates import Facts
from quarters.conversions.states import ORDER, ConversionState
from quarters.models import Conversion

STEPS_SHOWN = (*ORDER, ConversionState.MOVING)


@dataclass(frozen=True)
class Line:
    """One step. `waits` are (whose turn, how many), most first; `oldest` is the case that stands longest."""

    label: str
    count: int
    late: int
    median_days: int
    oldest_days: int
    oldest: Conversion | None
    waits: list[tuple[str, int]]

    @property
    def waits_words(self) -> str:
        return ", ".join(f"{who} ({count})" for who, count in self.waits)


def lines(facts: Sequence[Facts], side: str, *, now: dt.datetime) -> list[Line]:
    """Every step, empty ones too, in their order. For the landlord the three of funding are one."""
    groups: dict[str, list[Facts]] = {}
    for state in STEPS_SHOWN:
        groups.setdefault(reading.label_of(state, side), [])
    for one in facts:
        groups[reading.label_of(one.conversion.state, side)].append(one)
    return [_line(label, found, side, now=now) for label, found in groups.items()]


def _line(label: str, found: list[Facts], side: str, *, now: dt.datetime) -> Line:
    cases = sorted((one.conversion for one in found), key=lambda case: case.since)
    days = [reading.days_in_step(case, now=now) for case in cases]
    turns = Counter(reading.say_turn(gates.turn(one), one.conversion.state, side) for one in found)
    return Line(
        label=label,
        count=len(cases),
        late=sum(case.hangs(now) for case in cases),
        median_days=round(median(days)) if days else 0,
        oldest_days=max(days, default=0),
        oldest=cases[0] if cases else None,
        waits=turns.most_common(),
    )


def total(found: Sequence[Line]) -> tuple[int, int]:
    """How many run, and how many of them hang."""
    return sum(one.count for one in found), sum(one.late for one in found)
