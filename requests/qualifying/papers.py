"""The evidence of one person as her coordination enters it: one door for volunteers and paid people. Never her own.

Of a certificate of conduct nothing is kept but its dates, and it is only noted when nothing relevant stood in it.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]
from django.http import Http404

from helpers.courses import keeping as of_staff
from helpers.models import StaffEvidence
from piano.kit.errors import DomainError
from quarters.models import User
from quarters.models.evidence import LASTS_MONTHS, RECORDS, EvidenceKind
from requests.qualifying import keeping as of_volunteers
from requests.qualifying.board import care_workers_of, helpers_of, volunteers_of
from volunteers.models import Evidence, Volunteer

NEWEST = relativedelta(months=3)  # a certificate of conduct is not older when it is shown (domain 3.2)


class TooOld(DomainError):
    message = "Dieses Führungszeugnis war beim Vorzeigen älter als drei Monate. Bitte lassen Sie sich ein neues zeigen."


class HasEntry(DomainError):
    message = (
        "Eingetragen wird ein Führungszeugnis nur, wenn kein einschlägiger Eintrag darin steht. "
        "Sonst schreiben Sie nichts auf."
    )


class EndsTooSoon(DomainError):
    message = "Das Ende liegt vor dem Anfang."


@dataclass(frozen=True)
class Owner:
    """Whose papers: a volunteer's, or those of somebody who works here (`volunteer` is None)."""

    person: User
    where: str
    volunteer: Volunteer | None

    @property
    def rows(self) -> Any:
        """All that she has ever shown, what ends last first."""
        rows: Any = Evidence.objects.filter(volunteer=self.volunteer)
        if self.volunteer is None:
            rows = StaffEvidence.objects.filter(person=self.person)
        return rows.select_related("checked_by").order_by("kind", "-valid_from", "-pk")


def owner_behind(user: User, reference: str) -> Owner:
    """404 for everybody whom the reader does not coordinate."""
    volunteer = volunteers_of(user).filter(user__reference=reference).first()
    if volunteer is not None:
        return Owner(volunteer.user, str(volunteer.association), volunteer)
    helper = helpers_of(user).filter(user__reference=reference).first()
    if helper is not None:
        return Owner(helper.user, str(helper.employer), None)
    carer = care_workers_of(user).filter(user__reference=reference).first()
    if carer is not None:
        return Owner(carer.user, str(carer.service.organisation), None)
    raise Http404


@dataclass(frozen=True)
class Seen:
    """What the coordination saw. `last_day` None: as long as the kind usually counts, or without an end."""

    kind: str
    seen_on: dt.date
    issued_on: dt.date | None = None
    last_day: dt.date | None = None
    has_no_entry: bool = False


def note(owner: Owner, seen: Seen, *, by: User) -> Evidence | StaffEvidence:
    """The same kind from the same day is one row. Raises `HasEntry`, `TooOld`, `EndsTooSoon`."""
    if seen.kind in RECORDS:
        if not seen.has_no_entry:
            raise HasEntry()
        if seen.issued_on is None or seen.issued_on + NEWEST < seen.seen_on:
            raise TooOld()
    until = (
        seen.last_day + dt.timedelta(days=1) if seen.last_day else usual_end(seen.kind, seen.issued_on, seen.seen_on)
    )
    if until is not None and until <= seen.seen_on:
        raise EndsTooSoon()
    values: dict[str, Any] = {"kind": seen.kind, "valid_from": seen.seen_on, "valid_until": until}
    values |= {"issued_on": seen.issued_on, "by": by}
    if owner.volunteer is not None:
        return of_volunteers.note_evidence(owner.volunteer, **values)
    return of_staff.note_evidence(owner.person, **values)


def usual_end(kind: str, issued_on: dt.date | None, seen_on: dt.date) -> dt.date | None:
    """By domain 4, from the day of issue where one is known; None: it does not end."""
    months = LASTS_MONTHS.get(kind)
    return (issued_on or seen_on) + relativedelta(months=months) if months else None


def remove(owner: Owner, *, pk: int) -> Evidence | StaffEvidence | None:
    """Takes one row away and returns what it was; None when it is gone already."""
    row = owner.rows.filter(pk=pk).first()
    if row is not None:
        type(row).objects.filter(pk=pk).delete()
    return row


def say_kind(kind: str) -> str:
    return str(EvidenceKind(kind).label) if kind in EvidenceKind.values else "Nachweis"
