"""Registering for a date, giving the place back, and saying yes to one that became free.

Places are scarce: each verb locks the event first, then counts (`Event.places_taken`), then writes. Whoever comes when all
places are taken, or while others wait, waits behind them.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from piano.kit.sweeps import wake_engine
from quarters.models import Event, Lift, RegisteredBy, Registration, RegistrationState, Seat, User
from quarters.models.registrations import HOLDING, STANDING
from quarters.programme import lifts, notices
from quarters.programme.errors import (
    AlreadyRegistered,
    IsCancelled,
    IsOver,
    NoPlaceOffered,
    NoRegistration,
    SlotIsTaken,
    TooManyCompanions,
)
from quarters.programme.slots import slots_of


@dataclass(frozen=True)
class Guest:
    """One place of a registration. `meal` is a code of `Meal`, or empty."""

    name: str
    is_neighbour: bool = False
    meal: str = ""
    allergies: str = ""


@dataclass(frozen=True)
class Wishes:
    """What goes with a registration besides the names."""

    slot_at: dt.datetime | None = None
    lift: str = Lift.NONE
    lift_from: str = ""


NO_WISHES = Wishes()


def register(
    event: Event,
    person: User,
    guests: Sequence[Guest],
    *,
    by: User | None,
    now: dt.datetime,
    way: str = RegisteredBy.WEB,
    wishes: Wishes = NO_WISHES,
) -> Registration:
    """Takes places for the guests, the person herself first; without room it waits in the order of coming.

    `by`: whoever of us writes it down; None for the person herself, who is bound to the closing time. Locks the event. Raises
    `NoRegistration`, `IsCancelled`, `IsOver`, `AlreadyRegistered`, `TooManyCompanions`, `SlotIsTaken`.
    """
    with transaction.atomic():
        event = lock_event(event.pk)
        _check(event, person, len(guests), now=now, closes_at=event.ends_at if by else event.closes_at)
        slot_at = _slot(event, wishes.slot_at, now=now)
        has_room = _has_room(event, len(guests), slot_at)
        registration = Registration.objects.create(
            event=event,
            person=person,
            state=RegistrationState.REGISTERED if has_room else RegistrationState.WAITING,
            turn=draw_turn(event),
            places=len(guests),
            slot_at=slot_at,
            lift=wishes.lift if event.has_lifts else Lift.NONE,
            lift_from=wishes.lift_from if event.has_lifts else "",
            way=way,
            written_by=by,
            registered_at=now,
        )
        _seat(registration, guests)
        if has_room:
            take_places(event, registration.places)
            _arranged(registration, now=now)
        else:
            _waits(registration, now=now)
    return registration


def _check(event: Event, person: User, places: int, *, now: dt.datetime, closes_at: dt.datetime) -> None:
    if not event.needs_registration:
        raise NoRegistration()
    if event.is_cancelled:
        raise IsCancelled()
    if now >= closes_at:
        raise IsOver()
    if Registration.objects.standing().filter(event=event, person=person).exists():
        raise AlreadyRegistered()
    most = event.most_companions
    if places - 1 > most:
        raise TooManyCompanions(
            ngettext(
                "Sie können höchstens eine Person mitbringen.", "Sie können höchstens %(n)d Personen mitbringen.", most
            )
            % {"n": most}
            if most
            else _("Zu diesem Termin kommt jede Person allein.")
        )


def _slot(event: Event, wished: dt.datetime | None, *, now: dt.datetime) -> dt.datetime | None:
    """The wished conversation, while it is free; None where there are none, or none is left: then one waits for any."""
    if not event.slot_minutes:
        return None
    free = [slot.starts_at for slot in slots_of(event) if slot.is_free and slot.starts_at > now]
    if wished is not None and wished not in free:
        raise SlotIsTaken()
    return wished or (free[0] if free else None)


def _has_room(event: Event, places: int, slot_at: dt.datetime | None) -> bool:
    """Nobody overtakes those who wait. Holds the lock."""
    if event.slot_minutes and slot_at is None:
        return False
    if Registration.objects.filter(event=event, state=RegistrationState.WAITING).exists():
        return False
    return event.free_places is None or event.free_places >= places


def _seat(registration: Registration, guests: Sequence[Guest]) -> None:
    Seat.objects.bulk_create(
        Seat(
            registration=registration,
            position=position,
            name=guest.name,
            is_neighbour=guest.is_neighbour,
            meal=guest.meal,
            allergies=guest.allergies,
        )
        for position, guest in enumerate(guests)
    )


def _arranged(registration: Registration, *, now: dt.datetime) -> None:
    notices.tell_registered(registration, now=now)
    lifts.ask_for_lift(registration, now=now)


def lock_event(pk: int) -> Event:
    return Event.objects.select_for_update(of=("self",)).with_place().get(pk=pk)


def draw_turn(event: Event) -> int:
    """The next number in the order of coming. Holds the lock."""
    event.turns += 1
    Event.objects.filter(pk=event.pk).update(turns=event.turns)
    return event.turns


def take_places(event: Event, places: int) -> None:
    """Negative gives them back. Holds the lock; the table refuses more than there are."""
    Event.objects.filter(pk=event.pk).update(places_taken=F("places_taken") + places)
    event.places_taken += places


def lock_registration(registration: Registration) -> Registration:
    """The row with its event, both locked, the event first."""
    event = lock_event(registration.event_id)
    row = Registration.objects.select_for_update(of=("self",)).select_related("person").get(pk=registration.pk)
    row.event = event
    return row


def give_back(registration: Registration, *, now: dt.datetime) -> Registration:
    """She does not come. Her places are free for who waits, within seconds; a second time changes nothing. Locks the event."""
    with transaction.atomic():
        row = lock_registration(registration)
        if row.state in STANDING:
            end(row, RegistrationState.CANCELLED, now=now)
            notices.forget(row)
            lifts.no_lift(row, now=now)
    return row


def leave_programme(person: User, *, now: dt.datetime) -> int:
    """Takes her off every date ahead, without a word to her; returns how many."""
    rows = Registration.objects.standing().filter(person=person, event__ends_at__gt=now).order_by("event")
    found = list(rows)
    for row in found:
        give_back(row, now=now)
    return len(found)


def end(registration: Registration, state: str, *, now: dt.datetime) -> None:
    """Sets an end; what it held goes to the waiting list. The caller holds both locks."""
    if registration.state in HOLDING:
        take_places(registration.event, -registration.places)
        look_at_list(registration.event, now=now)
    registration.state, registration.ended_at, registration.confirm_by = state, now, None
    registration.save(update_fields=["state", "ended_at", "confirm_by"])


def look_at_list(event: Event, *, now: dt.datetime) -> None:
    """Has the waiting list looked at, at once."""
    Event.objects.filter(pk=event.pk).update(look_at=now)
    event.look_at = now
    wake_engine()


def confirm(registration: Registration, *, now: dt.datetime) -> Registration:
    """Her yes to the place that was kept for her; a second yes changes nothing. Locks the event. Raises `NoPlaceOffered`."""
    with transaction.atomic():
        row = lock_registration(registration)
        if row.state == RegistrationState.REGISTERED:
            return row
        is_kept = row.state == RegistrationState.ASKED and row.confirm_by is not None and now < row.confirm_by
        if not is_kept or row.event.is_cancelled:
            raise NoPlaceOffered()
        row.state, row.confirm_by = RegistrationState.REGISTERED, None
        row.save(update_fields=["state", "confirm_by"])
        notices.forget(row)
        _arranged(row, now=now)
    return row


def come_again(registration: Registration, *, now: dt.datetime) -> Registration:
    """She comes after all: a new place, or the end of the waiting list. While she stands there already, nothing changes.

    Locks the event. Raises what `register` does.
    """
    with transaction.atomic():
        row = lock_registration(registration)
        if row.state in STANDING:
            return row
        _check(row.event, row.person, row.places, now=now, closes_at=row.event.closes_at)
        row.slot_at, row.turn = _slot(row.event, None, now=now), draw_turn(row.event)
        has_room = _has_room(row.event, row.places, row.slot_at)
        row.state = RegistrationState.REGISTERED if has_room else RegistrationState.WAITING
        row.ended_at = None
        row.save(update_fields=["state", "ended_at", "slot_at", "turn"])
        if has_room:
            take_places(row.event, row.places)
            _arranged(row, now=now)
        else:
            _waits(row, now=now)
    return row


def _waits(registration: Registration, *, now: dt.datetime) -> None:
    """Told so. Where a larger group waits ahead, for which there is no room, she may be asked at once."""
    notices.tell_waiting(registration, now=now)
    if not registration.event.is_full:
        look_at_list(registration.event, now=now)
