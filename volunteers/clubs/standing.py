"""How a founding stands: what can be done now, what is missing, who is waited for. Reads only."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from volunteers.clubs import graph
from volunteers.clubs.offices import NEEDED, BoardOffice
from volunteers.models import Founder, Founding, FoundingStep


@dataclass(frozen=True)
class Stand:
    """One step of one founding. `state` is done, waits, now, later or left (out); `lacks` says in words what stands before it."""

    step: graph.Step
    state: str
    row: FoundingStep | None
    lacks: tuple[str, ...] = ()
    minds: tuple[str, ...] = ()
    is_late: bool = False
    can_take_back: bool = False


@dataclass(frozen=True)
class Standing:
    steps: tuple[Stand, ...]
    total: int
    is_liable: bool
    founders: int
    enough: int
    lacks_people: tuple[str, ...]
    can_run_itself: bool

    def of(self, state: str) -> list[Stand]:
        return [one for one in self.steps if one.state == state]

    @property
    def now(self) -> list[Stand]:
        return self.of("now")

    @property
    def waits(self) -> list[Stand]:
        return sorted(self.of("waits"), key=lambda one: one.row.answer_by or dt.date.max if one.row else dt.date.max)

    @property
    def done(self) -> int:
        return len(self.of("done"))

    @property
    def branches(self) -> list[tuple[str, list[Stand]]]:
        """The whole graph, one branch after the other."""
        by_code = {one.step.code: one for one in self.steps}
        return [
            (str(branch.label), [by_code[step.code] for step in steps])
            for branch, steps in graph.in_branches(one.step for one in self.steps)
        ]


@override("de")
def stand_of(founding: Founding, *, on: dt.date) -> Standing:
    """In German, as the papers and the pages of a founding are. Two queries."""
    rows = {row.code: row for row in founding.steps.select_related("by")}
    founders = list(founding.founders.all())
    done = {code for code, row in rows.items() if row.done_on}
    people = [] if founding.handed_over_at else lacking_people(founders, after=done)
    return Standing(
        steps=tuple(_stand(step, rows, done, people, founding=founding, on=on) for step in graph.STEPS),
        total=sum(not (graph.is_over(step, done) and step.code not in rows) for step in graph.STEPS),
        is_liable=graph.is_personally_liable(done),
        founders=len(founders),
        enough=graph.LEAST_FOUNDERS,
        lacks_people=tuple(people),
        can_run_itself="assembly" in done,
    )


def _stand(
    step: graph.Step,
    rows: dict[str, FoundingStep],
    done: set[str],
    people: list[str],
    *,
    founding: Founding,
    on: dt.date,
) -> Stand:
    row = rows.get(step.code)
    can_take_back = bool(row) and not graph.needed_by(step.code, rows)
    can_take_back = can_take_back and not (step.code == "assembly" and founding.handed_over_at)
    if row and row.done_on:
        return Stand(step, "done", row, can_take_back=can_take_back)
    if row:
        is_late = row.answer_by is not None and row.answer_by < on
        return Stand(step, "waits", row, is_late=is_late, can_take_back=can_take_back)
    if graph.is_over(step, done):
        return Stand(step, "left", None)
    lacks = [str(one.label) for one in graph.missing(step.code, done)]
    if step.code == "assembly" or (step.code == "founders" and not lacks):
        lacks += people
    return Stand(
        step, "later" if graph.missing(step.code, done) else "now", None, tuple(lacks), _minds(step, rows, done)
    )


def _minds(step: graph.Step, rows: dict[str, FoundingStep], done: set[str]) -> tuple[str, ...]:
    """What is no condition, and still better done before."""
    open_ones = [graph.BY_CODE[code] for code in step.heeds if code not in done]
    return tuple(
        _("Die Antwort steht noch aus: {step}").format(step=one.label)
        if one.code in rows
        else _("Besser vorher: {step}").format(step=one.label)
        for one in open_ones
    )


def lacking_people(founders: list[Founder], *, after: set[str]) -> list[str]:
    """What is missing for a founding assembly, in words: people, and from the assembly on signatures and a board."""
    lacks = []
    if len(founders) < graph.LEAST_FOUNDERS:
        short = graph.LEAST_FOUNDERS - len(founders)
        lacks.append(_("noch ein Mensch") if short == 1 else _("noch {n} Menschen").format(n=short))
    if "invite" not in after:
        return lacks
    signed = sum(one.has_signed for one in founders)
    if signed < graph.LEAST_FOUNDERS:
        lacks.append(_("noch {n} Unterschriften").format(n=graph.LEAST_FOUNDERS - signed))
    elected = {one.office for one in founders if one.is_elected}
    lacks += [_("gewählt: {office}").format(office=BoardOffice(office).label) for office in sorted(NEEDED - elected)]
    return lacks


def of_helper(district_ids: Any) -> list[Founding]:
    """With how many steps are done and wait, those touched last first. Two queries."""
    rows = Founding.objects.filter(district__in=district_ids, ended_at=None).select_related("district", "enabler")
    found: list[Any] = list(rows[:200])
    steps = FoundingStep.objects.filter(founding__in=found).values_list("founding", "done_on")
    done, waits = Counter[int](), Counter[int]()
    for pk, day in steps:
        (done if day else waits)[pk] += 1
    for row in found:
        row.done, row.waits = done[row.pk], waits[row.pk]
    return found
