"""The agenda of a team's meeting makes itself: open worries of people who have agreed that the team speaks about them.

Of everybody else only the number is said, so that a helper asks them.
"""

import datetime as dt
from dataclasses import dataclass

from helpers.models import Circle, CircleMember
from piano.kit import clock
from quarters.models import Consent, Resident, User
from requests.circles.access import MATRIX, TEAM, Facet, kept_apart, note_agenda_looks
from requests.models import Report, SharedCase, Trouble

BACK = dt.timedelta(days=60)


@dataclass(frozen=True)
class Topic:
    """`name` and `words` are as far as the reader's role may read them."""

    name: str
    words: str
    since: dt.datetime
    case: str  # the reference of the shared case, where there is one
    resident: int
    person: User


@dataclass(frozen=True)
class Agenda:
    """`unasked` are people who have not agreed, for a helper of the district alone: she asks them."""

    topics: list[Topic]
    not_asked: int
    unasked: list[User]


def agenda_of(circle: Circle, place: CircleMember | None, *, now: dt.datetime) -> Agenda:
    """For a member; a reader without a place reads numbers alone. Five queries."""
    found = [*_worries(circle, now), *_troubles(circle)]
    agreed = _agreed({person for person, _resident, _topic in found})
    shared = dict(
        SharedCase.objects.filter(circle=circle, ended_at=None, until__gte=clock.local(now).date()).values_list(
            "resident", "reference"
        )
    )
    seen = MATRIX[place.role] if place else frozenset()
    agreed_here = agreed - kept_apart(place) if place else set()
    topics = [
        Topic(
            name=topic.name if Facet.NAME in seen else "",
            words=topic.words if Facet.WORRIES in seen else "",
            since=topic.since,
            case=shared.get(resident, ""),
            resident=resident,
            person=topic.person,
        )
        for person, resident, topic in sorted(found, key=lambda one: one[2].since)
        if person in agreed_here
    ]
    silent = [topic for person, _resident, topic in found if person not in agreed]
    people = list({topic.person.pk: topic.person for topic in silent}.values())
    return Agenda(topics, len(silent), people)


def read_agenda(circle: Circle, place: CircleMember | None, *, now: dt.datetime) -> Agenda:
    """The same to be shown: whose worries she reads by name is written down before."""
    agenda = agenda_of(circle, place, now=now)
    if place is not None:
        note_agenda_looks((topic.resident for topic in agenda.topics if topic.name), place, now=now)
    return agenda


Found = list[tuple[int, int, Topic]]


def _agreed(people: set[int]) -> set[int]:
    rows = Consent.objects.filter(person__in=people, purpose=TEAM, withdrawn_at=None)
    return {pk for pk in rows.values_list("person", flat=True) if pk is not None}


def _worries(circle: Circle, now: dt.datetime) -> Found:
    """After a visit somebody asked that we call, and nobody has yet."""
    rows = Report.objects.filter(
        visit__help_request__district=circle.district_id,
        visit__help_request__resident__died_on=None,
        needs_call=True,
        acknowledged_at=None,
        reported_at__gt=now - BACK,
    ).select_related("visit__help_request__resident__user")
    return [_found(row.visit.help_request.resident, row.note or "Bitte anrufen", row.reported_at) for row in rows]


def _troubles(circle: Circle) -> Found:
    """Something went wrong with a visit, and it is not settled."""
    rows = Trouble.objects.filter(
        visit__help_request__district=circle.district_id, visit__help_request__resident__died_on=None, ended_at=None
    ).select_related("visit__help_request__resident__user")
    return [_found(row.visit.help_request.resident, row.get_kind_display(), row.opened_at) for row in rows]


def _found(resident: Resident, words: str, since: dt.datetime) -> tuple[int, int, Topic]:
    return resident.user_id, resident.pk, Topic(resident.user.full_name, words, since, "", resident.pk, resident.user)
