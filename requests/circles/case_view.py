"""A shared case as one member reads it: the parts that her role needs, each with its lines. What she does not see is not even read."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from helpers.models import CircleMember
from piano.kit import clock
from piano.kit.phones import say_phone
from quarters.models import Resident
from quarters.residents import has_consent
from requests.circles.access import HEALTH, Facet, facets_of
from requests.messages.naming import announced_name, organisation_of
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


def parts_for(case: SharedCase, place: CircleMember, *, now: dt.datetime) -> list[Part]:
    """In the order of `Facet`."""
    resident = case.resident
    seen = facets_of(place.role, agreed_to_health=has_consent(resident.user, HEALTH))
    return [Part(facet, READERS[facet](resident, now)) for facet in Facet if facet in seen]


def _name(resident: Resident, now: dt.datetime) -> list[str]:
    return [resident.user.full_name]


def _phone(resident: Resident, now: dt.datetime) -> list[str]:
    return [say_phone(resident.user.phone)] if resident.user.phone else []


def _address(resident: Resident, now: dt.datetime) -> list[str]:
    return list(filter(None, [resident.building.address if resident.building else "", resident.floor]))


def _contact(resident: Resident, now: dt.datetime) -> list[str]:
    return list(filter(None, [resident.contact_name, say_phone(resident.contact_phone)]))


def _help(resident: Resident, now: dt.datetime) -> list[str]:
    rows = HelpRequest.objects.filter(resident=resident, ended_at=None).select_related("category").order_by("-pk")
    return [", ".join(filter(None, [row.category.name, said_series(row) or row.wish_time])) for row in rows[:MOST]]


def _visitors(resident: Resident, now: dt.datetime) -> list[str]:
    rows = Assignment.objects.filter(visit__help_request__resident=resident, state__in=STANDING_ASSIGNMENT_STATES)
    people = (
        "person__volunteer__association",
        "person__helper__employer",
        "person__care_worker__service__organisation",
    )
    found = rows.select_related(*people).order_by("planned_window")[:MOST]
    return [f"{clock.say_moment(row.planned_window.lower)}: {_who(row)}" for row in found]


def _who(row: Assignment) -> str:
    return ", ".join(filter(None, [announced_name(row.person), organisation_of(row.person)]))


def _worries(resident: Resident, now: dt.datetime) -> list[str]:
    rows = Report.objects.filter(
        visit__help_request__resident=resident, needs_call=True, reported_at__gt=now - BACK
    ).order_by("-reported_at")
    return [f"{clock.say_day(row.reported_at)}: {row.note or 'Bitte anrufen'}" for row in rows[:MOST]]


def _hints(resident: Resident, now: dt.datetime) -> list[str]:
    return list(filter(None, [resident.health_hints]))


def _care(resident: Resident, now: dt.datetime) -> list[str]:
    rows = ServiceRecord.objects.filter(
        offer__visit__help_request__resident=resident, written_at__gt=now - BACK
    ).order_by("-written_at")
    return [f"{clock.say_day(row.written_at)}: {row.done}, {row.minutes} Minuten" for row in rows[:MOST]]


READERS: dict[Facet, Callable[[Resident, dt.datetime], list[str]]] = {
    Facet.NAME: _name,
    Facet.PHONE: _phone,
    Facet.ADDRESS: _address,
    Facet.CONTACT: _contact,
    Facet.HELP: _help,
    Facet.VISITORS: _visitors,
    Facet.WORRIES: _worries,
    Facet.HINTS: _hints,
    Facet.CARE: _care,
}
