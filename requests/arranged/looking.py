"""Who looked up street, name, address and telephone of a tenant, before and after a yes; the tenant reads it.

Whoever was asked and only saw the street is not named to her: a no is nobody's business (docs/decisions/088).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from quarters.models import User
from requests.messages.naming import announced_name
from requests.models import Assignment, ContactLook, SeenOn, Visit

READ, SHOWN = 500, 100
SEEN = {
    SeenOn.STREET: _("Straße, ohne Hausnummer"),
    SeenOn.LIST: _("Nur der Name"),
    SeenOn.DOOR: _("Name und Telefon"),
    SeenOn.WEEK: _("Name und Adresse"),
    SeenOn.SHEET: _("Name, Adresse und Telefon"),
    SeenOn.PAGE: _("Name, Adresse und Telefon"),
}  # from little to much


@dataclass(frozen=True)
class Looked:
    """What one person saw of one visit on one day. `name` is empty for whoever was only asked, or is gone."""

    name: str
    was_asked: bool
    latest: dt.datetime
    what: str
    times: int


def note_looks(assignments: Iterable[Assignment], *, seen_on: str, now: dt.datetime) -> None:
    """One row each, of whoever goes there. Nothing for nobody."""
    rows = [ContactLook(visit_id=one.visit_id, person_id=one.person_id, at=now, seen_on=seen_on) for one in assignments]
    if rows:
        ContactLook.objects.bulk_create(rows)


def note_look(visit: Visit, person: User, *, seen_on: str, now: dt.datetime) -> None:
    """One row, also of somebody who was only asked and opened the question."""
    ContactLook.objects.create(visit=visit, person=person, at=now, seen_on=seen_on)


def looks_at_address(tenant: User) -> list[Looked]:
    """The latest first: a line for each person, visit and day, which says the most that was seen."""
    rows = ContactLook.objects.filter(visit__help_request__resident__user=tenant)
    groups: dict[Any, list[ContactLook]] = {}
    for row in rows.select_related("person__volunteer")[:READ]:
        was_asked = row.seen_on == SeenOn.STREET
        key = (row.person_id, row.visit_id, clock.local(row.at).date(), was_asked)
        groups.setdefault(key, []).append(row)
    return [_looked(group) for group in list(groups.values())[:SHOWN]]


def _looked(group: list[ContactLook]) -> Looked:
    """Of rows of one person, the latest first."""
    latest, order = group[0], list(SEEN)
    most = max((SeenOn(row.seen_on) for row in group), key=order.index)
    was_asked = most == SeenOn.STREET
    name = announced_name(latest.person) if latest.person and not was_asked else ""
    return Looked(name=name, was_asked=was_asked, latest=latest.at, what=str(SEEN[most]), times=len(group))
