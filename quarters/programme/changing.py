"""What happens to a planned date: its facts change, it moves, it is called off, and for some minutes that is taken back."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from quarters.models import Event, Lift, Registration, RegistrationState, User
from quarters.models.registrations import STANDING
from quarters.programme import lifts, notices
from quarters.programme.errors import FewerThanTaken, HasRegistrations, HostStays, IsToldAlready
from quarters.programme.planning import Facts, check_span
from quarters.programme.registering import lock_event, look_at_list

SOON = dt.timedelta(hours=2)
TOLD_OF = ("meeting_point_id", "place")  # whoever comes has to know; the time is `move_event`'s


def change_facts(event: Event, facts: Facts, *, now: dt.datetime, by: User | None = None) -> Event:
    """New facts for one date. More places are offered to who waits; a new place is told to everybody who comes.

    Locks the event. Raises `FewerThanTaken`, `HasRegistrations`, `HostStays` and what planning does.
    """
    with transaction.atomic():
        row = lock_event(event.pk)
        before = {name: getattr(row, name) for name in TOLD_OF}
        values = facts.columns(row.starts_at, row.ends_at)
        _check(row, values, by=by)
        for name, value in values.items():
            setattr(row, name, value)
        is_elsewhere = any(getattr(row, name) != value for name, value in before.items())
        if is_elsewhere:
            _no_lifts(row, now=now)
            row.sequence += 1
        row.save(update_fields=[*values, "sequence"])
        if is_elsewhere and not row.is_cancelled:
            _tell_moved(row, now=now)
        look_at_list(row, now=now)
    return row


def _check(row: Event, values: dict[str, Any], *, by: User | None) -> None:
    leads = by is not None and by.pk == row.host_id
    if row.is_confidential and row.places_taken and values["host"] != row.host and not leads and _is_here(row.host):
        raise HostStays()  # else whoever plans could make herself the one who reads the names
    if values["slot_minutes"] != row.slot_minutes and row.places_taken:
        raise HasRegistrations()
    if values["capacity"] is not None and values["capacity"] < row.places_taken:
        raise FewerThanTaken()


def _is_here(host: User | None) -> bool:
    return host is not None and host.is_active


def move_event(event: Event, *, starts_at: dt.datetime, ends_at: dt.datetime, now: dt.datetime) -> Event:
    """Another time for one date, told to everybody who comes or waits; a reminder moves along. The same time changes nothing.

    Locks the event. Raises `EndsTooEarly`, `TakesTooLong`, `IsPast`, `HasRegistrations` where conversations would not fit.
    """
    check_span(starts_at, ends_at, now=now)
    with transaction.atomic():
        row = lock_event(event.pk)
        if (row.starts_at, row.ends_at) == (starts_at, ends_at):
            return row
        if row.slot_minutes and ends_at - starts_at != row.ends_at - row.starts_at and row.places_taken:
            raise HasRegistrations()
        _no_lifts(row, now=now)
        way = starts_at - row.starts_at
        row.register_until = row.register_until + way if row.register_until else None
        row.starts_at, row.ends_at, row.sequence = starts_at, ends_at, row.sequence + 1
        row.save(update_fields=["starts_at", "ends_at", "register_until", "sequence"])
        held = Registration.objects.filter(event=row, slot_at__isnull=False)
        held.update(slot_at=F("slot_at") + way)
        if not row.is_cancelled:
            _tell_moved(row, now=now)
    return row


def _tell_moved(row: Event, *, now: dt.datetime) -> None:
    for registration in Registration.objects.filter(event=row, state__in=STANDING).select_related("person"):
        registration.event = row
        notices.forget_reminder(registration)
        if registration.state == RegistrationState.REGISTERED:
            notices.remind(registration, now=now)
            lifts.ask_for_lift(registration, now=now)
    notices.tell_all("event_moved", row, now=now, at=now)


def call_off(event: Event, *, note: str = "", now: dt.datetime) -> Event:
    """It does not take place. Everybody who comes or waits hears it on her own way, after the minutes in which it can be taken
    back; who cannot be reached stands on the phone list. Called off already: nothing changes. Locks the event.
    """
    with transaction.atomic():
        row = lock_event(event.pk)
        if row.is_cancelled:
            return row
        _no_lifts(row, now=now)
        row.cancelled_at, row.cancel_note, row.sequence = now, note.strip(), row.sequence + 1
        row.save(update_fields=["cancelled_at", "cancel_note", "sequence"])
        notices.tell_all("event_cancelled", row, now=now, at=undo_until(row))
    return row


def call_off_rest(event: Event, *, note: str = "", now: dt.datetime) -> list[Event]:
    """This date and all later ones of its series. Locks them in the order of their numbers."""
    rows = Event.objects.filter(pk=event.pk)
    if event.series_id:
        rows = Event.objects.standing().filter(series=event.series_id, starts_at__gte=event.starts_at)
    with transaction.atomic():
        return [call_off(row, note=note, now=now) for row in rows.order_by("pk")]


def called_off_with(event: Event) -> QuerySet[Event]:
    """What was called off in the same moment, itself among it."""
    same = Event.objects.filter(series=event.series_id, cancelled_at=event.cancelled_at)
    return same if event.series_id and event.cancelled_at else Event.objects.filter(pk=event.pk)


def take_back(event: Event, *, now: dt.datetime) -> list[Event]:
    """It takes place after all, with what was called off together with it and nobody has heard of yet. Locks them.

    Raises `IsToldAlready` once anybody may have heard otherwise of this one.
    """
    with transaction.atomic():
        rows = [lock_event(pk) for pk in called_off_with(event).order_by("pk").values_list("pk", flat=True)]
        off = [row for row in rows if row.is_cancelled]
        if not can_take_back(next(row for row in rows if row.pk == event.pk), now=now) and off:
            raise IsToldAlready()
        back = [row for row in off if can_take_back(row, now=now)]
        for row in back:
            _takes_place(row, now=now)
    return back


def _takes_place(row: Event, *, now: dt.datetime) -> None:
    notices.untell("event_cancelled", row)
    row.cancelled_at, row.cancel_note, row.sequence = None, "", row.sequence + 1
    row.save(update_fields=["cancelled_at", "cancel_note", "sequence"])
    _lifts_again(row, now=now)
    look_at_list(row, now=now)


def _no_lifts(row: Event, *, now: dt.datetime) -> None:
    """Rides to what is about to change are called off, before its sequence grows."""
    for registration in _who_wants_one(row):
        lifts.no_lift(registration, now=now)


def _lifts_again(row: Event, *, now: dt.datetime) -> None:
    for registration in _who_wants_one(row):
        lifts.ask_for_lift(registration, now=now)


def _who_wants_one(row: Event) -> list[Registration]:
    """Of those who have a place, with the event as it is now."""
    rows = Registration.objects.filter(event=row, state=RegistrationState.REGISTERED, lift=Lift.WANTED)
    found = list(rows.select_related("person"))
    for registration in found:
        registration.event = row
    return found


def can_take_back(event: Event, *, now: dt.datetime) -> bool:
    return now < undo_until(event)


def undo_until(event: Event) -> dt.datetime:
    """Until then nobody has heard that it was called off; in the last hours everybody hears it at once. The beginning of time
    for a date that takes place.
    """
    if event.cancelled_at is None:
        return dt.datetime.min.replace(tzinfo=dt.UTC)
    is_soon = event.starts_at - event.cancelled_at < SOON
    return event.cancelled_at + (dt.timedelta(0) if is_soon else notices.UNDO)
