"""Planning a course: what it is, its days, and calling it off. Verbs of the volunteer centre."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from helpers.courses import notices
from helpers.courses.errors import CourseHasEnded, DayIsTaught, TooFewPlaces, TwoAtOnce
from helpers.courses.places import lock_course, move_up
from helpers.models import Attendance, Course, CourseDay, Module
from quarters.models import Organisation, User


@dataclass(frozen=True)
class Facts:
    title: str
    place: str
    places: int
    about: str = ""


def plan_course(facts: Facts, *, organisation: Organisation, by: User, now: dt.datetime) -> Course:
    """Without days; nobody can sign up before the first one stands."""
    return Course.objects.create(
        organisation=organisation,
        title=facts.title,
        place=facts.place,
        places=facts.places,
        about=facts.about,
        planned_by=by,
        planned_at=now,
    )


def change_course(course: Course, facts: Facts, *, now: dt.datetime) -> Course:
    """More places go to who waits. Locks the course. Raises `TooFewPlaces`."""
    with transaction.atomic():
        row = lock_course(course.pk)
        if facts.places < row.taken:
            raise TooFewPlaces()
        row.title, row.place, row.places, row.about = facts.title, facts.place, facts.places, facts.about
        row.save(update_fields=["title", "place", "places", "about"])
        move_up(row, now=now)
    return row


def add_day(
    course: Course, module: Module, *, starts_at: dt.datetime, ends_at: dt.datetime, trainer: User | None
) -> CourseDay:
    """One module on one day. The same beginning twice raises `TwoAtOnce`."""
    try:
        with transaction.atomic():
            return CourseDay.objects.create(
                course=course, module=module, starts_at=starts_at, ends_at=ends_at, trainer=trainer
            )
    except IntegrityError as error:
        raise TwoAtOnce() from error


def remove_day(day: CourseDay) -> None:
    """Raises `DayIsTaught` when somebody was there."""
    with transaction.atomic():
        lock_course(day.course_id)
        if Attendance.objects.filter(day=day).exists():
            raise DayIsTaught()
        CourseDay.objects.filter(pk=day.pk).delete()


def call_off(course: Course, *, now: dt.datetime) -> Course:
    """Everybody who stands in it hears so after the minutes in which it may be taken back. Twice is once. Locks the course.

    Raises `CourseHasEnded`: nobody is told that something is off which took place.
    """
    with transaction.atomic():
        row = lock_course(course.pk)
        if has_ended(row, now=now):
            raise CourseHasEnded()
        if row.called_off_at is None:
            row.called_off_at = now
            row.save(update_fields=["called_off_at"])
            notices.tell_called_off(row, now=now)
    return row


def has_ended(course: Course, *, now: dt.datetime) -> bool:
    """Its last day is over; a course without days has not begun."""
    last = CourseDay.objects.filter(course=course).order_by("ends_at").last()
    return last is not None and last.ends_at <= now


def can_take_back(course: Course, *, now: dt.datetime) -> bool:
    return course.called_off_at is not None and now < course.called_off_at + notices.UNDO


def take_back(course: Course, *, now: dt.datetime) -> bool:
    """It takes place after all, while nobody has heard otherwise. Locks the course."""
    with transaction.atomic():
        row = lock_course(course.pk)
        if not can_take_back(row, now=now):
            return False
        row.called_off_at = None
        row.save(update_fields=["called_off_at"])
        notices.untell_called_off(row)
    return True
