"""Calendars that others read (RFC 5545), and the secret addresses at which people subscribe to theirs.

Times are written in UTC, which is right over both changes of the clock. An address holds 256 random bits; only a digest of it is
kept, so that nobody can look it up.
"""

import datetime as dt
import hashlib
import secrets
from typing import Any

from icalendar import Calendar, Event

BACK, AHEAD = dt.timedelta(days=30), dt.timedelta(days=90)  # what a subscribed calendar shows


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """SHA-256: a secret of 256 random bits needs no key and no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_calendar(made_by: str) -> Calendar:
    """An empty one. `made_by` names its maker in the form that RFC 5545 asks for."""
    calendar = Calendar()
    calendar.add("prodid", f"-//piAno//{made_by}//DE")
    calendar.add("version", "2.0")
    return calendar


def new_feed(made_by: str, *, name: str) -> Calendar:
    """One that programs read again each hour, under this name."""
    calendar = new_calendar(made_by)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", dt.timedelta(hours=1), parameters={"value": "DURATION"})
    return calendar


def new_event(uid: str, window: Any, *, summary: str, now: dt.datetime) -> Event:
    """`window` is a range of moments; `uid` is the same whenever this event is written."""
    event = Event()
    event.add("uid", f"{uid}@piano")
    event.add("dtstamp", now)
    event.add("dtstart", window.lower.astimezone(dt.UTC))
    event.add("dtend", window.upper.astimezone(dt.UTC))
    event.add("summary", summary)
    return event
