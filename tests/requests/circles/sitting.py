"""A team with one person in each role, and a case that it may look at."""

import datetime as dt
from dataclasses import dataclass

from helpers.circles.members import add_member, circle_of
from helpers.models import Circle, CircleMember, CircleRole
from piano.kit import clock
from quarters.models import Consent, OrganisationKind, Role, RoleKind, User
from quarters.people.residents import record_consent
from requests.circles.sharing import agree_to_team, share_case
from requests.models import SharedCase
from tests.conftest import Cast
from tests.factories import make_care_worker, make_organisation, make_user

A_DAY = dt.timedelta(days=1)
PHONE, HINT, WORRY = "+49561987654", "Sauerstoffgerät", "hat geweint"


@dataclass
class Sitting:
    circle: Circle
    people: dict[str, User]
    places: dict[str, CircleMember]
    case: SharedCase

    def address(self, *more: str) -> str:
        return f"/team/{self.circle.district.slug}/fall/{self.case.reference}/"


def make_member_of(role: str, cast: Cast) -> User:
    """Somebody who may be this in a team."""
    if role == CircleRole.HELPER:
        return cast.helper
    if role == CircleRole.CARE:
        return make_care_worker(cast.district)
    user = make_user()
    kinds = {
        CircleRole.ASSOCIATION: (RoleKind.COORDINATOR, OrganisationKind.ASSOCIATION),
        CircleRole.CENTRE: (RoleKind.CENTRE, OrganisationKind.VOLUNTEER_CENTRE),
    }
    if role in kinds:
        kind, of = kinds[CircleRole(role)]
        Role.objects.create(user=user, kind=kind, organisation=make_organisation(of), valid_from="2025-01-01")
    return user


def make_sitting(cast: Cast) -> Sitting:
    now = clock.now()
    circle = circle_of(cast.district, now=now)
    people = {role: make_member_of(role, cast) for role in CircleRole.values}
    places = {
        role: add_member(circle, person, role=role, valid_from=clock.today(), by=cast.helper)
        for role, person in people.items()
    }
    tenant = cast.tenant
    tenant.user.phone, tenant.health_hints, tenant.contact_name = PHONE, HINT, "Petra Vertraut"
    tenant.user.save()
    tenant.save()
    agree_to_team(tenant, now=now)
    record_consent(person=tenant.user, purpose=Consent.ConsentPurpose.HEALTH, language="de", now=now)
    case = share_case(tenant, until=clock.today() + 30 * A_DAY, why="", by=cast.helper, now=now)
    return Sitting(circle, people, places, case)
