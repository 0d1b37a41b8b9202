"""The only doors to courses. The volunteer centre sees its own; a trainer those in which she teaches; everybody else 404."""

from typing import Any, cast

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from helpers.models import Certificate, Course, CourseDay, Participant
from piano.kit.alphabet import alphabetical
from quarters.models import Organisation, RoleKind, User

ROOM = (RoleKind.CENTRE, RoleKind.TRAINER)


def teacher(request: HttpRequest) -> User:
    return cast(User, request.user)


def centres_of(user: User) -> Any:
    """Organisations whose courses she plans."""
    return Organisation.objects.filter(pk__in=_organisations(user, RoleKind.CENTRE)).order_by(*alphabetical("name"))


def _organisations(user: User, kind: str) -> list[int]:
    return [role.organisation_id for role in user.valid_roles if role.kind == kind and role.organisation_id]


def courses_of(user: User) -> Any:
    """Her centre's, and those of her organisation in which a day is hers."""
    hers = Q(days__trainer=user, organisation__in=_organisations(user, RoleKind.TRAINER))
    mine = Q(organisation__in=_organisations(user, RoleKind.CENTRE))
    return Course.objects.filter(pk__in=Course.objects.filter(mine | hers).values("pk")).select_related("organisation")


def plans(user: User, course: Course) -> bool:
    """Whether she may change it; who only teaches notes who was there."""
    return course.organisation_id in _organisations(user, RoleKind.CENTRE)


def get_course(user: User, reference: str) -> Course:
    course: Course = get_object_or_404(courses_of(user).with_days(), reference=reference)
    return course


def get_planned(user: User, reference: str) -> Course:
    """Only for whoever plans it."""
    mine = courses_of(user).filter(organisation__in=_organisations(user, RoleKind.CENTRE))
    course: Course = get_object_or_404(mine.with_days(), reference=reference)
    return course


def get_day(user: User, reference: str, pk: int) -> CourseDay:
    """A day whose attendance she notes: of her own courses, or the days that she teaches."""
    course = get_course(user, reference)
    rows = CourseDay.objects.filter(course=course).select_related("course", "module")
    if not plans(user, course):
        rows = rows.filter(trainer=user)
    return get_object_or_404(rows, pk=pk)


def get_participant(course: Course, reference: str) -> Participant:
    return get_object_or_404(Participant.objects.select_related("person"), course=course, reference=reference)


def get_certificate(course: Course, code: str) -> Certificate:
    rows = Certificate.objects.filter(participant__course=course).select_related("participant__person")
    return get_object_or_404(rows, code=code)
