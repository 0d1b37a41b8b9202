"""Calendars of duties to subscribe to: when, and the word „Bereitschaft“. Nothing of anybody who is helped.

The address holds 256 random bits; we keep a digest of it, so nobody can look it up, and it is shown once. Times are written in
UTC, which is right over both changes of the clock.
"""

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from helpers.models import Duty, DutyFeed
from piano.kit import clock
from quarters.models import District, Role, RoleKind, User

BACK, AHEAD = dt.timedelta(days=30), dt.timedelta(days=90)


def make_feed(person: User, *, district: District | None = None, now: dt.datetime) -> str:
    """The secret of a new address; the one before is dead from now on."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        revoke_feed(person, district=district, now=now)
        DutyFeed.objects.create(person=person, district=district, digest=digest_of(secret), made_at=now)
    return secret


def revoke_feed(person: User, *, district: District | None = None, now: dt.datetime) -> int:
    """Dead at once. Returns how many were alive."""
    return DutyFeed.objects.filter(person=person, district=district, revoked_at=None).update(revoked_at=now)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def find_feed(secret: str, *, now: dt.datetime) -> DutyFeed | None:
    """None for a dead one, and for a person who may not see it any more: gone, or without a role for it today."""
    rows = DutyFeed.objects.select_related("person", "district").filter(digest=digest_of(secret), revoked_at=None)
    feed = rows.filter(person__is_active=True).first()
    return feed if feed and _may_still(feed, day=clock.local(now).date()) else None


def _may_still(feed: DutyFeed, *, day: dt.date) -> bool:
    roles = Role.objects.valid_on(day).filter(user=feed.person)
    if feed.district_id:
        return bool(roles.filter(kind=RoleKind.HELPER, district=feed.district_id).exists())
    return bool(roles.filter(kind__in=[RoleKind.HELPER, RoleKind.CARE_PARTNER]).exists())


def write_calendar(feed: DutyFeed, *, now: dt.datetime) -> bytes:
    """iCalendar (RFC 5545) of the last month and the next three."""
    span = {"window__overlap": (now - BACK, now + AHEAD)}
    if feed.district_id:
        duties = Duty.objects.of_districts([feed.district_id]).filter(**span)
    else:
        duties = Duty.objects.filter(person=feed.person, **span)
    calendar = Calendar()
    calendar.add("prodid", "-//piAno//Bereitschaft//DE")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Bereitschaft"))
    calendar.add("refresh-interval", dt.timedelta(hours=1), parameters={"value": "DURATION"})
    for duty in duties.order_by("window", "pk"):
        calendar.add_component(_event(duty, names=bool(feed.district_id), now=now))
    return bytes(calendar.to_ical())


def _event(duty: Duty, *, names: bool, now: dt.datetime) -> Event:
    what = _("Bereitschaft als Vertretung") if duty.is_deputy else _("Bereitschaft")
    event = Event()
    event.add("uid", f"{duty.reference}@piano")
    event.add("dtstamp", now)
    event.add("dtstart", duty.window.lower.astimezone(dt.UTC))
    event.add("dtend", duty.window.upper.astimezone(dt.UTC))
    event.add("summary", f"{what}: {duty.person.short_name}" if names else what)
    return event
