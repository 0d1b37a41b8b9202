"""Whose rota it is: a care service's, or that of the helpers of a district. And who belongs to it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from helpers.models import Away, CareService, Duty, StaffRole
from helpers.rota import papers
from piano.kit import clock
from piano.kit.alphabet import alphabetical
from quarters.models import District, Role, RoleKind, User
from quarters.people.helping import helpers_on


class OfATeam(Protocol):
    """A duty or a pattern."""

    service: Any
    district: Any


@dataclass(frozen=True)
class Team:
    """Exactly one of both."""

    service: CareService | None = None
    district: District | None = None

    @property
    def key(self) -> str:
        """„s3“ or „d7“: for choices in forms."""
        return f"s{self.service.pk}" if self.service else f"d{self.district.pk if self.district else ''}"

    def __str__(self) -> str:
        return str(self.service) if self.service else _("Nachbarschaftshilfe {district}").format(district=self.district)

    @property
    def fields(self) -> dict[str, Any]:
        return {"service": self.service, "district": self.district}

    @property
    def role(self) -> str:
        return StaffRole.HELPER if self.district else StaffRole.CARE_WORKER

    @property
    def districts(self) -> Any:
        """Keys of the districts for which it is there."""
        if self.district:
            return [self.district.pk]
        return District.objects.filter(care_services=self.service).values("pk")


def team_of(row: OfATeam) -> Team:
    return Team(service=row.service, district=row.district)


def teams_of(districts: Any) -> list[Team]:
    """The helpers' teams of these districts, and every care service that covers one."""
    own = [Team(district=district) for district in District.objects.filter(pk__in=districts).order_by("number")]
    services = CareService.objects.filter(districts__in=districts).select_related("organisation").distinct()
    return [*own, *(Team(service=service) for service in services.order_by(*alphabetical("organisation__name")))]


def members(team: Team, *, day: dt.date) -> QuerySet[User]:
    """Active people who may be on duty for the team on that day."""
    if team.district:
        return helpers_on(day, district_id=team.district.pk)
    return User.objects.filter(is_active=True, care_worker__service=team.service, care_worker__is_active=True)


def services_of(user: User, *, day: dt.date) -> QuerySet[CareService]:
    """Care services for which she speaks on that day, on duty or in the office."""
    roles = Role.objects.valid_on(day).filter(kind=RoleKind.CARE_PARTNER, user=user)
    return CareService.objects.filter(Exists(roles.filter(organisation=OuterRef("organisation"))))


def offices_of(district: District, *, day: dt.date) -> list[User]:
    """Who plans in the care services that cover a district: who speaks for one without being on call herself; where a
    service has nobody like that, all who speak for it.
    """
    found: dict[int, User] = {}
    for service in CareService.objects.filter(districts=district).order_by("pk"):
        found |= {person.pk: person for person in office_of(service, day=day)}
    return list(found.values())


def office_of(service: CareService, *, day: dt.date) -> list[User]:
    """Who speaks for it without being on call herself; where it has nobody like that, all who speak for it."""
    roles = Role.objects.valid_on(day).filter(kind=RoleKind.CARE_PARTNER, organisation=service.organisation_id)
    people = User.objects.filter(Exists(roles.filter(user=OuterRef("pk"))), is_active=True).order_by("pk")
    office = people.exclude(care_worker__service=service, care_worker__is_active=True)
    return list(office or people)


def free_members(team: Team, *, start: dt.datetime, end: dt.datetime) -> QuerySet[User]:
    """Of these, who is neither away on a day that the span touches nor on duty elsewhere in it, and has shown what a duty asks
    for; by name.
    """
    day, last = clock.local(start).date(), clock.local(end - dt.timedelta(microseconds=1)).date()
    away = Away.objects.filter(person=OuterRef("pk"), first_day__lte=last, last_day__gte=day)
    busy = Duty.objects.filter(person=OuterRef("pk"), window__overlap=(start, end))
    free = members(team, day=day).filter(~Exists(away), ~Exists(busy))
    return with_papers(free, team, start=start, end=end).order_by(*alphabetical("family_name", "given_name"), "pk")


def with_papers(people: QuerySet[User], team: Team, *, start: dt.datetime, end: dt.datetime) -> QuerySet[User]:
    """Of these, who has shown what a duty of the team asks for on each day that the span touches."""
    return papers.may_serve(people, (start, end), role=team.role, districts=team.districts)
