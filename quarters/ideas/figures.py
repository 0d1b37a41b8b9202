"""How many things residents run themselves: of any day, per district, read from the log of steps. Numbers alone."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from piano.kit import clock
from quarters.ideas.stages import ALIVE, BEGINNING
from quarters.models import District, Initiative, InitiativeStep

MONTHS = 12


@dataclass(frozen=True)
class Line:
    """One district: `numbers` at the end of each month, oldest first; `beginning` are on their way today."""

    name: str
    slug: str
    numbers: list[int]
    beginning: int

    @property
    def now(self) -> int:
        return self.numbers[-1]


@dataclass(frozen=True)
class Figures:
    """`days` are those for which `numbers` stand: ends of months, and the last one as of which it is said."""

    days: list[dt.date]
    lines: list[Line]

    @property
    def total(self) -> list[int]:
        return [sum(line.numbers[place] for line in self.lines) for place in range(len(self.days))]

    @property
    def now(self) -> int:
        return self.total[-1] if self.days else 0


def run_by_residents(on: dt.date) -> Counter[int]:
    """By district, how many really ran at the end of this day: the last step until then says so.

    Erasing changes nothing of it: steps outlive the words.
    """
    return _count(on, ALIVE)


def _count(on: dt.date, stages: tuple[str, ...]) -> Counter[int]:
    ends = clock.at(on + dt.timedelta(days=1), dt.time.min)
    last = InitiativeStep.objects.filter(initiative=OuterRef("pk"), at__lt=ends).order_by("-at", "-pk")
    rows = Initiative.objects.annotate(then=Subquery(last.values("stage")[:1])).filter(then__in=stages)
    return Counter(rows.values_list("district_id", flat=True))


def figures(*, on: dt.date, months: int = MONTHS) -> Figures:
    """Every district with anything in it, for the ends of the last months and for `on`. One query for each day, and three more."""
    days = [*reversed(month_ends(on, months - 1)), on]
    counted = [run_by_residents(day) for day in days]
    beginning = _count(on, BEGINNING)
    found = set(beginning).union(*counted)
    districts = District.objects.filter(pk__in=found).order_by("number")
    lines = [Line(one.name, one.slug, [numbers[one.pk] for numbers in counted], beginning[one.pk]) for one in districts]
    return Figures(days, lines)


def month_ends(on: dt.date, months: int) -> list[dt.date]:
    """The last days of the months before, the newest first."""
    ends, day = [], on.replace(day=1)
    for _month in range(months):
        ends.append(day - dt.timedelta(days=1))
        day = ends[-1].replace(day=1)
    return ends
