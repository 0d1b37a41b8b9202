"""Single conversations: equal spans one after the other, each for one person."""

import datetime as dt
from dataclasses import dataclass

from quarters.models import Event, Registration
from quarters.models.registrations import HOLDING


@dataclass(frozen=True)
class Slot:
    """Others learn of it only whether it is free."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    is_free: bool


def starts_of(event: Event) -> list[dt.datetime]:
    """The beginning of each conversation that fits in."""
    step = dt.timedelta(minutes=event.slot_minutes)
    found, at = [], event.starts_at
    while step and at + step <= event.ends_at:
        found.append(at)
        at += step
    return found


def slots_of(event: Event) -> list[Slot]:
    """One query."""
    taken = set(
        Registration.objects.filter(event=event, state__in=HOLDING, slot_at__isnull=False).values_list(
            "slot_at", flat=True
        )
    )
    step = dt.timedelta(minutes=event.slot_minutes)
    return [Slot(at, at + step, at not in taken) for at in starts_of(event)]
