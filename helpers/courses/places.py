"""A place in a course: taking one, giving it back, and moving up from the waiting list.

Places are scarce: each verb locks the course first, then counts, then writes. When a place becomes free, whoever waits longest
has it at once and hears so; who cannot come after all gives it back from that message (docs/decisions/071).
"""

import datetime as dt
from typing import Any

from django.db import transaction

from helpers.courses import notices
from helpers.courses.errors import CourseIsOff, CourseIsOver, NothingPlanned
from helpers.models import Course, Participant, PlaceState
from helpers.models.courses import STANDING
from quarters.models import User


def lock_course(pk: int) -> Course:
    return Course.objects.select_for_update(of=("self",)).get(pk=pk)


def sign_up(course: Course, person: User, *, by: User, now: dt.datetime) -> Participant:
    """A place, or the end of the waiting list; who stands there already stays where she is.

    Locks the course. Raises `CourseIsOff`, `CourseIsOver`, `NothingPlanned`.
    """
    with transaction.atomic():
        row = lock_course(course.pk)
        _check_open(row, now=now)
        known = Participant.objects.filter(course=row, person=person).first()
        if known is not None and known.state in STANDING:
            return known
        waits = Participant.objects.filter(course=row, state=PlaceState.WAITING).exists()
        has_place = not row.is_full and not waits
        values: dict[str, Any] = {
            "state": PlaceState.HAS_PLACE if has_place else PlaceState.WAITING,
            "turn": _draw_turn(row),
        }
        values |= {"written_by": by, "signed_up_at": now, "ended_at": None}
        place = Participant.objects.update_or_create(course=row, person=person, defaults=values)[0]
        if has_place:
            _count(row, 1)
            notices.tell_place(place, now=now)
        else:
            notices.tell_waiting(place, now=now)
    return place


def _check_open(course: Course, *, now: dt.datetime) -> None:
    if course.is_called_off:
        raise CourseIsOff()
    first = course.days.order_by("starts_at").first()
    if first is None:
        raise NothingPlanned()
    if first.starts_at <= now:
        raise CourseIsOver()


def _draw_turn(course: Course) -> int:
    course.turns += 1
    course.save(update_fields=["turns"])
    return course.turns


def _count(course: Course, more: int) -> None:
    course.taken += more
    course.save(update_fields=["taken"])


def give_back(participant: Participant, *, now: dt.datetime) -> Participant:
    """Her place goes to who waits longest. A second time changes nothing. Locks the course."""
    with transaction.atomic():
        course = lock_course(participant.course_id)
        row = Participant.objects.select_for_update().get(pk=participant.pk)
        if row.state not in STANDING:
            return row
        had_place = row.state == PlaceState.HAS_PLACE
        row.state, row.ended_at = PlaceState.GAVE_BACK, now
        row.save(update_fields=["state", "ended_at"])
        notices.forget(row)
        if had_place:
            _count(course, -1)
            move_up(course, now=now)
    return row


def move_up(course: Course, *, now: dt.datetime) -> int:
    """In the order of coming, as far as places go; not once the course has begun. The caller holds its lock."""
    first = course.days.order_by("starts_at").first()
    if first is None or first.starts_at <= now or course.is_called_off:
        return 0
    waiting: Any = Participant.objects.filter(course=course, state=PlaceState.WAITING).order_by("turn")
    moved = list(waiting.select_for_update()[: max(course.free_places, 0)])
    for row in moved:
        row.state = PlaceState.HAS_PLACE
        row.save(update_fields=["state"])
        notices.forget(row)
        notices.tell_place(row, now=now)
    if moved:
        _count(course, len(moved))
    return len(moved)
