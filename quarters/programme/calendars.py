"""The programme as calendars that others read (RFC 5545): one feed of everything, one of each meeting point, one date for a mail.

UID is the date's own reference, the same for ever; SEQUENCE grows when it is moved or called off. Nobody who comes is in it.
"""

import datetime as dt
from collections.abc import Iterable

from piano.kit import calendar_text, clock
from piano.kit.calendar_text import Line, say, stamp
from piano.kit.links import link_to
from piano.messaging.words import Attachment
from quarters.models import Event, Registration, User
from quarters.programme.words import say_place, say_title

MADE_BY = "Termine"


def feed(events: Iterable[Event], *, name: str, now: dt.datetime) -> bytes:
    """`events` with their meeting points, for programs that read it again each hour; one that was called off says so."""
    head = (("X-WR-CALNAME", say(name)), ("REFRESH-INTERVAL;VALUE=DURATION", "PT1H"))
    return calendar_text.write(MADE_BY, head, (entry_of(event, now=now) for event in events))


def entry_of(event: Event, *, now: dt.datetime, slot_at: dt.datetime | None = None, title: str = "") -> list[Line]:
    """`slot_at`: the beginning of a single conversation in it; `title`: what stands there instead of its own."""
    ends_at = slot_at + dt.timedelta(minutes=event.slot_minutes) if slot_at else event.ends_at
    return [
        ("UID", f"termin-{event.reference}@piano"),
        ("DTSTAMP", stamp(now)),
        ("DTSTART", stamp(slot_at or event.starts_at)),
        ("DTEND", stamp(ends_at)),
        ("SUMMARY", say(title or event.title)),
        ("LOCATION", say(say_place(event))),
        ("URL", link_to("quarters:event", event.reference)),
        ("SEQUENCE", str(event.sequence)),
        ("STATUS", "CANCELLED" if event.is_cancelled else "CONFIRMED"),
    ]


def invitation_of(pk: int, recipient: User) -> list[Attachment]:
    """The date for her own calendar, which a later mail moves or strikes out."""
    rows = Registration.objects.select_related("event__meeting_point")
    registration = rows.get(pk=pk)
    event = registration.event
    method = "CANCEL" if event.is_cancelled else "PUBLISH"
    entry = entry_of(event, now=clock.now(), slot_at=registration.slot_at, title=say_title(event))
    parameters = {"method": method, "component": "VEVENT"}
    calendar = calendar_text.write(MADE_BY, [("METHOD", method)], [entry])
    return [Attachment("termin.ics", calendar, "text/calendar", parameters)]
