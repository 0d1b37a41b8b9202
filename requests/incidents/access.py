"""Who may read an incident: whoever wrote it down and whom a reader let in; never the person whom it is about.

One that nobody reads any more who works here falls to the helpers of its district: it must not be lost. A care service reads no
incident; it writes one down for whom it names.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from piano.kit import clock
from piano.kit.alphabet import alphabetical
from quarters.models import Role, RoleKind, User
from requests.models import Incident, IncidentLook, IncidentReader
from volunteers.models import Volunteer

KINDS = (RoleKind.HELPER, RoleKind.COORDINATOR)


def incidents_for(user: Any) -> QuerySet[Incident]:
    """Those that she reads, as long as she works here."""
    if not user.role_kinds & set(KINDS):
        return Incident.objects.none()
    readers = IncidentReader.objects.filter(incident=OuterRef("pk"))
    works_here = Role.objects.valid_on(clock.today()).filter(kind__in=KINDS, user__is_active=True)
    is_read = Exists(readers.filter(person__in=works_here.values("user")))
    is_left = Q(~is_read, decided_at=None, district__in=user.district_ids)
    rows = Incident.objects.filter(Exists(readers.filter(person=user.pk)) | is_left).exclude(about=user.pk)
    return rows.select_related("about", "district")


def open_incident(user: Any, reference: str, *, now: dt.datetime) -> Incident:
    """404 for everybody else. Each look is a row."""
    incident = incidents_for(user).filter(reference=reference).first()
    if incident is None:
        raise Http404
    IncidentLook.objects.create(incident=incident, person=user, at=now)
    return incident


def who_may_be_let_in(incident: Incident) -> list[User]:
    """Helpers of the district and coordinators of the association, whoever does not read it yet; never whom it is about."""
    about = incident.about
    associations = [about.volunteer.association_id] if about and about.is_volunteer else []
    rows = _who_works_in([incident.district_id], associations).exclude(pk__in=incident.readers.values("person"))
    return [one for one in rows if one.pk != incident.about_id]


def who_can_be_told(districts: Iterable[int]) -> list[User]:
    """For a care service: the helpers of these districts, and who coordinates volunteers that live there."""
    associations = Volunteer.objects.filter(district__in=districts).exclude(association=None).values("association")
    return list(_who_works_in(districts, associations))


def _who_works_in(districts: Iterable[int], associations: Any) -> QuerySet[User]:
    roles = Role.objects.valid_on(clock.today())
    near = roles.filter(kind=RoleKind.HELPER, district__in=districts).values("user")
    office = roles.filter(kind=RoleKind.COORDINATOR, organisation__in=associations).values("user")
    rows = User.objects.filter(Q(pk__in=near) | Q(pk__in=office), is_active=True)
    return rows.order_by(*alphabetical("family_name", "given_name"), "pk")
