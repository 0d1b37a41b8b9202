"""How somebody who comes is named to a tenant, and for whom she comes."""

from quarters.models import Organisation, User
from requests.models import Assignment
from requests.states import AssignmentState


def instead_of(assignment: Assignment) -> str:
    """Who wanted to come before, as the tenant was told."""
    rows = Assignment.objects.filter(visit=assignment.visit_id, pk__lt=assignment.pk, state=AssignmentState.CANCELLED)
    earlier = rows.exclude(person=assignment.person_id).select_related("person").order_by("-pk").first()
    return announced_name(earlier.person) if earlier else ""


def announced_name(person: User) -> str:
    """The name a tenant reads: as the volunteer agreed, else the whole name of a professional."""
    return person.volunteer.announced_name if person.is_volunteer else person.full_name


def organisation_of(person: User) -> str:
    helper = getattr(person, "helper", None)
    return str(employer_of(person) or (helper.employer if helper else ""))


def employer_of(person: User) -> Organisation | None:
    """The association or care service for which somebody comes; none for a helper."""
    if person.is_volunteer:
        return person.volunteer.association
    worker = getattr(person, "care_worker", None)
    return worker.service.organisation if worker else None


def badge_of(person: User) -> str:
    return person.volunteer.badge if person.is_volunteer else ""
