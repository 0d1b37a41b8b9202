"""What is owed to whoever stands in a course; the words are in `reasons` and templates/messages."""

import datetime as dt
from typing import Any

from helpers.models import Course, Participant, PlaceState
from helpers.models.courses import STANDING
from piano.kit import clock
from piano.messaging.outbox import Owed, cancel_owed, owe, owe_many

UNDO = dt.timedelta(minutes=10)  # so long a course that was called off may be taken back before anybody hears of it
NOON, A_DAY = dt.time(12), dt.timedelta(days=1)


def subject_of(participant: Participant) -> str:
    return f"course_place:{participant.pk}"


def tell_place(participant: Participant, *, now: dt.datetime) -> None:
    """She has a place; and a word at noon on the day before it begins."""
    begins = participant.course.days.order_by("starts_at")[0].starts_at
    slot = str(participant.turn)
    said: dict[str, Any] = {
        "subject": subject_of(participant),
        "recipient": participant.person,
        "slot": slot,
        "expires_at": begins,
    }
    owe(reason="course_place", now=now, **said)
    remind_at = clock.at(clock.local(begins).date() - A_DAY, NOON)
    if remind_at > now:
        owe(reason="course_reminder", now=now, not_before=remind_at, **said)


def tell_waiting(participant: Participant, *, now: dt.datetime) -> None:
    owe(
        reason="course_waiting",
        subject=subject_of(participant),
        recipient=participant.person,
        slot=str(participant.turn),
        now=now,
    )


def tell_certified(participant: Participant, *, now: dt.datetime, slot: str) -> None:
    subject = subject_of(participant)
    owe(reason="course_certified", subject=subject, recipient=participant.person, slot=slot, now=now)


def tell_called_off(course: Course, *, now: dt.datetime) -> None:
    rows = Participant.objects.filter(course=course, state__in=STANDING).select_related("person").order_by("pk")
    owed = [
        Owed("course_off", subject_of(row), row.person, not_before=now + UNDO, slot=str(int(now.timestamp())))
        for row in rows
    ]
    owe_many(owed, now=now)


def untell_called_off(course: Course) -> None:
    for row in Participant.objects.filter(course=course, state__in=STANDING):
        cancel_owed(subject=subject_of(row), reason="course_off")


def forget(participant: Participant) -> None:
    """What was still to be said about her place is no longer true."""
    cancel_owed(subject=subject_of(participant))


HAS_PLACE, WAITING = PlaceState.HAS_PLACE, PlaceState.WAITING
