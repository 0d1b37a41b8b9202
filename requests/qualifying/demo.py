"""Invented courses for showing: one that is over and certified, one with a waiting list, one with free places; papers that end."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from helpers.courses import attending, certifying
from helpers.courses.curriculum import load_curriculum
from helpers.courses.notices import subject_of
from helpers.courses.places import sign_up
from helpers.courses.planning import Facts, add_day, plan_course
from helpers.models import CareWorker, Course, Duty, Helper, Module, Participant, Requirement, StaffEvidence, StaffRole
from piano.kit import clock
from piano.messaging.outbox import cancel_owed_of
from quarters.models import EvidenceKind, Organisation, OrganisationKind, Role, RoleKind, User
from volunteers.models import Evidence, Volunteer

SINCE = dt.date(2025, 1, 1)
CENTRE = "Freiwilligenzentrum (Demo)"
ROOM = "Treff Rothenberg, Rothenbergstraße 10, großer Raum"
# title, about, places, first day in so many days, modules
COURSES = (
    ("Datenschutz an einem Nachmittag", "Was wir wissen dürfen und wem wir es sagen.", 12, -20, ("datenschutz",)),
    ("Demenz verstehen", "Zwei Tage für alle, die Menschen mit Demenz begleiten.", 3, 9, ("demenz", "gespraech")),
    ("Gut anfangen", "Rolle, Grenzen, Notfall: der Kurs für Neue.", 12, 16, ("rolle", "notfall", "schutz")),
)  # fmt: skip
ASKED = (
    (StaffRole.HELPER, EvidenceKind.RECORD),
    (StaffRole.HELPER, EvidenceKind.DATA_PROTECTION),
    (StaffRole.HELPER, EvidenceKind.PROTECTION),
    (StaffRole.CARE_WORKER, EvidenceKind.FIRST_AID),
    (StaffRole.CARE_WORKER, EvidenceKind.DATA_PROTECTION),
)


def write_qualifying(volunteers: Sequence[Volunteer], *, office: User | None, now: dt.datetime) -> None:
    """Nine volunteers learn; the first of them is shown most. `office` coordinates the paid helpers, too. Once."""
    if Course.objects.exists():
        return
    load_curriculum()
    planner, trainer = _somebody("Dörte", "Vogel"), _somebody("Ayşe", "Demir")
    centre = Organisation.objects.get_or_create(
        name=CENTRE, defaults={"slug": "demo-fz", "kind": OrganisationKind.VOLUNTEER_CENTRE, "is_demo": True}
    )[0]
    for kind, user in ((RoleKind.CENTRE, planner), (RoleKind.TRAINER, trainer)):
        Role.objects.create(user=user, kind=kind, organisation=centre, valid_from=SINCE)
    courses = [_course(centre, planner, trainer, *row, now=now) for row in COURSES]
    _learn(courses[0], volunteers[:6], trainer=trainer, planner=planner, now=now)
    for volunteer in volunteers[1:6]:
        sign_up(courses[1], volunteer.user, by=volunteer.user, now=now)
    sign_up(courses[2], volunteers[6].user, by=volunteers[6].user, now=now)
    cancel_owed_of([subject_of(one) for one in Participant.objects.all()])
    _papers(volunteers, now=now)
    _of_staff(planner, office, now=now)


def _somebody(given_name: str, family_name: str) -> User:
    return User.objects.create_user(given_name=given_name, family_name=family_name, salutation="Frau", is_demo=True)


def _course(
    centre: Organisation,
    planner: User,
    trainer: User,
    title: str,
    about: str,
    places: int,
    ahead: int,
    modules: Sequence[str],
    *,
    now: dt.datetime,
) -> Course:
    course = plan_course(Facts(title, ROOM, places, about), organisation=centre, by=planner, now=now)
    for number, code in enumerate(modules):
        module = Module.objects.get(code=code)
        starts_at = clock.at(clock.local(now).date() + dt.timedelta(days=ahead + 7 * number), dt.time(14))
        ends_at = starts_at + dt.timedelta(minutes=module.minutes)
        add_day(course, module, starts_at=starts_at, ends_at=ends_at, trainer=trainer)
    return course


def _learn(course: Course, volunteers: Sequence[Volunteer], *, trainer: User, planner: User, now: dt.datetime) -> None:
    """They signed up a week before, were there, and have it in writing."""
    day = course.days.get()
    before = day.starts_at - dt.timedelta(days=7)
    found = [sign_up(course, one.user, by=one.user, now=before) for one in volunteers]
    attending.note_there(day, [one.reference for one in found], by=trainer, now=now)
    certifying.certify(course, by=planner, now=now)


def _papers(volunteers: Sequence[Volunteer], *, now: dt.datetime) -> None:
    """Some end soon, one has ended; who drives has shown no licence yet."""
    today = clock.local(now).date()
    for place, kind, days in (
        (0, EvidenceKind.FIRST_AID, 25),
        (2, EvidenceKind.RECORD, 60),
        (3, EvidenceKind.TRAINING, 6),
        (4, EvidenceKind.PHOTO_CARD, 45),
        (5, EvidenceKind.INFECTION, -3),
    ):
        until = today + dt.timedelta(days=days)
        rows = Evidence.objects.filter(volunteer=volunteers[place], kind=kind, source="")
        rows.update(valid_until=until, issued_on=SINCE)


def _of_staff(seen_by: User, office: User | None, *, now: dt.datetime) -> None:
    today = clock.local(now).date()
    employer = Organisation.objects.filter(helpers__isnull=False, is_demo=True).first()
    if office and employer:
        Role.objects.create(user=office, kind=RoleKind.COORDINATOR, organisation=employer, valid_from=SINCE)
    Requirement.objects.bulk_create(Requirement(role=role, kind=kind, valid_from=SINCE) for role, kind in ASKED)
    kinds: dict[str, Any] = {StaffRole.HELPER: Helper.objects.all(), StaffRole.CARE_WORKER: CareWorker.objects.all()}
    rows = []
    for role, people in kinds.items():
        for place, one in enumerate(people.order_by("pk")):
            for kind in (kind for asked, kind in ASKED if asked == role):
                until = _shown_until(role, place, kind, today)
                if until is None or until > today:
                    shown = {"person": one.user, "kind": kind, "valid_from": SINCE, "valid_until": until}
                    rows.append(StaffEvidence(**shown, checked_by=seen_by))
    StaffEvidence.objects.bulk_create(rows)
    _duty_without_paper(today)


def _shown_until(role: str, place: int, kind: str, today: dt.date) -> dt.date | None:
    """The first of each room ends in three weeks; the second helper has not shown one yet, the second nurse's ends in nine days."""
    if place == 0:
        return today + dt.timedelta(days=20)
    if place == 1 and kind == EvidenceKind.DATA_PROTECTION:
        return today + dt.timedelta(days=9 if role == StaffRole.CARE_WORKER else 0)
    return None


def _duty_without_paper(today: dt.date) -> None:
    """The second helper stands in on an evening: the coordination is asked about it."""
    helper = Helper.objects.order_by("pk")[1:2].first()
    place = Role.objects.filter(user=helper.user, kind=RoleKind.HELPER).first() if helper else None
    if helper and place:
        day = today + dt.timedelta(days=5)
        window = (clock.at(day, dt.time(17)), clock.at(day, dt.time(20)))
        Duty.objects.get_or_create(person=helper.user, district=place.district, is_deputy=True, window=window)
