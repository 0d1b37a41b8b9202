"""A paper of somebody who works here ends: she and the coordination of her employer hear it 90, 30 and 7 days before.

The same steps as for volunteers (`volunteers.expiring`), which is a room beside this one.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from helpers.models import CareWorker, Helper, StaffEvidence
from piano.kit import clock
from piano.kit.house import default_house
from piano.kit.phones import say_phone
from piano.messaging.models import MessageClass
from piano.messaging.outbox import Owed, owe_many
from piano.messaging.reasons import Reason, register
from quarters.models import Role, RoleKind, User

STEPS = (90, 30, 7)  # days before the first day on which it does not count any more
CATCH_UP = 7  # days in which a step may still be said; less than the outbox keeps a message, so that none is said twice


def tell_of_ends(*, now: dt.datetime) -> int:
    """Owes what is to be said today. Any number of runs owe the same. Returns how many papers end."""
    told = 0
    for step in STEPS:
        with transaction.atomic():
            rows = list(_ending(step, on=clock.local(now).date()))
            owe_many([one for row in rows for one in _owed(row, step, now=now)], now=now)
        told += len(rows)
    return told


def _ending(step: int, *, on: dt.date) -> QuerySet[StaffEvidence]:
    """What ends in so many days, or some fewer, of somebody who works here today, and has nothing after it."""
    first, last = on + dt.timedelta(days=step - CATCH_UP + 1), on + dt.timedelta(days=step)
    rows = StaffEvidence.objects.filter(valid_until__range=(first, last)).filter(_works_here())
    return _without_successor(rows).select_related("person").order_by("pk")


def _works_here() -> Q:
    return Q(person__helper__isnull=False, person__helper__until=None) | Q(person__care_worker__is_active=True)


def _without_successor(rows: QuerySet[StaffEvidence]) -> QuerySet[StaffEvidence]:
    later = StaffEvidence.objects.filter(person=OuterRef("person"), kind=OuterRef("kind")).exclude(pk=OuterRef("pk"))
    goes_on = Q(valid_until=None) | Q(valid_until__gt=OuterRef("valid_until"))
    return rows.filter(~Exists(later.filter(goes_on, valid_from__lte=OuterRef("valid_until"))))


def _owed(row: StaffEvidence, step: int, *, now: dt.datetime) -> Iterator[Owed]:
    ends = clock.at(row.valid_until, dt.time(0))  # type: ignore[arg-type]
    said: dict[str, Any] = {"subject": f"staff_evidence:{row.pk}", "slot": str(step), "expires_at": ends}
    yield Owed(reason="staff_evidence_ends", recipient=row.person, **said)
    for person in coordination_of(row.person, on=clock.local(now).date()):
        yield Owed(reason="staff_evidence_ends_office", recipient=person, **said)


def employer_of(person: User) -> Any:
    """The organisation for which she works: as a helper, else as a care worker; None for nobody of ours."""
    helper = Helper.objects.filter(user=person, until=None).select_related("employer").first()
    if helper is not None:
        return helper.employer
    carer = CareWorker.objects.filter(user=person).select_related("service__organisation").first()
    return carer.service.organisation if carer else None


def coordination_of(person: User, *, on: dt.date) -> list[User]:
    """Whoever coordinates at her employer, but never she herself."""
    roles = Role.objects.valid_on(on).filter(kind=RoleKind.COORDINATOR, organisation=employer_of(person))
    rows = User.objects.filter(pk__in=roles.values("user"), is_active=True).exclude(pk=person.pk)
    return list(rows.order_by("pk"))


def _about(pk: int, recipient: Any) -> dict[str, Any]:
    row = StaffEvidence.objects.select_related("person").get(pk=pk)
    house, until = default_house(), row.valid_until or clock.today()
    return {
        "paper": row.get_kind_display(),
        "last_day": clock.say_date(until - dt.timedelta(days=1), with_year=True),
        "who": row.person.full_name,
        "association": str(employer_of(row.person) or house.label),
        "house_label": house.label,
        "house_phone": say_phone(house.number),
    }


def _still_ends(pk: int) -> bool:
    rows = StaffEvidence.objects.filter(_works_here(), pk=pk, valid_until__isnull=False)
    return bool(_without_successor(rows).exists())


for suffix in ("ends", "ends_office"):
    register(
        Reason(
            name=f"staff_evidence_{suffix}",
            message_class=MessageClass.NORMAL,
            is_still_due=_still_ends,
            context=_about,
            template=f"staff_evidence_{suffix}",
            is_said_along=True,
        )
    )
