"""A team meets: called, its minutes written, what was decided with who does it until when."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet

from helpers.circles.errors import MeetingIsClosed, NotInTheTeam
from helpers.circles.members import place_of
from helpers.models import Circle, CircleDecision, CircleMeeting, CircleMember
from piano.kit import clock
from piano.messaging.outbox import cancel_owed, owe
from quarters.models import User


def call_meeting(
    circle: Circle, *, starts_at: dt.datetime, place: str, by: User, now: dt.datetime | None = None
) -> CircleMeeting:
    """The same moment twice is one meeting. Whoever is in the team on that day hears of it, also who stands in then. Locks the team."""
    now = now or clock.now()
    with transaction.atomic():
        Circle.objects.select_for_update(no_key=True).get(pk=circle.pk)
        defaults = {"place": place.strip(), "called_by": by}
        row, is_new = CircleMeeting.objects.get_or_create(
            circle=circle, starts_at=starts_at, called_off_at=None, defaults=defaults
        )
        if is_new and starts_at > now:
            for person in _invited(row, but=by):
                owe(reason="team_meeting", subject=_subject(row), recipient=person, now=now, expires_at=starts_at)
    return row


def call_off(meeting: CircleMeeting, *, by: User, now: dt.datetime) -> None:
    """It does not take place; whoever has heard of it hears that, too. What was decided stays. Twice changes nothing. Locks the
    meeting. Raises `MeetingIsClosed`.
    """
    with transaction.atomic():
        row = CircleMeeting.objects.select_for_update().get(pk=meeting.pk)
        if row.closed_at is not None:
            raise MeetingIsClosed()
        if row.called_off_at is not None:
            return
        row.called_off_at = now
        row.save(update_fields=["called_off_at"])
        cancel_owed(subject=_subject(row), reason="team_meeting")
        for person in _invited(row, but=by) if row.starts_at > now else []:
            owe(reason="team_meeting_off", subject=_subject(row), recipient=person, now=now, expires_at=row.starts_at)


def _invited(meeting: CircleMeeting, *, but: User) -> list[User]:
    day = clock.local(meeting.starts_at).date()
    rows = CircleMember.objects.valid_on(day).filter(circle=meeting.circle_id).exclude(person=but)
    return [row.person for row in rows.select_related("person").order_by("person")]


def _subject(meeting: CircleMeeting) -> str:
    return f"team_meeting:{meeting.pk}"


def decide(meeting: CircleMeeting, *, words: str, who: User, due_on: dt.date, now: dt.datetime) -> CircleDecision:
    """Who does what until when. Locks the meeting. Raises `MeetingIsClosed`, `NotInTheTeam`."""
    with transaction.atomic():
        row = CircleMeeting.objects.select_for_update().select_related("circle").get(pk=meeting.pk)
        if row.closed_at is not None or row.called_off_at is not None:
            raise MeetingIsClosed()
        if place_of(who, row.circle, day=clock.local(now).date()) is None:
            raise NotInTheTeam()
        return CircleDecision.objects.create(meeting=row, words=words.strip(), who=who, due_on=due_on, written_at=now)


def write_minutes(meeting: CircleMeeting, *, words: str, topics: int, by: User, now: dt.datetime) -> CircleMeeting:
    """Closes it: minutes stand as they are. Twice with the same words changes nothing. Locks the meeting. Raises `MeetingIsClosed`."""
    with transaction.atomic():
        row = CircleMeeting.objects.select_for_update().get(pk=meeting.pk)
        if row.closed_at is not None:
            if row.minutes == words.strip():
                return row
            raise MeetingIsClosed()
        if row.called_off_at is not None:
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


def remind_of_decisions(*, now: dt.datetime) -> int:
    """On the day until which something was to be done, whoever took it on hears it once, while she is in the team. Returns how many."""
    today = clock.local(now).date()
    rows = CircleDecision.objects.filter(done_at=None, due_on=today, who__isnull=False, written_at__date__lt=today)
    told = 0
    ends = clock.at(today + dt.timedelta(days=1), dt.time(0))
    for row in rows.select_related("who", "meeting__circle").order_by("pk"):
        if row.who is None or place_of(row.who, row.meeting.circle, day=today) is None:
            continue
        with transaction.atomic():
            owe(reason="team_task", subject=f"team_task:{row.pk}", recipient=row.who, now=now, expires_at=ends)
        told += 1
    return told
