"""The wall around shared cases: what each role of a team sees of one, and the one door to it. What is not listed is not seen.

The door asks each time: is she in this team today, has the person agreed and not taken it back, is the case handed over and not
ended. Whoever gets through is written down before anything is shown.
"""

import datetime as dt
from collections.abc import Iterable
from enum import Enum
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from helpers.circles.members import place_of
from helpers.models import Circle, CircleMember, CircleRole
from piano.kit import clock
from quarters.models import Consent, User
from quarters.people.residents import kept_apart_from
from requests.models import CaseLook, SharedCase


class Facet(Enum):
    """A part of a case, with what it is called above it."""

    NAME = "Name"
    WHY = "Worum es geht"
    PHONE = "Telefon"
    ADDRESS = "Adresse"
    CONTACT = "Vertrauensperson"
    HELP = "Hilfe, die läuft"
    VISITORS = "Wer kommt"
    WORRIES = "Sorgen nach Besuchen"
    HINTS = "Hinweise zur Gesundheit"
    CARE = "Einsätze des Pflegedienstes"


# Each row of this table is an answer to: what does she need for her part of it? (domain 6.2, 6.3: Art. 9, § 203 StGB)
MATRIX: dict[str, frozenset[Facet]] = {
    CircleRole.HELPER: frozenset(set(Facet) - {Facet.HINTS}),  # hints stand with the request, where they are needed
    CircleRole.CARE: frozenset(
        {
            Facet.NAME,
            Facet.WHY,
            Facet.PHONE,
            Facet.ADDRESS,
            Facet.CONTACT,
            Facet.WORRIES,
            Facet.HINTS,
            Facet.CARE,
        }
    ),
    CircleRole.ASSOCIATION: frozenset({Facet.NAME, Facet.WHY, Facet.HELP, Facet.VISITORS}),
    CircleRole.SOCIAL: frozenset({Facet.NAME, Facet.WHY, Facet.PHONE, Facet.CONTACT, Facet.HELP, Facet.WORRIES}),
    CircleRole.CENTRE: frozenset({Facet.HELP}),
}
OF_HEALTH = frozenset({Facet.HINTS})
TEAM, HEALTH = Consent.ConsentPurpose.TEAM, Consent.ConsentPurpose.HEALTH


def facets_of(role: str, *, agreed_to_health: bool) -> frozenset[Facet]:
    """Of a role; what is about health needs its own agreement on top."""
    return MATRIX[role] - (frozenset() if agreed_to_health else OF_HEALTH)


def standing_cases(today: dt.date) -> QuerySet[SharedCase]:
    """Handed over, not ended, not over, of somebody who lives and agrees at this moment."""
    agreed = Consent.objects.filter(person=OuterRef("resident__user"), purpose=TEAM, withdrawn_at=None)
    rows = SharedCase.objects.filter(Exists(agreed), ended_at=None, until__gte=today, resident__died_on=None)
    return rows.select_related("circle__district", "resident__user", "resident__building", "resident__district")


def enter_case(
    user: Any, circle: Circle | None, reference: str, *, now: dt.datetime
) -> tuple[SharedCase, CircleMember]:
    """The one door; writes the look down. Raises `Http404`: that there is such a case is not said either."""
    case = standing_cases(clock.local(now).date()).filter(circle=circle, reference=reference).first()
    place = place_of(user, case.circle, day=clock.local(now).date()) if case else None
    if case is None or place is None or case.resident.user_id in kept_apart(place):
        raise Http404
    CaseLook.objects.create(case=case, person=user, role=place.role, at=now)
    return case, place


def kept_apart(place: CircleMember) -> set[int]:
    """People of whom she reads nothing here, since one of the two keeps the other away; that there are any is never said. A helper
    of the district answers for everybody in it.
    """
    if place.role == CircleRole.HELPER:
        return set()
    return set(kept_apart_from(place.person_id))


def note_agenda_looks(residents: Iterable[int], place: CircleMember, *, now: dt.datetime) -> None:
    """Whose worries she has read by name on an agenda; of one person once a day."""
    people = set(residents)
    today = clock.at(clock.local(now).date(), dt.time(0))
    known = CaseLook.objects.filter(resident__in=people, person=place.person_id, at__gte=today)
    people -= set(known.values_list("resident", flat=True))
    looks = [CaseLook(resident_id=pk, person_id=place.person_id, role=place.role, at=now) for pk in sorted(people)]
    CaseLook.objects.bulk_create(looks)


def cases_of(user: User, circle: Circle, *, today: dt.date) -> list[SharedCase]:
    """Those of one team, for its members alone; in a list nobody reads more than the name, and only who may read that."""
    place = place_of(user, circle, day=today)
    if place is None:
        return []
    rows = standing_cases(today).filter(circle=circle).exclude(resident__user__in=kept_apart(place))
    return list(rows.order_by("-shared_at", "pk"))
