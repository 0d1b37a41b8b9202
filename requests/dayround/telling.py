"""Who hears that somebody was not reached, or that nobody has begun: whoever is responsible now, then more people.

Helpers while the meeting point is open, else whoever is on duty; with the third reminder everybody, as with worries.
"""

import datetime as dt

from helpers.on_duty.on_call import responsible_at
from piano.messaging.outbox import owe
from quarters.models import District, User
from quarters.people.helping import helpers_of
from requests.dayround.calling import locked
from requests.models import CallRound, RoundEntry
from requests.states import EntryState

AGAIN, LATER = dt.timedelta(minutes=30), dt.timedelta(hours=2)
TO_ALL = 2


def tell_of(entry: RoundEntry, *, now: dt.datetime) -> None:
    """Says it (again) to whoever is responsible, and puts down when to say it next. Needs a transaction; locks the entry."""
    entry = locked(entry)
    if entry.state != EntryState.HELPER or entry.tell_at is None or entry.tell_at > now:
        return
    duty, helpers = who_hears(entry.round.district, told=entry.told, now=now)
    for reason, people in (("round_look_duty", duty), ("round_look", helpers)):
        for person in people:
            owe(reason=reason, subject=f"entry:{entry.pk}", recipient=person, now=now, slot=str(entry.told))
    entry.told += 1
    entry.tell_at = now + (AGAIN if entry.told <= TO_ALL else LATER)
    entry.save(update_fields=["told", "tell_at"])


def tell_of_late_start(row: CallRound, *, now: dt.datetime) -> None:
    """Nobody has called anybody yet. Needs a transaction; the caller holds the round."""
    duty, helpers = who_hears(row.district, told=0, now=now)
    for person in dict.fromkeys([*duty, *helpers]):
        owe(reason="round_not_begun", subject=f"round:{row.pk}", recipient=person, now=now)


def who_hears(district: District, *, told: int, now: dt.datetime) -> tuple[list[User], list[User]]:
    """Of duty and of the helpers. Where nobody is on duty the helpers hear it at any hour: there is nobody else."""
    now_there = responsible_at(district, now)
    own = helpers_of(district.pk, now=now)
    duty = [person for person in (now_there.person, now_there.deputy) if person and person not in own]
    if told >= TO_ALL:
        return duty, own
    if now_there.kind.value == "office" or not duty:
        return [], own
    return duty[:1], []
