"""What pages show of initiatives. Reads only."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from piano.kit import clock
from quarters.ideas.stages import AT_REST, BEGINNING, OPEN, Stage
from quarters.models import Initiative, InitiativePerson, Part

KEYS = (Stage.IDEA, Stage.PEOPLE, Stage.MEETING, Stage.RUNNING, Stage.GROUP)


@dataclass(frozen=True)
class Key:
    """One key of the keyboard that shows how far it is."""

    label: str
    when: str
    state: str


def public_ideas(*, district: str = "", stage: str = "") -> QuerySet[Initiative]:
    """Those that others may see; of a district and a group of stages where they are named. What is at rest stands last."""
    rows = Initiative.objects.published().exclude(stage=Stage.ENDED)
    if district:
        rows = rows.filter(district__slug=district)
    if stage in STAGES:
        rows = rows.filter(stage__in=STAGES[stage])
    return _with_people(rows).order_by(F("meets_at").asc(nulls_last=True), "-touched_at", "pk")


STAGES: dict[str, tuple[str, ...]] = {
    "anfang": BEGINNING,
    "laeuft": tuple(one for one in OPEN if one not in BEGINNING),
    "pause": (Stage.PAUSED,),
}


def stage_choices() -> list[tuple[str, str]]:
    return [
        ("", _("Alle")),
        ("anfang", _("Fängt gerade an")),
        ("laeuft", _("Läuft schon")),
        ("pause", _("Macht Pause")),
    ]


def ideas_of_helper(district_ids: frozenset[int]) -> QuerySet[Initiative]:
    """Everything in her districts that has its words still: what waits to be looked over first, then the newest."""
    rows = Initiative.objects.filter(district__in=district_ids).exclude(title="")
    waits = Q(published_at=None, turned_down_at=None)
    reports = Count("reports", filter=Q(reports__seen_at=None), distinct=True)
    return _with_people(rows).annotate(waits=waits, open_reports=reports).order_by("-waits", "-touched_at", "-pk")


def _with_people(rows: QuerySet[Initiative]) -> QuerySet[Initiative]:
    people = Prefetch("people", InitiativePerson.objects.select_related("person"), to_attr="everybody")
    return rows.select_related("district", "enabler").prefetch_related(people)


def runner_in(people: list[InitiativePerson]) -> InitiativePerson | None:
    return next((one for one in people if one.part == Part.RUNS), None)


def keys_of(row: Initiative) -> list[Key]:
    """How far it is, as keys played one after the other; a pause leaves them where they are."""
    dates: dict[str, dt.datetime] = {step.stage: step.at for step in row.steps.all()}
    reached = Stage.GROUP if row.reached == Stage.ASSOCIATION else row.reached
    at = KEYS.index(Stage(reached))
    labels = {**dict(Stage.choices), Stage.GROUP: _("Gruppe oder Verein")}
    rows = []
    for place, stage in enumerate(KEYS):
        state = "now" if place == at else "done" if place < at else "next"
        when = clock.say_date(dates[stage]) if place <= at and stage in dates else ""
        rows.append(Key(str(labels[stage]), when, state))
    return rows


def facts_of(row: Initiative) -> dict[str, Any]:
    """What stands on its public page: first names of those who agreed, and how many there are."""
    people = list(row.people.all())
    runner = runner_in(people)
    named = [one.first_name for one in people if one.part == Part.JOINS and one.shows_name]
    return {
        "idea": row,
        "runner": runner,
        "count": len(people),
        "named": named,
        "unnamed": len(people) - len(named) - (1 if runner else 0),
        "keys": keys_of(row),
        "meets": say_meeting(row),
        "is_over": row.meets_at is not None and row.meets_at < clock.now(),
        "rests": row.stage in AT_REST,
        "room": None if row.places is None else max(0, row.places - len(people)),
    }


def say_meeting(row: Initiative) -> str:
    if row.meets_at is None:
        return ""
    return clock.say_span(row.meets_at, row.meets_until) if row.meets_until else clock.say_moment(row.meets_at)
