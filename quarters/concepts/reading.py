"""What pages and papers show of a concept. Reads only; a number of queries that does not grow with its parts."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from quarters.drawing import Drawing, draw
from quarters.models import Concept, ConceptMeasure, ConceptVersion, District, Goal, Indicator, Reading

STATES = {"done": "erledigt", "late": "überfällig", "ahead": "kommt noch", "running": "läuft"}


@dataclass(frozen=True)
class ShownMeasure:
    row: ConceptMeasure
    state: str
    delays: list[Any]

    @property
    def word(self) -> str:
        return STATES[self.state]

    @property
    def tag(self) -> str:
        return {"done": "good", "late": "late"}.get(self.state, "")


@dataclass(frozen=True)
class ShownIndicator:
    """`drawing` is None until there are two values."""

    row: Indicator
    readings: list[Reading]
    drawing: Drawing | None

    @property
    def last(self) -> Reading | None:
        return self.readings[-1] if self.readings else None

    @property
    def is_reached(self) -> bool:
        if self.last is None:
            return False
        return self.last.value <= self.row.target if self.row.less_is_better else self.last.value >= self.row.target

    @property
    def target(self) -> str:
        return say_number(self.row.target)


@dataclass(frozen=True)
class ShownGoal:
    row: Goal
    measures: list[ShownMeasure]
    indicators: list[ShownIndicator]

    @property
    def done(self) -> int:
        return sum(one.state == "done" for one in self.measures)


@dataclass(frozen=True)
class Shown:
    concept: Concept
    goals: list[ShownGoal]
    partners: list[Any]
    meetings: list[Any]
    version: ConceptVersion | None
    late: list[ShownMeasure] = field(default_factory=list)


@dataclass(frozen=True)
class Summary:
    """What everybody reads: plain words, goals, how many measures are done, and numbers with their aim."""

    words: str
    goals: list[ShownGoal]
    partners: list[str]
    since: dt.date | None


def show(concept: Concept, *, on: dt.date) -> Shown:
    """As it stands on that day. Eight queries."""
    measures = ConceptMeasure.objects.standing().prefetch_related("delays")
    readings = Prefetch("readings", Reading.objects.standing(), to_attr="standing")
    indicators = Indicator.objects.standing().prefetch_related(readings)
    goals = concept.goals.standing().prefetch_related(
        Prefetch("measures", measures, to_attr="standing_measures"),
        Prefetch("indicators", indicators, to_attr="standing_indicators"),
    )
    shown = [_goal(goal, on) for goal in goals]
    late = [one for goal in shown for one in goal.measures if one.state == "late"]
    partners, meetings = concept.partners.standing(), concept.conceptmeetings.standing()
    return Shown(concept, shown, list(partners), list(meetings), concept.versions.last(), late)


def _goal(goal: Any, on: dt.date) -> ShownGoal:
    measures = [ShownMeasure(one, one.state(on), list(one.delays.all())) for one in goal.standing_measures]
    return ShownGoal(goal, measures, [_indicator(one, on) for one in goal.standing_indicators])


def _indicator(row: Any, on: dt.date) -> ShownIndicator:
    readings = [one for one in row.standing if one.on <= on]
    drawing = None
    if len(readings) > 1:
        days = [one.on.toordinal() for one in readings]
        drawing = draw([float(one.value) for one in readings], goal=float(row.target), at=days)
    return ShownIndicator(row, readings, drawing)


def summary_of(district: District, *, on: dt.date) -> Summary | None:
    """For the district's page; None where nothing was agreed or written for everybody yet."""
    concept = Concept.objects.filter(district=district).exclude(summary="").first()
    if concept is None:
        return None
    shown = show(concept, on=on)
    agreed = shown.version.on if shown.version else None
    return Summary(concept.summary, shown.goals, [one.name for one in shown.partners], agreed)


def overview(*, districts: Any, on: dt.date) -> list[tuple[District, Shown | None]]:
    """Each district with its concept, if any."""
    known = {one.district_id: one for one in Concept.objects.filter(district__in=districts)}
    return [(one, show(known[one.pk], on=on) if one.pk in known else None) for one in districts]


def dropped(concept: Concept) -> list[tuple[str, str, Any]]:
    """(kind, what it was called, the row): what was taken out and can be fetched back."""
    found = []
    for kind, rows, name in (
        ("ziel", concept.goals, "title"),
        ("massnahme", concept.conceptmeasures, "title"),
        ("kennzahl", concept.indicators, "name"),
        ("partner", concept.partners, "name"),
        ("treffen", concept.conceptmeetings, "on"),
    ):
        found += [(kind, str(getattr(row, name)), row) for row in rows.filter(dropped_at__isnull=False)]
    return found


def say_number(number: Decimal) -> str:
    """„12“, „12,5“."""
    return f"{number.normalize():f}".replace(".", ",")
