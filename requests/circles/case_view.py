"""A shared case as one member reads it: the parts that her role needs, each with its lines. What she does not see is not even read."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from helpers.models import CircleMember, CircleRole
from piano.kit import clock
from piano.kit.phones import say_phone
from quarters.models import Resident, Role
from quarters.people.residents import has_consent
from requests.circles.access import HEALTH, Facet, facets_of
from requests.messages.naming import announced_name, employer_of, organisation_of
from requests.models import Assignment, HelpRequest, Report, ServiceRecord, SharedCase
from requests.series.words import said_series
from requests.states import STANDING_ASSIGNMENT_STATES

BACK = dt.timedelta(days=90)
MOST = 12


@dataclass(frozen=True)
class Part:
    facet: Facet
    lines: list[str]

    @property
    def label(self) -> str:
        return self.facet.value


@dataclass(frozen=True)
class Look:
    """Who looks at whose case. `organisations`: for which ones she speaks; what belongs to another one she does not read."""

    case: SharedCase
    place: CircleMember
    now: dt.datetime
    agreed_to_health: bool
    organisations: frozenset[int]

    @property
    def resident(self) -> Resident:
        return self.case.resident

    @property
    def is_helper(self) -> bool:
        return self.place.role == CircleRole.HELPER


def parts_for(case: SharedCase, place: CircleMember, *, now: dt.datetime) -> list[Part]:
    """In the order of `Facet`."""
    roles = Role.objects.valid_on(clock.local(now).date()).filter(user=place.person_id, organisation__isnull=False)
    agreed = has_consent(case.resident.user, HEALTH)
    look = Look(case, place, now, agreed, frozenset(roles.values_list("organisation", flat=True)))
    seen = facets_of(place.role, agreed_to_health=agreed)
    return [Part(facet, READERS[facet](look)) for facet in Facet if facet in seen]


def _name(look: Look) -> list[str]:
    return [look.resident.user.full_name]


def _why(look: Look) -> list[str]:
    return list(filter(None, [look.case.why]))


def _phone(look: Look) -> list[str]:
    resident = look.resident
    return [say_phone(resident.user.phone)] if resident.user.phone else []


def _address(look: Look) -> list[str]:
    resident = look.resident
    return list(filter(None, [resident.building.address if resident.building else "", resident.floor]))


def _contact(look: Look) -> list[str]:
    resident = look.resident
    return list(filter(None, [resident.contact_name, say_phone(resident.contact_phone)]))


def _help(look: Look) -> list[str]:
    rows = HelpRequest.objects.filter(resident=look.resident, ended_at=None).select_related("category").order_by("-pk")
    return [", ".join(filter(None, [row.category.name, said_series(row) or row.wish_time])) for row in rows[:MOST]]


def _visitors(look: Look) -> list[str]:
    """A helper reads all names; an association those of its own people, of others for whom they come."""
    rows = Assignment.objects.filter(visit__help_request__resident=look.resident, state__in=STANDING_ASSIGNMENT_STATES)
    people = (
        "person__volunteer__association",
        "person__helper__employer",
        "person__care_worker__service__organisation",
    )
    found = rows.select_related(*people).order_by("planned_window")[:MOST]
    return [f"{clock.say_moment(row.planned_window.lower)}: {_who(row, look)}" for row in found]


def _who(row: Assignment, look: Look) -> str:
    employer = employer_of(row.person)
    is_named = look.is_helper or (employer is not None and employer.pk in look.organisations)
    name = announced_name(row.person) if is_named else ""
    return ", ".join(filter(None, [name, organisation_of(row.person)]))


def _worries(look: Look) -> list[str]:
    rows = Report.objects.filter(
        visit__help_request__resident=look.resident, needs_call=True, reported_at__gt=look.now - BACK
    ).order_by("-reported_at")
    return [f"{clock.say_day(row.reported_at)}: {row.note or 'Bitte anrufen'}" for row in rows[:MOST]]


def _hints(look: Look) -> list[str]:
    return list(filter(None, [look.resident.health_hints]))


def _care(look: Look) -> list[str]:
    """What was done is about health: the service itself reads it, with the agreement to that; everybody else who may only when
    somebody came.
    """
    rows = ServiceRecord.objects.filter(
        offer__visit__help_request__resident=look.resident, written_at__gt=look.now - BACK
    ).select_related("offer__person__care_worker__service__organisation")
    if not look.is_helper:
        rows = rows.filter(offer__person__care_worker__service__organisation__in=look.organisations)
    return [_record(row, look) for row in rows.order_by("-written_at")[:MOST]]


def _record(row: ServiceRecord, look: Look) -> str:
    is_told = look.agreed_to_health and not look.is_helper
    what = row.done if is_told else str(row.offer.person.care_worker.service)
    return f"{clock.say_day(row.written_at)}: {what}, {row.minutes} Minuten"


READERS: dict[Facet, Callable[[Look], list[str]]] = {
    Facet.NAME: _name,
    Facet.WHY: _why,
    Facet.PHONE: _phone,
    Facet.ADDRESS: _address,
    Facet.CONTACT: _contact,
    Facet.HELP: _help,
    Facet.VISITORS: _visitors,
    Facet.WORRIES: _worries,
    Facet.HINTS: _hints,
    Facet.CARE: _care,
}
