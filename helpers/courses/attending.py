"""Who was there, a day at a time; and what each has the whole of."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from helpers.courses.errors import NobodyThere
from helpers.courses.places import lock_course
from helpers.models import Attendance, Course, CourseDay, Module, Participant, PlaceState
from quarters.models import User


def note_there(day: CourseDay, references: Collection[str], *, by: User, now: dt.datetime) -> int:
    """Of those who have a place these were there, and nobody else: said anew, the later word counts.

    Locks the course. Raises `NobodyThere` for a day that has not begun.
    """
    if day.starts_at > now:
        raise NobodyThere()
    with transaction.atomic():
        lock_course(day.course_id)
        there = Participant.objects.filter(course=day.course_id, reference__in=references, state=PlaceState.HAS_PLACE)
        Attendance.objects.filter(day=day).exclude(participant__in=there).delete()
        rows = [Attendance(participant=one, day=day, noted_by=by, noted_at=now) for one in there]
        Attendance.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@dataclass(frozen=True)
class Taken:
    """A module of which somebody was there on every day."""

    module: Module
    minutes: int
    first_day: dt.datetime
    last_day: dt.datetime


def taken_by(course: Course) -> dict[int, list[Taken]]:
    """For each participant (by her key) the modules that she has the whole of, in order. Two queries."""
    days = list(CourseDay.objects.filter(course=course).select_related("module"))
    there: dict[int, set[int]] = defaultdict(set)
    for participant, day in Attendance.objects.filter(day__course=course).values_list("participant", "day"):
        there[participant].add(day)
    return {participant: _whole(days, was) for participant, was in there.items()}


def _whole(days: Sequence[CourseDay], there: set[int]) -> list[Taken]:
    found = []
    for module in dict.fromkeys(day.module for day in days):
        of_it = [day for day in days if day.module_id == module.pk]
        if all(day.pk in there for day in of_it):
            minutes = sum(day.minutes for day in of_it)
            found.append(Taken(module, minutes, of_it[0].starts_at, of_it[-1].ends_at))
    return found
