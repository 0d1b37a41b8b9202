"""Whom to tell that somebody has learnt something: rooms that keep evidence say so. This room keeps the paid people's own."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from quarters.models import User


@dataclass(frozen=True)
class Learnt:
    """`person` was taught what counts as evidence of a `kind`, from a day on, before `until` (None: it does not end).

    `source` names the certificate; `by` issued it.
    """

    person: User
    kind: str
    first_day: dt.date
    until: dt.date | None
    source: str
    by: User

    @property
    def evidence(self) -> dict[str, Any]:
        """As both rooms that keep evidence note it."""
        return {
            "kind": self.kind,
            "valid_from": self.first_day,
            "valid_until": self.until,
            "issued_on": self.first_day,
            "by": self.by,
            "source": self.source,
        }


Row = TypeVar("Row", bound=Model)


def write_once(rows: "QuerySet[Row]", *, key: dict[str, Any], values: dict[str, Any]) -> Row:
    """The same paper twice is one row; what is said later of it counts."""
    row = rows.filter(**key).order_by("pk").first()
    if row is None:
        return rows.create(**key, **values)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    return row


Keeper = Callable[[Learnt], None]
Forgetter = Callable[[str], None]
KEEPERS: list[Keeper] = []
FORGETTERS: list[Forgetter] = []


def keeps(note: Keeper, forget: Forgetter) -> None:
    """`note` writes evidence for whoever it knows, in the caller's transaction; `forget` takes back what a source gave."""
    KEEPERS.append(note)
    FORGETTERS.append(forget)


def tell_learnt(learnt: Learnt) -> None:
    for note in KEEPERS:
        note(learnt)


def tell_taken_back(source: str) -> None:
    for forget in FORGETTERS:
        forget(source)
