"""What a call brought: three attempts, then the contact person, then a helper looks. Each step is one row of the log."""

import datetime as dt

from django.db import transaction

from piano.kit import clock
from piano.kit.sweeps import wake_engine
from piano.messaging.outbox import cancel_owed
from quarters.models import User
from requests.dayround.errors import AlreadySettled, NotNow, SomebodyIsCalling
from requests.errors import WrongState
from requests.models import CallOutcome, RoundEntry, RoundStep
from requests.states import OPEN_ENTRY_STATES, STEPS, EntryState
from requests.wishes.red_flags import is_emergency

BEGINS, ENDS = dt.time(8, 30), dt.time(12)
MOST_TRIES = 3
PAUSE = dt.timedelta(minutes=20)  # between two attempts
HOLD_TIME = dt.timedelta(minutes=10)  # how long somebody keeps a name while she dials
CALLED_BACK = dt.timedelta(minutes=45)  # the contact person looks and calls back
BY_CALLER = {
    EntryState.WAITING: {CallOutcome.WELL, CallOutcome.NEEDS, CallOutcome.DANGER, CallOutcome.NO_ANSWER},
    EntryState.CONTACT: {
        CallOutcome.WELL,
        CallOutcome.NEEDS,
        CallOutcome.DANGER,
        CallOutcome.CONTACT_KNOWS,
        CallOutcome.CONTACT_GOES,
        CallOutcome.CONTACT_SILENT,
    },
}
SETTLING = (CallOutcome.WELL, CallOutcome.CONTACT_KNOWS)
FOR_HELPER = (CallOutcome.NEEDS, CallOutcome.DANGER, CallOutcome.CONTACT_SILENT)


def hold_entry(entry: RoundEntry, *, by: User, now: dt.datetime) -> RoundEntry:
    """She is dialling: nobody else calls for ten minutes. Locks the entry. Raises `SomebodyIsCalling`, `AlreadySettled`."""
    with transaction.atomic():
        entry = locked(entry)
        if entry.state not in BY_CALLER:
            raise AlreadySettled()
        if entry.held_by_id not in (None, by.pk) and entry.held_until and entry.held_until > now:
            raise SomebodyIsCalling()
        entry.held_by, entry.held_until = by, now + HOLD_TIME
        entry.save(update_fields=["held_by", "held_until"])
    return entry


def note_call(entry: RoundEntry, *, outcome: str, by: User, now: dt.datetime, note: str = "") -> RoundEntry:
    """One attempt and what it brought. Words of danger go to a helper at once, whatever was ticked. Locks the entry.

    Raises `AlreadySettled` once a helper has it in hand or it is over, `NotNow` for what does not fit its state.
    """
    with transaction.atomic():
        entry = locked(entry)
        if entry.state not in BY_CALLER:
            raise AlreadySettled()
        if outcome not in BY_CALLER[EntryState(entry.state)]:
            raise NotNow()
        if is_emergency(note):
            outcome = CallOutcome.DANGER
        entry.tries += entry.state == EntryState.WAITING
        entry.held_by = entry.held_until = None
        _move(entry, after(entry, outcome), outcome=CallOutcome(outcome), by=by, now=now, note=note)
    return entry


def after(entry: RoundEntry, outcome: str) -> EntryState:
    """Where an entry stands after a call; its attempts already count this one. Pure."""
    if outcome in SETTLING:
        return EntryState.SETTLED
    if outcome in FOR_HELPER:
        return EntryState.HELPER
    if outcome == CallOutcome.CONTACT_GOES:
        return EntryState.CONTACT
    if entry.tries < MOST_TRIES:
        return EntryState.WAITING
    return EntryState.CONTACT if entry.resident.contact_phone else EntryState.HELPER


def settle_entry(entry: RoundEntry, *, note: str, by: User, now: dt.datetime) -> RoundEntry:
    """Somebody of us knows how she is: seen, in hospital, with her daughter. Locks the entry; twice changes nothing.

    Raises `NotNow` without a word of what was found.
    """
    if not note.strip():
        raise NotNow()
    with transaction.atomic():
        entry = locked(entry)
        if entry.state != EntryState.SETTLED:
            _move(entry, EntryState.SETTLED, outcome=CallOutcome.SETTLED, by=by, now=now, note=note.strip())
    return entry


def reopen_entry(entry: RoundEntry, *, by: User, now: dt.datetime) -> RoundEntry:
    """It was ticked by mistake: a helper has it in hand again. Locks the entry; twice changes nothing."""
    with transaction.atomic():
        entry = locked(entry)
        if entry.state == EntryState.SETTLED:
            _move(entry, EntryState.HELPER, outcome=CallOutcome.AGAIN, by=by, now=now)
    return entry


def excuse(entry: RoundEntry, *, by: User | None, now: dt.datetime) -> None:
    """She called off for today, or will not be called any more. Locks the entry."""
    with transaction.atomic():
        entry = locked(entry)
        if entry.state in OPEN_ENTRY_STATES:
            _move(entry, EntryState.SETTLED, outcome=CallOutcome.SETTLED, by=by, now=now, note="abgemeldet")


def give_to_helper(entry: RoundEntry, *, now: dt.datetime) -> None:
    """It is noon: whoever is not accounted for is looked after by a helper. Locks the entry."""
    with transaction.atomic():
        entry = locked(entry)
        if entry.state in BY_CALLER:
            _move(entry, EntryState.HELPER, outcome=CallOutcome.NOON, by=None, now=now)


def locked(entry: RoundEntry) -> RoundEntry:
    rows = RoundEntry.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("resident__user", "round__district").get(pk=entry.pk)


def _move(
    entry: RoundEntry, to: EntryState, *, outcome: CallOutcome, by: User | None, now: dt.datetime, note: str = ""
) -> None:
    """The only way an entry moves: checks the table, saves, writes one row of the log."""
    if to not in STEPS[EntryState].get(entry.state, frozenset()):
        raise WrongState()
    entry.state, entry.next_try_at = to, None
    entry.settled_at = now if to == EntryState.SETTLED else None
    entry.tell_at = now if to == EntryState.HELPER else None
    entry.is_danger = entry.is_danger or outcome == CallOutcome.DANGER
    if to in BY_CALLER:
        entry.next_try_at = next_try(outcome, to, now=now)
    if to == EntryState.HELPER:
        wake_engine()
    if to == EntryState.SETTLED:
        cancel_owed(subject=f"entry:{entry.pk}")
    entry.save()
    RoundStep.objects.create(entry=entry, outcome=outcome, to_state=to, by=by, note=note, at=now)


def next_try(outcome: str, to: EntryState, *, now: dt.datetime) -> dt.datetime:
    """When the next call makes sense: a while later, but before noon; the contact person may be called at once."""
    pause = (
        PAUSE if to == EntryState.WAITING else CALLED_BACK if outcome == CallOutcome.CONTACT_GOES else dt.timedelta(0)
    )
    noon = clock.at(clock.local(now).date(), ENDS)
    return min(now + pause, max(now, noon - PAUSE))
