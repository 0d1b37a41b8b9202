"""A little money for one thing: asked for by whoever runs it, decided by the landlord's people with a reason in words."""

import datetime as dt
from collections import Counter

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, QuerySet, Sum

from piano.messaging.outbox import cancel_owed
from quarters.ideas import notices
from quarters.ideas.errors import AlreadyDecided, TooLateToTakeBack
from quarters.ideas.moving import runner_of
from quarters.models import Initiative, InitiativeBudget, RoleKind, User, Verdict

UNDO = dt.timedelta(minutes=15)  # until then a decision can be taken back, and nobody is told
MOST_CENTS = 200_000


def ask_money(
    initiative: Initiative,
    *,
    purpose: str,
    cents: int,
    now: dt.datetime,
    asked_by: User | None,
    taken_by: User | None = None,
) -> InitiativeBudget:
    """Writes down what for and how much. The same purpose and sum while it is open is one."""
    with transaction.atomic():
        Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)
        wanted = {"purpose": purpose.strip(), "cents": cents}
        same = initiative.budgets.filter(**wanted, verdict="").first()
        return same or InitiativeBudget.objects.create(
            initiative=initiative, **wanted, asked_at=now, asked_by=asked_by, taken_by=taken_by
        )


def decide(
    budget: InitiativeBudget, *, verdict: str, granted_cents: int, reason: str, by: User, now: dt.datetime
) -> InitiativeBudget:
    """Kept at once, told after `UNDO`. The same again changes nothing. Locks the row.

    Raises `PermissionDenied` for whoever is not of the landlord, `AlreadyDecided` for another decision.
    """
    if RoleKind.GWG_STAFF not in by.role_kinds:
        raise PermissionDenied
    granted = granted_cents if verdict == Verdict.GRANTED else 0
    with transaction.atomic():
        row = InitiativeBudget.objects.select_for_update(of=("self",)).select_related("initiative").get(pk=budget.pk)
        if row.verdict:
            if (row.verdict, row.granted_cents) == (verdict, granted):
                return row
            raise AlreadyDecided()
        row.verdict, row.granted_cents, row.reason = verdict, granted, reason.strip()
        row.decided_at, row.decided_by = now, by
        row.save()
        runner = runner_of(row.initiative)
        person = runner.person if runner else row.asked_by
        if person:
            notices.tell_money(row, person, now=now, not_before=now + UNDO)
    return row


def take_back_decision(budget: InitiativeBudget, *, by: User, now: dt.datetime) -> InitiativeBudget:
    """Open again, as long as nobody was told. Raises `PermissionDenied`, `TooLateToTakeBack`."""
    if RoleKind.GWG_STAFF not in by.role_kinds:
        raise PermissionDenied
    with transaction.atomic():
        row = InitiativeBudget.objects.select_for_update(of=("self",)).get(pk=budget.pk)
        if not row.verdict:
            return row
        if not can_take_back(row, now=now):
            raise TooLateToTakeBack()
        cancel_owed(subject=notices.budget_subject(row))
        row.verdict, row.granted_cents, row.reason, row.decided_at, row.decided_by = "", 0, "", None, None
        row.save()
    return row


def can_take_back(budget: InitiativeBudget, *, now: dt.datetime) -> bool:
    return budget.decided_at is not None and now < budget.decided_at + UNDO


def requests_for_money() -> QuerySet[InitiativeBudget]:
    """Of public initiatives, the open ones first, then the newest."""
    rows = InitiativeBudget.objects.exclude(purpose="").select_related("initiative__district", "decided_by")
    return rows.order_by(F("decided_at").desc(nulls_first=True), "asked_at")


def sums_by_district() -> list[tuple[str, int, int]]:
    """(district, cents asked and still open, cents granted), in the order of the districts."""
    opened: Counter[tuple[int, str]] = Counter()
    granted: Counter[tuple[int, str]] = Counter()
    rows = InitiativeBudget.objects.values("initiative__district__number", "initiative__district__name", "verdict")
    for one in rows.annotate(asked=Sum("cents"), given=Sum("granted_cents")).order_by():
        key = (one["initiative__district__number"], one["initiative__district__name"])
        granted[key] += one["given"]
        opened[key] += 0 if one["verdict"] else one["asked"]
    return [(key[1], opened[key], granted[key]) for key in sorted(granted)]
