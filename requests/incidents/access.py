"""Who may read an incident: whoever wrote it down and whom a reader let in; never the person whom it is about."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from piano.kit import clock
from quarters.models import Role, RoleKind, User
from requests.models import Incident, IncidentLook

KINDS = (RoleKind.HELPER, RoleKind.COORDINATOR)


def incidents_for(user: Any) -> QuerySet[Incident]:
    """Those that she reads, as long as she works here."""
    if not user.role_kinds & set(KINDS):
        return Incident.objects.none()
    return Incident.objects.filter(readers__person=user.pk).exclude(about=user.pk).select_related("about", "district")


def open_incident(user: Any, reference: str, *, now: dt.datetime) -> Incident:
    """404 for everybody else. Each look is a row."""
    incident = incidents_for(user).filter(reference=reference).first()
    if incident is None:
        raise Http404
    IncidentLook.objects.create(incident=incident, person=user, at=now)
    return incident


def who_may_be_let_in(incident: Incident) -> list[User]:
    """Helpers of the district and coordinators of the association, whoever does not read it yet; never whom it is about."""
    today = clock.today()
    roles = Role.objects.valid_on(today).filter(kind__in=KINDS)
    association = incident.about.volunteer.association_id if incident.about and incident.about.is_volunteer else None
    near = roles.filter(kind=RoleKind.HELPER, district=incident.district_id).values("user")
    office = roles.filter(kind=RoleKind.COORDINATOR, organisation=association).exclude(organisation=None).values("user")
    rows = User.objects.filter(pk__in=near.union(office).values_list("user", flat=True), is_active=True)
    rows = rows.exclude(pk__in=incident.readers.values("person"))
    return [one for one in rows.order_by("family_name", "given_name", "pk") if one.pk != incident.about_id]
