"""Who works in a district as its helper: the one answer for the rota, for messages and for pages."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet

from piano.kit import clock
from quarters.models import Role, RoleKind, User


def helpers_on(day: dt.date, *, district_id: int) -> QuerySet[User]:
    """Active people whose role as a helper covers the district on that day."""
    roles = Role.objects.valid_on(day).filter(kind=RoleKind.HELPER, district=district_id)
    return User.objects.filter(Exists(roles.filter(user=OuterRef("pk"))), is_active=True)


def helpers_of(district_id: int, *, now: dt.datetime) -> list[User]:
    """The same of today, always in the same order."""
    return list(helpers_on(clock.local(now).date(), district_id=district_id).order_by("pk"))
