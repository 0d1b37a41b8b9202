"""What the pages of a course show, in a fixed number of queries."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from helpers.courses.attending import Taken, taken_by
from helpers.courses.certifying import say_hours
from helpers.models import Attendance, Certificate, Course, CourseDay, Participant, PlaceState
from helpers.models.courses import STANDING
from piano.kit.alphabet import alphabetical
from quarters.models import Role, RoleKind, User


@dataclass(frozen=True)
class Line:
    """One person of a course: on how many of its days she was, what she has the whole of, her certificate."""

    participant: Participant
    was_there: int
    taken: list[Taken] = field(default_factory=list)
    certificate: Certificate | None = None

    @property
    def hours(self) -> str:
        return say_hours(sum(part.minutes for part in self.taken)) if self.taken else ""


def lines_of(course: Course) -> list[Line]:
    """Everybody with a place, in order of their names. Four queries."""
    taken = taken_by(course)
    there: dict[int, int] = {}
    for participant in Attendance.objects.filter(day__course=course).values_list("participant", flat=True):
        there[participant] = there.get(participant, 0) + 1
    counted = Certificate.objects.filter(participant__course=course, taken_back_at=None)
    certificates = {one.participant_id: one for one in counted}
    people = Participant.objects.filter(course=course, state=PlaceState.HAS_PLACE).select_related("person")
    return [
        Line(one, there.get(one.pk, 0), taken.get(one.pk, []), certificates.get(one.pk))
        for one in people.order_by(*alphabetical("person__family_name", "person__given_name"), "pk")
    ]


def waiting_of(course: Course) -> list[Participant]:
    rows = Participant.objects.filter(course=course, state=PlaceState.WAITING).select_related("person")
    return list(rows.order_by("turn"))


def days_of(course: Course) -> list[CourseDay]:
    return list(CourseDay.objects.filter(course=course).select_related("module", "trainer"))


def trainers_of(course: Course, *, on: dt.date) -> Any:
    """Whoever teaches for its organisation, or plans there."""
    kinds = (RoleKind.TRAINER, RoleKind.CENTRE)
    roles = Role.objects.valid_on(on).filter(kind__in=kinds, organisation=course.organisation_id)
    return User.objects.filter(pk__in=roles.values("user"), is_active=True).order_by(
        *alphabetical("family_name", "given_name")
    )


def open_courses(*, now: dt.datetime) -> Any:
    """Those in which one can still get a place, the next first."""
    return Course.objects.standing().with_days().filter(starts_at__gt=now).order_by("starts_at", "pk")


def own_places(person: User) -> list[Participant]:
    """The courses in which somebody stands or was, the last first."""
    rows = Participant.objects.filter(person=person).filter(Q(state__in=STANDING) | Q(certificates__isnull=False))
    return list(rows.distinct().select_related("course__organisation").order_by("-signed_up_at"))


def own_certificates(person: User) -> list[Certificate]:
    rows = Certificate.objects.filter(participant__person=person, taken_back_at=None)
    return list(rows.select_related("participant__course__organisation").order_by("-issued_on", "-pk"))


def planned_days(courses: Iterable[Course]) -> dict[int, list[CourseDay]]:
    """The days of several courses, by the course's key. One query."""
    found: dict[int, list[CourseDay]] = {}
    for day in CourseDay.objects.filter(course__in=[one.pk for one in courses]).select_related("module"):
        found.setdefault(day.course_id, []).append(day)
    return found
