"""A team meets: called, its minutes written, what was decided with who does it until when."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet

from helpers.circles.errors import MeetingIsClosed, NotInTheTeam
from helpers.circles.members import place_of
from helpers.models import Circle, CircleDecision, CircleMeeting
from piano.kit import clock
from quarters.models import User


def call_meeting(circle: Circle, *, starts_at: dt.datetime, place: str, by: User) -> CircleMeeting:
    """The same moment twice is one meeting."""
    defaults = {"place": place.strip(), "called_by": by}
    return CircleMeeting.objects.get_or_create(circle=circle, starts_at=starts_at, defaults=defaults)[0]


def decide(meeting: CircleMeeting, *, words: str, who: User, due_on: dt.date, now: dt.datetime) -> CircleDecision:
    """Who does what until when. Raises `MeetingIsClosed`, `NotInTheTeam`."""
    with transaction.atomic():
        row = CircleMeeting.objects.select_for_update().select_related("circle").get(pk=meeting.pk)
        if row.closed_at is not None:
            raise MeetingIsClosed()
        if place_of(who, row.circle, day=clock.local(now).date()) is None:
            raise NotInTheTeam()
        return CircleDecision.objects.create(meeting=row, words=words.strip(), who=who, due_on=due_on, written_at=now)


def write_minutes(meeting: CircleMeeting, *, words: str, topics: int, by: User, now: dt.datetime) -> CircleMeeting:
    """Closes it: minutes stand as they are. Twice with the same words changes nothing. Raises `MeetingIsClosed`."""
    with transaction.atomic():
        row = CircleMeeting.objects.select_for_update().get(pk=meeting.pk)
        if row.closed_at is not None:
            if row.minutes == words.strip():
                return row
            raise MeetingIsClosed()
        row.minutes, row.topics, row.closed_at, row.closed_by = words.strip(), topics, now, by
        row.save(update_fields=["minutes", "topics", "closed_at", "closed_by"])
    return row


def tick(decision: CircleDecision, *, by: User, now: dt.datetime) -> None:
    """Done. Twice changes nothing."""
    CircleDecision.objects.filter(pk=decision.pk, done_at=None).update(done_at=now, done_by=by)


def untick(decision: CircleDecision) -> None:
    CircleDecision.objects.filter(pk=decision.pk).update(done_at=None, done_by=None)


def open_decisions(circle: Circle) -> QuerySet[CircleDecision]:
    """The most urgent first."""
    rows = CircleDecision.objects.filter(meeting__circle=circle, done_at=None)
    return rows.select_related("who", "meeting").order_by("due_on", "pk")
