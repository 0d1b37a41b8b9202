"""What whoever is on duty must have shown: by role, federal state and day; beyond that what one kind of help asks for.

A duty asks for what is asked in every kind of help. Who lacks it gets no new duty; what is planned is decided by a human
(`duty_lapses`), and the telephone is answered meanwhile (docs/decisions/086). Of planning and of the pages of whoever plans
nothing follows about what somebody lacks: that is read by herself and by her coordination.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from helpers.models import CareWorker, Helper, Requirement, StaffEvidence, StaffRole
from piano.kit import clock
from piano.kit.dated import holds, holds_on
from quarters.models import District, EvidenceKind, User

Window = tuple[dt.datetime, dt.datetime]


def asked_on(day: dt.date, *, role: str, districts: Any, category: int | None = None) -> QuerySet[Requirement]:
    """What is asked on a day where one of these districts lies: always, and with `category` also in this kind of help."""
    states = District.objects.filter(pk__in=districts).values("state")
    kinds = Q(category=None) | Q(category=category) if category else Q(category=None)
    return Requirement.objects.filter(kinds, holds_on(day), role=role, state__in=states)


def lacks(person: Any, day: dt.date, *, asked: QuerySet[Requirement]) -> QuerySet[Requirement]:
    """Of what is asked, what `person` (a key, or a reference to one) has not shown for that day."""
    shown = StaffEvidence.objects.filter(holds_on(day), person=person, kind=OuterRef("kind"))
    return asked.filter(~Exists(shown))


def days_in(window: Window) -> Iterator[dt.date]:
    """The local days that a span touches."""
    day, last = clock.local(window[0]).date(), clock.local(window[1] - dt.timedelta(microseconds=1)).date()
    while day <= last:
        yield day
        day += dt.timedelta(days=1)


def may_serve(rows: QuerySet[User], window: Window, *, role: str, districts: Any) -> QuerySet[User]:
    """Of these people those who have shown what a duty there asks for on each of its days. No query of its own."""
    for day in days_in(window):
        asked = asked_on(day, role=role, districts=districts)
        rows = rows.filter(~Exists(lacks(OuterRef(OuterRef("pk")), day, asked=asked)))
    return rows


def missing_for_visit(person: User, *, district: int, category: int, day: dt.date) -> list[str]:
    """The kinds that somebody who works here lacks to go to somebody on that day. Nobody of ours lacks nothing here."""
    role = role_at_work(person)
    if not role:
        return []
    asked = asked_on(day, role=role, districts=[district], category=category)
    found = set(lacks(person.pk, day, asked=asked).values_list("kind", flat=True))
    return [kind for kind in EvidenceKind.values if kind in found]


def role_at_work(person: User) -> str:
    """A paid helper's or a care worker's; "" for nobody of ours."""
    if Helper.objects.filter(user=person, until=None).exists():
        return StaffRole.HELPER
    return StaffRole.CARE_WORKER if CareWorker.objects.filter(user=person, is_active=True).exists() else ""


@dataclass(frozen=True)
class Book:
    """What is asked, and what these people have shown, read once for any number of them; the same rule as `lacks`, in Python."""

    rules: list[Requirement]
    shown: dict[tuple[int, str], list[StaffEvidence]]

    @staticmethod
    def load(people: Iterable[int]) -> "Book":
        """Two queries."""
        rules, shown = list(Requirement.objects.all()), dict[tuple[int, str], list[StaffEvidence]]()
        for row in StaffEvidence.objects.filter(person__in=set(people)):
            shown.setdefault((row.person_id, row.kind), []).append(row)
        return Book(rules, shown)

    def of(self, person: int) -> list[StaffEvidence]:
        """Hers, what began last first within a kind."""
        rows = [row for kind in EvidenceKind.values for row in self.shown.get((person, kind), ())]
        return sorted(rows, key=lambda row: (row.kind, -row.valid_from.toordinal(), -row.pk))

    def missing(
        self, person: int, day: dt.date, *, role: str, states: Collection[str], category: int | None = None
    ) -> set[str]:
        """The kinds that she lacks on that day, in one kind of help or, without one, for a duty."""
        mine = [rule for rule in self.rules if rule.role == role and rule.state in states and holds(rule, day)]
        asked = {rule.kind for rule in mine if rule.category_id in (None, category)}
        return {kind for kind in asked if not any(holds(row, day) for row in self.shown.get((person, kind), ()))}
