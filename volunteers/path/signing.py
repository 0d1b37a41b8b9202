"""Signing the declaration of confidentiality anew, after its words have changed: who has to, who did, and who is asked to.

The earlier declaration goes on counting until then: it promises so itself, and nobody is sent away for a new wording.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from piano.kit import clock
from piano.kit.dated import holds_on
from piano.messaging.outbox import Owed, owe_many
from quarters.models import EvidenceKind, User
from volunteers.models import Evidence, Volunteer, VolunteerState
from volunteers.path import secrecy
from volunteers.path.errors import DayNotYet

ASKED_FOR = dt.timedelta(days=30)
HELPS = (VolunteerState.ACTIVE, VolunteerState.PAUSED, VolunteerState.APPLIED)


def _declared(*, on: dt.date, **where: object) -> QuerySet[Evidence]:
    return Evidence.objects.filter(holds_on(on), kind=EvidenceKind.SECRECY, **where)


def signed_versions() -> list[str]:
    """What counts as today's words: their version, and while there is only one what names none."""
    return [secrecy.VERSIONS[-1], *([""] if len(secrecy.VERSIONS) == 1 else [])]


def who_must_sign(*, on: dt.date) -> QuerySet[Volunteer]:
    """Whoever helps and has signed words, but not today's. Who has signed nothing yet is on her way, or her papers are missing."""
    signed = _declared(on=on, volunteer=OuterRef("pk"))
    rows = Volunteer.objects.filter(Exists(signed), state__in=HELPS, user__is_active=True)
    return rows.exclude(Exists(signed.filter(version__in=signed_versions())))


def declaration_of(volunteer: Volunteer, *, on: dt.date) -> Evidence | None:
    """The last one that counts, with who has seen it signed."""
    rows = _declared(on=on, volunteer=volunteer).select_related("checked_by")
    return rows.order_by("-valid_from", "-pk").first()


def sign_anew(volunteer: Volunteer, *, by: User, now: dt.datetime, on: dt.date | None = None) -> Evidence | None:
    """Today's words, signed on paper before one of us, or by herself with a press. What was signed before ends with that day.

    None where nothing has to be signed: twice is one. Locks her file. Raises `DayNotYet`.
    """
    today = clock.local(now).date()
    day = on or today
    if day > today:
        raise DayNotYet()
    with transaction.atomic():
        row = Volunteer.objects.select_for_update(of=("self",)).get(pk=volunteer.pk)
        if not who_must_sign(on=today).filter(pk=row.pk).exists():
            return None
        _declared(on=today, volunteer=row, valid_from__lt=day).update(valid_until=day)
        said = {"valid_from": day, "version": secrecy.VERSIONS[-1], "checked_by": by}
        return Evidence.objects.create(volunteer=row, kind=EvidenceKind.SECRECY, **said)


def ask_to_sign(*, now: dt.datetime) -> int:
    """Owes one word for each version to everybody who has to. Any number of runs owe the same."""
    version = secrecy.VERSIONS[-1]
    rows = who_must_sign(on=clock.local(now).date()).select_related("user").order_by("pk")
    owed = [
        Owed("secrecy_new", f"volunteer:{one.pk}", one.user, slot=version, expires_at=now + ASKED_FOR) for one in rows
    ]
    with transaction.atomic():
        owe_many(owed, now=now)
    return len(owed)
