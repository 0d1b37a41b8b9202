"""What is owed to whoever has registered, written in the verb's own transaction. The words: `templates/messages/event_*.txt`."""

import datetime as dt

from piano.kit import clock
from piano.messaging.outbox import Owed, cancel_owed, owe, owe_many
from quarters.models import Event, Registration
from quarters.models.registrations import STANDING

UNDO = dt.timedelta(minutes=10)  # so long a planner may take back what she has called off, before anybody hears of it
NOON = dt.time(12)
A_DAY = dt.timedelta(days=1)


def subject_of(registration: Registration) -> str:
    return f"registration:{registration.pk}"


def tell_registered(registration: Registration, *, now: dt.datetime) -> None:
    """She has a place; and a word on the day before."""
    _owe("event_registered", registration, now=now, until=registration.event.starts_at)
    remind(registration, now=now)


def remind(registration: Registration, *, now: dt.datetime) -> None:
    """At noon on the day before, unless that is over."""
    event = registration.event
    remind_at = clock.at(clock.local(event.starts_at).date() - A_DAY, NOON)
    if remind_at > now:
        _owe("event_reminder", registration, now=now, at=remind_at, until=event.starts_at)


def forget_reminder(registration: Registration) -> None:
    cancel_owed(subject=subject_of(registration), reason="event_reminder")


def tell_waiting(registration: Registration, *, now: dt.datetime) -> None:
    _owe("event_waiting", registration, now=now, until=registration.event.starts_at)


def tell_place_free(registration: Registration, *, now: dt.datetime) -> None:
    _owe("event_place_free", registration, now=now, until=registration.confirm_by)


def tell_place_gone(registration: Registration, *, now: dt.datetime) -> None:
    _owe("event_place_gone", registration, now=now, until=registration.event.starts_at)


def tell_all(reason: str, event: Event, *, now: dt.datetime, at: dt.datetime) -> int:
    """One word to everybody who counts on this date or waits for it; returns how many. Each change is a message of its own."""
    rows = Registration.objects.filter(event=event, state__in=STANDING).select_related("person").order_by("pk")
    owed = [
        Owed(reason, subject_of(row), row.person, not_before=at, expires_at=event.ends_at, slot=str(event.sequence))
        for row in rows
    ]
    owe_many(owed, now=now)
    return len(owed)


def untell(reason: str, event: Event) -> None:
    """Takes back what `tell_all` has just written."""
    for pk in Registration.objects.filter(event=event).values_list("pk", flat=True):
        cancel_owed(subject=f"registration:{pk}", reason=reason)


def forget(registration: Registration) -> None:
    """What was still to be said about it is no longer true."""
    cancel_owed(subject=subject_of(registration))


def _owe(
    reason: str,
    registration: Registration,
    *,
    now: dt.datetime,
    until: dt.datetime | None,
    at: dt.datetime | None = None,
) -> None:
    slot = registration.event.sequence
    owe(
        reason=reason,
        subject=subject_of(registration),
        recipient=registration.person,
        now=now,
        not_before=at,
        expires_at=until,
        slot=str(slot) if slot else "",
    )
