"""Calendars of duties to subscribe to: when, and the word „Bereitschaft“. Nothing of anybody who is helped.

The address is shown once (`piano.kit.calendars`).
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from icalendar import Event

from helpers.models import Duty, DutyFeed
from piano.kit import clock
from piano.kit.calendars import AHEAD, BACK, digest_of, new_event, new_feed, new_secret
from quarters.models import District, Role, RoleKind, User


def make_feed(person: User, *, district: District | None = None, now: dt.datetime) -> str:
    """The secret of a new address; the one before is dead from now on."""
    secret = new_secret()
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        revoke_feed(person, district=district, now=now)
        DutyFeed.objects.create(person=person, district=district, digest=digest_of(secret), made_at=now)
    return secret


def revoke_feed(person: User, *, district: District | None = None, now: dt.datetime) -> int:
    """Dead at once. Returns how many were alive."""
    return DutyFeed.objects.filter(person=person, district=district, revoked_at=None).update(revoked_at=now)


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
    calendar = new_feed("Bereitschaft", name=_("Bereitschaft"))
    for duty in duties.order_by("window", "pk"):
        calendar.add_component(_event(duty, names=bool(feed.district_id), now=now))
    return bytes(calendar.to_ical())


def _event(duty: Duty, *, names: bool, now: dt.datetime) -> Event:
    what = _("Bereitschaft als Vertretung") if duty.is_deputy else _("Bereitschaft")
    summary = f"{what}: {duty.person.short_name}" if names else what
    return new_event(str(duty.reference), duty.window, summary=summary, now=now)
