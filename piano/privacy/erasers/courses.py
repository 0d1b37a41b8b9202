"""Courses: who took part, who taught and planned, and what paid people have shown. It counts from the course's last day."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from helpers.models import Attendance, Certificate, Course, CourseDay, Participant, StaffEvidence
from piano.kit import clock
from piano.kit.retention import Period
from piano.privacy.erasing import Eraser, Rows, register
from quarters.models import Role
from quarters.models.evidence import RECORDS


def _still_taught(before: dt.datetime) -> Exists:
    return Exists(CourseDay.objects.filter(course=OuterRef("course"), ends_at__gte=before))


def _old_places(before: dt.datetime) -> Rows:
    return Participant.objects.filter(~_still_taught(before), signed_up_at__lt=before)


def _old_teachers(before: dt.datetime) -> Rows:
    return CourseDay.objects.filter(ends_at__lt=before, trainer__isnull=False)


def _forget_teachers(days: Rows, now: dt.datetime) -> None:
    days.update(trainer=None)


def _old_courses(before: dt.datetime) -> Rows:
    days = CourseDay.objects.filter(course=OuterRef("pk"), ends_at__gte=before)
    return Course.objects.filter(~Exists(days), planned_at__lt=before, planned_by__isnull=False)


def _forget_planners(courses: Rows, now: dt.datetime) -> None:
    courses.update(planned_by=None)


def _former(before: dt.datetime) -> Rows:
    """Of people who have not worked here since: without a role, and noted before."""
    day = clock.local(before).date()
    roles = Role.objects.filter(Q(valid_until=None) | Q(valid_until__gt=day), user=OuterRef("person"))
    return StaffEvidence.objects.filter(~Exists(roles), valid_from__lt=day)


def _records_of_former(before: dt.datetime) -> Rows:
    return _former(before).filter(kind__in=RECORDS)


register(
    Eraser(
        name="course_places",
        label="Wer an einem Kurs teilgenommen hat",
        period=Period.YEARS_3,
        overdue=_old_places,
        removes=(Participant, Attendance, Certificate),
    )
)
register(
    Eraser(
        name="course_teachers",
        label="Wer einen Kurs unterrichtet hat",
        period=Period.YEARS_3,
        overdue=_old_teachers,
        blanks={CourseDay: ("trainer",)},
        erase=_forget_teachers,
    )
)
register(
    Eraser(
        name="course_planners",
        label="Wer einen Kurs geplant hat",
        period=Period.YEARS_3,
        overdue=_old_courses,
        blanks={Course: ("planned_by",)},
        erase=_forget_planners,
    )
)
register(
    Eraser(
        name="staff_records",
        label="Vermerke zum Führungszeugnis von Hauptamtlichen",
        period=Period.MONTHS_3,
        of="Führungszeugnis",
        overdue=_records_of_former,
        removes=(StaffEvidence,),
    )
)
register(
    Eraser(
        name="staff_evidence",
        label="Nachweise früherer Hauptamtlicher",
        period=Period.YEARS_3,
        overdue=_former,
        removes=(StaffEvidence,),
    )
)
