"""A care service with people in turns, for tests of the rota. Days are local."""

import datetime as dt
from typing import Any

from helpers.models import CareService, CareWorker, Duty, PatternPerson, ShiftPattern
from piano.kit import clock
from quarters.models import District, OrganisationKind, Role, RoleKind, User
from tests.factories import make_organisation, make_user

MONDAY = dt.date(2026, 11, 30)
EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]
DAY = dt.timedelta(days=1)
NAMES = ("Ahrens", "Becker", "Çelik", "Demir", "Ernst", "Falk")


def make_service(*districts: District) -> CareService:
    organisation = make_organisation(OrganisationKind.CARE_SERVICE)
    service = CareService.objects.create(organisation=organisation, phone="+49561555000")
    service.districts.set(districts)
    return service


def make_colleague(service: CareService, name: str = "Ahrens", **fields: Any) -> User:
    person = make_user(**{"given_name": "Anja", "family_name": name, **fields})
    CareWorker.objects.create(user=person, service=service)
    since = {"organisation": service.organisation, "valid_from": dt.date(2025, 1, 1)}
    Role.objects.create(user=person, kind=RoleKind.CARE_PARTNER, **since)
    return person


def make_office(colleague: User) -> User:
    """Somebody who speaks for the same care service and is never on call."""
    person = make_user(given_name="Olga", family_name="Otto")
    service = colleague.care_worker.service  # type: ignore[attr-defined]
    since = {"organisation": service.organisation, "valid_from": dt.date(2025, 1, 1)}
    Role.objects.create(user=person, kind=RoleKind.CARE_PARTNER, **since)
    return person


def make_colleagues(service: CareService, count: int) -> list[User]:
    return [make_colleague(service, name) for name in NAMES[:count]]


def make_pattern(service: CareService, people: list[User], **fields: Any) -> ShiftPattern:
    """A night from 22 to 6, every day, without rolling it out."""
    defaults = {
        "name": "Nachtdienst",
        "weekdays": EVERY_DAY,
        "starts": dt.time(22),
        "ends": dt.time(6),
        "valid_from": MONDAY,
    }
    pattern = ShiftPattern.objects.create(service=service, **{**defaults, **fields})
    PatternPerson.objects.bulk_create(
        PatternPerson(pattern=pattern, person=person, position=place) for place, person in enumerate(people)
    )
    return pattern


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """So many days after that Monday, local time."""
    return clock.at(MONDAY + day * DAY, dt.time(hour, minute))


def make_duty(person: User, day: int = 0, starts: int = 22, ends: int = 6, **fields: Any) -> Duty:
    """Of her care service; over midnight where the end is not later."""
    last = day + (1 if ends <= starts else 0)
    window = (at(day, starts), at(last, ends))
    service = person.care_worker.service  # type: ignore[attr-defined]
    duty = Duty.objects.create(person=person, service=service, window=window, **fields)
    duty.refresh_from_db()
    return duty
