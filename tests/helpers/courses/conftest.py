"""A volunteer centre, somebody who plans there, somebody who teaches, and one course of two days."""

import datetime as dt
from dataclasses import dataclass

import pytest

from helpers.courses.curriculum import load_curriculum
from helpers.courses.planning import Facts, add_day, plan_course
from helpers.models import Course, CourseDay, Module
from piano.kit import clock
from quarters.models import Organisation, OrganisationKind, Role, RoleKind, User
from tests.factories import make_organisation, make_user


@dataclass
class Centre:
    organisation: Organisation
    planner: User
    trainer: User


def make_role(kind: str, organisation: Organisation) -> User:
    user = make_user(given_name="Dörte", family_name=f"Lehrt{organisation.pk}")
    Role.objects.create(user=user, kind=kind, organisation=organisation, valid_from=dt.date(2025, 1, 1))
    return user


def make_centre() -> Centre:
    organisation = make_organisation(OrganisationKind.VOLUNTEER_CENTRE)
    return Centre(organisation, make_role(RoleKind.CENTRE, organisation), make_role(RoleKind.TRAINER, organisation))


def make_course(
    centre: Centre, *, places: int = 2, modules: tuple[str, ...] = ("demenz", "rolle"), days: int = 3
) -> Course:
    """Its first module in so many days from ten to four, each other one a day later."""
    load_curriculum()
    now = clock.now()
    facts = Facts("Gut begleiten", "Treff Rothenberg, Raum 2", places)
    course = plan_course(facts, organisation=centre.organisation, by=centre.planner, now=now)
    for number, code in enumerate(modules):
        day = clock.local(now).date() + dt.timedelta(days=days + number)
        add_day(
            course,
            Module.objects.get(code=code),
            starts_at=clock.at(day, dt.time(10)),
            ends_at=clock.at(day, dt.time(16)),
            trainer=centre.trainer,
        )
    return course


@pytest.fixture
def centre(db: None, _morning: None) -> Centre:
    return make_centre()


@pytest.fixture
def course(centre: Centre) -> Course:
    return make_course(centre)


def day_of(course: Course, place: int = 0) -> CourseDay:
    return list(course.days.all())[place]
