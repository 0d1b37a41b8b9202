"""How one person stands: what she may do, what is missing, what ends, and which courses come next. Reads only.

Of volunteers and of paid people alike. What is asked of volunteers says `volunteers.needs`, of paid people `Requirement`.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from helpers.models import CareWorker, StaffRole
from helpers.rota.papers import Book, role_at_work
from piano.kit.dated import holds
from quarters.models import Category, Role, RoleKind, User
from volunteers.expiring import PAPERS
from volunteers.models import Evidence, Volunteer
from volunteers.needs import Needs

SOON = dt.timedelta(days=90)
FIRST_STATE = "HE"  # where the city lies that the software was begun for
VALID, ENDING, ENDED, MISSING = "valid", "ending", "ended", "missing"


class Shown(Protocol):
    """A row of evidence, of whichever room."""

    pk: Any
    kind: Any
    valid_from: Any
    valid_until: Any


@dataclass(frozen=True)
class Paper:
    """One kind of evidence: how it stands today, and its last day. `is_needed`: something that she may do asks for it."""

    kind: str
    label: str
    state: str
    last_day: dt.date | None
    is_needed: bool

    @property
    def is_there(self) -> bool:
        return self.state in (VALID, ENDING)


@dataclass(frozen=True)
class Can:
    """A kind of help, whether she chose it, and what it lacks today."""

    name: str
    is_chosen: bool
    lacks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Standing:
    may: list[Can]
    may_not: list[Can]
    papers: list[Paper]

    @property
    def missing(self) -> list[Paper]:
        return [paper for paper in self.papers if paper.is_needed and not paper.is_there]

    @property
    def ending(self) -> list[Paper]:
        """The first to end first."""
        rows = [paper for paper in self.papers if paper.state == ENDING]
        return sorted(rows, key=lambda paper: paper.last_day or dt.date.max)

    @property
    def wanted(self) -> set[str]:
        """The kinds for which a course would help."""
        return {paper.kind for paper in (*self.missing, *self.ending)}


def standing_of(person: User, *, on: dt.date) -> Standing | None:
    """None for whoever neither volunteers nor works here. At most seven queries."""
    volunteer = Volunteer.objects.filter(user=person).select_related("district").first()
    if volunteer is not None:
        return of_volunteer(volunteer, on=on)
    role = role_at_work(person)
    return of_staff(person, role, on=on) if role else None


def of_volunteer(volunteer: Volunteer, *, on: dt.date) -> Standing:
    needs = Needs.load([volunteer.association_id], on=on).of(volunteer, offered())
    chosen = set(volunteer.categories.values_list("pk", flat=True))
    shown = Evidence.objects.filter(volunteer=volunteer).order_by("kind", "-valid_from", "-pk")
    return judge(needs, shown, chosen, on=on)


def of_staff(person: User, role: str, *, on: dt.date) -> Standing:
    categories, book = list(offered()), Book.load([person.pk])
    mine = [[person.pk], []] if role == StaffRole.HELPER else [[], [person.pk]]
    asked = asked_by(book, role, states_of(*mine, on=on)[person.pk], on=on)
    return judge(needs_of_staff(asked, categories), book.of(person.pk), {one.pk for one in categories}, on=on)


def asked_by(book: Book, role: str, states: Collection[str], *, on: dt.date) -> dict[int | None, set[str]]:
    """The kinds of evidence by the key of a kind of help; None stands for all."""
    asked: dict[int | None, set[str]] = {}
    for rule in book.rules:
        if rule.role == role and rule.state in states and holds(rule, on):
            asked.setdefault(rule.category_id, set()).add(rule.kind)
    return asked


def needs_of_staff(
    asked: Mapping[int | None, set[str]], categories: Iterable[Category]
) -> dict[Category, frozenset[str]]:
    always = asked.get(None, set())
    return {one: frozenset(always | asked.get(one.pk, set())) for one in categories}


def states_of(helpers: Collection[int], carers: Collection[int], *, on: dt.date) -> dict[int, set[str]]:
    """The federal states in which each of these people (users) works that day; of whoever has no district yet, the first one's
    rules. At most two queries.
    """
    found: dict[int, set[str]] = {pk: set() for pk in (*helpers, *carers)}
    roles = Role.objects.valid_on(on).filter(kind=RoleKind.HELPER, user__in=helpers, district__isnull=False)
    rows = [*roles.values_list("user", "district__state")] if helpers else []
    if carers:
        rows += CareWorker.objects.filter(user__in=carers).values_list("user", "service__districts__state")
    for user, state in rows:
        if state:
            found[user].add(state)
    return {pk: states or {FIRST_STATE} for pk, states in found.items()}


def offered() -> Any:
    return Category.objects.filter(is_offered=True).order_by("position", "pk")


def judge(
    needs: Mapping[Category, frozenset[str]], shown: Iterable[Shown], chosen: set[int], *, on: dt.date
) -> Standing:
    """Pure. `chosen`: keys of the kinds of help that she does."""
    shown = list(shown)
    wanted = frozenset[str]().union(*(kinds for one, kinds in needs.items() if one.pk in chosen))
    papers = {kind: _paper(kind, shown, kind in wanted, on=on) for kind in PAPERS if _counts(kind, wanted, shown)}
    may: list[Can] = []
    may_not: list[Can] = []
    for category, kinds in needs.items():
        lacks = [str(PAPERS[kind]) for kind in PAPERS if kind in kinds and not _has(kind, shown, on)]
        (may_not if lacks else may).append(Can(category.said_to_helpers, category.pk in chosen, lacks))
    return Standing(may, may_not, list(papers.values()))


def _counts(kind: Any, wanted: frozenset[str], shown: list[Shown]) -> bool:
    return kind in wanted or any(row.kind == kind for row in shown)


def _has(kind: Any, shown: Iterable[Shown], on: dt.date) -> bool:
    return any(row.kind == kind and holds(row, on) for row in shown)


def _paper(kind: Any, shown: Iterable[Shown], is_needed: bool, *, on: dt.date) -> Paper:
    """By the row that counts longest of those that count today; else the one that ended last."""
    mine = [row for row in shown if row.kind == kind and row.valid_from <= on]
    label = str(PAPERS[kind])
    if not mine:
        return Paper(kind, label, MISSING, None, is_needed)
    latest = max(mine, key=lambda row: row.valid_until or dt.date.max)
    last_day = latest.valid_until - dt.timedelta(days=1) if latest.valid_until else None
    if last_day is None:
        return Paper(kind, label, VALID, None, is_needed)
    state = ENDED if last_day < on else ENDING if last_day < on + SOON else VALID
    return Paper(kind, label, state, last_day, is_needed)
