"""The gate of the round: who may see which entry, and how much of it.

Helpers see those of their districts; whoever calls on that day sees whom she may still call; whoever is on duty sees what was
given to a helper while the meeting point is closed. Everything else is not there.
"""

import datetime as dt
from dataclasses import dataclass

from django.http import Http404

from helpers.on_duty.on_call import responsible_at
from piano.kit import clock
from quarters.models import User
from quarters.people.residents import is_kept_apart
from requests.dayround.callers import districts_called_by
from requests.models import RoundEntry
from requests.states import EntryState

CALLABLE = (EntryState.WAITING, EntryState.CONTACT)


@dataclass(frozen=True)
class Seen:
    """An entry, and who looks: `is_staff` sees address and log and may settle it; a caller sees name, number and language."""

    entry: RoundEntry
    is_staff: bool
    is_duty: bool = False


def see_entry(user: User, reference: str, *, now: dt.datetime) -> Seen:
    """Raises 404 for whoever has nothing to do with it."""
    rows = RoundEntry.objects.select_related("resident__user", "resident__building", "round__district", "held_by")
    entry = rows.filter(reference=reference).first()
    if entry is None:
        raise Http404
    if entry.round.district_id in user.district_ids:
        return Seen(entry, is_staff=True)
    day = clock.local(now).date()
    is_hers = entry.round.day == day and entry.state in CALLABLE and user.is_volunteer
    is_hers = is_hers and not is_kept_apart(user, entry.resident.user)
    if is_hers and entry.round.district_id in districts_called_by(user, day):
        return Seen(entry, is_staff=False)
    if entry.state == EntryState.HELPER and _has_duty(user, entry, now):
        return Seen(entry, is_staff=True, is_duty=True)
    raise Http404


def _has_duty(user: User, entry: RoundEntry, now: dt.datetime) -> bool:
    there = responsible_at(entry.round.district, now)
    return user in (there.person, there.deputy)
