"""The programme as calendars that others read (RFC 5545): one feed of everything, one of each meeting point, one date for a mail.

UID is the date's own reference, the same for ever; SEQUENCE grows when it is moved or called off. Nobody who comes is in it.
"""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from icalendar import Calendar
from icalendar import Event as Entry

from piano.kit import clock
from piano.kit.calendars import new_calendar, new_event, new_feed
from piano.kit.links import link_to
from piano.messaging.words import Attachment
from quarters.models import Event, Registration, User
from quarters.programme.words import say_place

MADE_BY = "Termine"


class Span(NamedTuple):
    lower: dt.datetime
    upper: dt.datetime


def feed(events: Iterable[Event], *, name: str, now: dt.datetime) -> bytes:
    """`events` with their meeting points; one that was called off says so."""
    calendar = new_feed(MADE_BY, name=name)
    for event in events:
        calendar.add_component(entry_of(event, now=now))
    return bytes(calendar.to_ical())


def entry_of(event: Event, *, now: dt.datetime, slot_at: dt.datetime | None = None) -> Entry:
    ends_at = slot_at + dt.timedelta(minutes=event.slot_minutes) if slot_at else event.ends_at
    entry = new_event(
        f"termin-{event.reference}", Span(slot_at or event.starts_at, ends_at), summary=event.title, now=now
    )
    entry.add("location", say_place(event))
    entry.add("url", link_to("quarters:event", event.reference))
    entry.add("sequence", event.sequence)
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    return entry


def invitation_of(pk: int, recipient: User) -> list[Attachment]:
    """The date for her own calendar, which a later mail moves or strikes out."""
    rows = Registration.objects.select_related("event__meeting_point")
    registration = rows.get(pk=pk)
    event = registration.event
    method = "CANCEL" if event.is_cancelled else "PUBLISH"
    calendar: Calendar = new_calendar(MADE_BY)
    calendar.add("method", method)
    calendar.add_component(entry_of(event, now=clock.now(), slot_at=registration.slot_at))
    parameters = {"method": method, "component": "VEVENT"}
    return [Attachment("termin.ics", bytes(calendar.to_ical()), "text/calendar", parameters)]
