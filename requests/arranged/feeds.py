"""Calendars of visits to subscribe to: when, and one word. No name, no address, no kind of help (reliability S19).

The address is shown once (`piano.kit.calendars`).
"""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Event

from piano.kit.calendars import AHEAD, BACK, digest_of, new_event, new_feed, new_secret
from quarters.models import User
from requests.models import Assignment, Part, VisitFeed
from requests.states import STANDING_ASSIGNMENT_STATES, AssignmentState
from volunteers.models import Volunteer, VolunteerState

MADE_BY = "Termine"
SHOWN_STATES = (*STANDING_ASSIGNMENT_STATES, AssignmentState.DONE)


def make_visit_feed(person: User, *, now: dt.datetime) -> str:
    """The secret of a new address; the one before is dead from now on."""
    secret = new_secret()
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        revoke_visit_feed(person, now=now)
        VisitFeed.objects.create(person=person, digest=digest_of(secret), made_at=now)
    return secret


def revoke_visit_feed(person: User, *, now: dt.datetime) -> int:
    """Dead at once. Returns how many were alive."""
    return VisitFeed.objects.filter(person=person, revoked_at=None).update(revoked_at=now)


def live_feed(person: User) -> VisitFeed | None:
    return VisitFeed.objects.filter(person=person, revoked_at=None).first()


def find_visit_feed(secret: str) -> VisitFeed | None:
    """None for a dead one, for somebody who left, and for a volunteer while she is suspended."""
    rows = VisitFeed.objects.select_related("person").filter(digest=digest_of(secret), revoked_at=None)
    feed = rows.filter(person__is_active=True).first()
    return feed if feed and not is_barred(feed.person) else None


def is_barred(person: User) -> bool:
    return Volunteer.objects.filter(user=person.pk, state=VolunteerState.SUSPENDED).exists()


def uid_of(assignment: Assignment, person: User) -> str:
    """The same for one visit and one person, whoever goes and however often it moves. Needs the visit."""
    return f"{assignment.visit.reference}-{person.reference}"


def write_visits(feed: VisitFeed, *, now: dt.datetime) -> bytes:
    """iCalendar (RFC 5545) of the last month and the next three, in her language. One query."""
    person = feed.person
    hers = Q(person=person) | Q(visit__help_request__resident__user=person, part=Part.LEAD)
    rows = Assignment.objects.filter(hers, state__in=SHOWN_STATES, planned_window__overlap=(now - BACK, now + AHEAD))
    with translation.override(person.reads_in):
        calendar = new_feed(MADE_BY, name=_("piAno"))
        for assignment in rows.select_related("visit").order_by("planned_window", "pk"):
            calendar.add_component(event_of(assignment, person, now=now))
    return bytes(calendar.to_ical())


def event_of(assignment: Assignment, person: User, *, now: dt.datetime) -> Event:
    """When, and „Einsatz“ for who goes, „Besuch“ for whoever is visited."""
    summary = _("Einsatz") if assignment.person_id == person.pk else _("Besuch")
    event = new_event(uid_of(assignment, person), assignment.planned_window, summary=summary, now=now)
    event.add("class", "PRIVATE")
    return event
