"""Getting to know each other: nobody is sent to somebody whom none of us has spoken to."""

import datetime as dt
from typing import Any

from quarters.models import Acquaintance, Resident, User
from quarters.people.residents import note_lift, update_resident

FACTS = ("identity_seen", "limits_explained", "pets", "smokes", "key_rule")


def acquaintance_of(resident: Resident) -> Acquaintance | None:
    return getattr(resident, "acquaintance", None)


def get_to_know(
    resident: Resident, *, by: User | None, on: dt.date, visited_on: dt.date | None = None, **facts: Any
) -> Acquaintance:
    """Notes the first talk, and the first visit when there was one; what was noted before is completed, not begun anew."""
    known, _ = Acquaintance.objects.get_or_create(resident=resident, defaults={"met_on": on, "met_by": by})
    for name in FACTS:
        if name in facts:
            setattr(known, name, facts[name])
    known.visited_on = known.visited_on or visited_on
    known.save()
    resident.acquaintance = known  # what was loaded before knows of it
    return known


def note_home(
    resident: Resident, *, floor: str, has_lift: bool | None, pets: str, smokes: bool | None, by: User, on: dt.date
) -> Resident:
    """What somebody meets who comes. The resident is known already; a lift belongs to the house."""
    update_resident(resident, floor=floor)
    if has_lift is not None and resident.building is not None:
        note_lift(resident.building, has_lift=has_lift)
    get_to_know(resident, by=by, on=on, pets=pets, smokes=smokes)
    return resident
