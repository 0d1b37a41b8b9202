"""Whether the Ehrenamts-Card is near: so many hours in a year, or in a week on average, and no flat allowance (domain 3.2).

A hint, no promise: the town decides. The numbers are dated values.
"""

import datetime as dt
from dataclasses import dataclass

from quarters.models import User
from volunteers.accounts.reading import counted
from volunteers.accounts.rules import say_minutes, value_on
from volunteers.models import Allowance, AllowanceElsewhere, ValueKind

DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Way:
    """One of the two ways to the card, in minutes; `weeks` is 0 for the whole year, else over how many full weeks `done` is the average."""

    needed: int
    done: int
    weeks: int = 0

    @property
    def is_reached(self) -> bool:
        return self.done >= self.needed

    @property
    def said_done(self) -> str:
        return say_minutes(self.done)

    @property
    def said_needed(self) -> str:
        return say_minutes(self.needed)


@dataclass(frozen=True)
class CardHint:
    """`has_allowance` where one keeps her from the card."""

    ways: list[Way]
    has_allowance: bool

    @property
    def is_reached(self) -> bool:
        return not self.has_allowance and any(way.is_reached for way in self.ways)


def card_hint(person: User, *, today: dt.date) -> CardHint | None:
    """By the conditions of today; None where none are known. One way is enough."""
    ways = list(filter(None, (_of_the_year(person, today), _of_the_week(person, today))))
    return CardHint(ways, _is_kept_from_it(person, today)) if ways else None


def _of_the_year(person: User, today: dt.date) -> Way | None:
    needed = value_on(ValueKind.CARD_YEAR, today)
    since = today - 365 * DAY
    return Way(needed, counted(person, since=since, until=today + DAY)) if needed else None


def _of_the_week(person: User, today: dt.date) -> Way | None:
    """Full weeks alone, from Monday to Sunday: what is missing of this one is no one's fault."""
    needed, weeks = value_on(ValueKind.CARD_WEEK, today), value_on(ValueKind.CARD_WEEKS, today)
    if not needed or not weeks:
        return None
    monday = today - today.weekday() * DAY
    return Way(needed, counted(person, since=monday - weeks * WEEK, until=monday) // weeks, weeks)


def _is_kept_from_it(person: User, today: dt.date) -> bool:
    """By an allowance of this year, wherever it comes from."""
    if not value_on(ValueKind.CARD_NO_ALLOWANCE, today):
        return False
    given = Allowance.objects.filter(person=person, withdrawn_at=None, year=today.year)
    told = AllowanceElsewhere.objects.filter(person=person, year=today.year, cents__gt=0)
    return given.exists() or told.exists()
