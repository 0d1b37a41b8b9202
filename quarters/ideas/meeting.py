"""The first meeting, and the next ones: a date, a place, told to everybody who is in it."""

import datetime as dt

from django.db import transaction

from quarters.ideas import notices
from quarters.ideas.errors import IdeaRests, MeetingEndsTooEarly, MeetingInThePast
from quarters.ideas.moving import advance, lock
from quarters.ideas.stages import BEGINNING, OPEN, Stage
from quarters.models import Initiative, User


def set_meeting(
    initiative: Initiative,
    *,
    at: dt.datetime,
    where: str,
    by: User | None,
    now: dt.datetime,
    until: dt.datetime | None = None,
) -> Initiative:
    """Everybody in it but `by` is told; the same once more tells nobody. Locks the row.

    Raises `MeetingInThePast`, `MeetingEndsTooEarly`, `IdeaRests` while it pauses.
    """
    with transaction.atomic():
        row = lock(initiative)
        if (row.meets_at, row.meets_until, row.meets_where) == (at, until, where.strip()):
            return row
        if at <= now:
            raise MeetingInThePast()
        if until is not None and until <= at:
            raise MeetingEndsTooEarly()
        if row.stage not in OPEN:
            raise IdeaRests()
        row.meets_at, row.meets_until, row.meets_where, row.touched_at = at, until, where.strip(), now
        row.save(update_fields=["meets_at", "meets_until", "meets_where", "touched_at"])
        if row.stage in BEGINNING and row.stage != Stage.MEETING:
            advance(row, Stage.MEETING, by=by, now=now)
        notices.tell_meeting(row, by=by, now=now)
    return row


def call_off(initiative: Initiative, *, by: User | None, now: dt.datetime) -> Initiative:
    """A meeting that lies ahead does not take place; a second time, or of one that was, changes nothing. Locks the row."""
    with transaction.atomic():
        row = lock(initiative)
        if row.meets_at is None or row.meets_at <= now:
            return row
        was = row.meets_at
        row.meets_at, row.meets_until, row.meets_where, row.touched_at = None, None, "", now
        row.save(update_fields=["meets_at", "meets_until", "meets_where", "touched_at"])
        notices.tell_called_off(row, by=by, now=now, until=was)
    return row
