"""Changing a policy: put another plan in place of the one that holds, go back to the shipped one, take a change back.

Searches that run keep their copy. Who changed what when is the audit trail's (docs/decisions/012).
"""

import datetime as dt
import logging
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError
from quarters.models import Category, Urgency, User
from requests.models import Policy
from requests.models.policy import Days
from requests.policies.checking import problems_of
from requests.policies.plain import Plan
from requests.policies.shipped import shipped_plan

logger = logging.getLogger("requests.policies")


class BadPlan(DomainError):
    """Carries the first sentence of what is wrong; a form names all of them before."""


class NothingToTakeBack(DomainError):
    message = _("Es gibt keine frühere Fassung.")


@dataclass(frozen=True)
class Scope:
    """What a policy is for: an urgency, one kind of help or all, on which days."""

    urgency: str
    category: Category | None = None
    for_professionals: bool = False
    days: str = Days.ALL

    @property
    def key(self) -> str:
        """As it stands in an address: „normal.alle.all“, „urgent.fach.off“, „soon.shop.all“."""
        which = self.category.code if self.category else "fach" if self.for_professionals else "alle"
        return f"{self.urgency}.{which}.{self.days}"

    @property
    def is_for_professionals(self) -> bool:
        return self.category.is_professional if self.category else self.for_professionals

    @property
    def shipped(self) -> Plan:
        return shipped_plan(self.urgency, for_professionals=self.is_for_professionals)

    @property
    def fields(self) -> dict[str, Any]:
        return {
            "urgency": self.urgency,
            "category": self.category,
            "for_professionals": self.for_professionals,
            "days": self.days,
        }


def read_scope(key: str) -> Scope | None:
    """None for what is no scope. One query where a kind of help is named."""
    parts = key.split(".")
    if len(parts) != 3 or parts[0] not in Urgency.values or parts[2] not in Days.values:
        return None
    if parts[1] in ("alle", "fach"):
        return Scope(parts[0], None, parts[1] == "fach", parts[2])
    category = Category.objects.filter(code=parts[1]).first()
    return Scope(parts[0], category, False, parts[2]) if category else None


def policy_of(scope: Scope) -> Policy | None:
    return Policy.objects.filter(**scope.fields).first()


def plan_of(scope: Scope) -> Plan:
    """What holds for exactly this scope: what was put down for it, else the shipped one."""
    row = policy_of(scope)
    return Plan.from_json(row.plan) if row else scope.shipped


def put_policy(scope: Scope, plan: Plan, *, by: User, now: dt.datetime) -> Plan:
    """Another plan from now on. One that is the shipped one needs no row. The same once more changes nothing. Raises `BadPlan`."""
    found = problems_of(plan, urgency=scope.urgency, for_professionals=scope.is_for_professionals)
    if found:
        raise BadPlan(found[0].words)
    with transaction.atomic():
        row = Policy.objects.select_for_update().filter(**scope.fields).first()
        if plan == scope.shipped and is_whole(scope):
            if row:
                row.delete()
        elif row is None:
            Policy.objects.create(**scope.fields, plan=plan.as_json(), changed_at=now)
        elif Plan.from_json(row.plan) != plan:
            row.plan, row.changed_at = plan.as_json(), now
            row.save(update_fields=["plan", "changed_at"])
    logger.info("policy %s put by %s", scope.key, by.pk)
    return plan


def reset_policy(scope: Scope, *, by: User) -> None:
    """As shipped again; for a kind of help or some days: what holds for all. Twice changes nothing."""
    Policy.objects.filter(**scope.fields).delete()
    logger.info("policy %s reset by %s", scope.key, by.pk)


def is_whole(scope: Scope) -> bool:
    """Whether the shipped plan is what holds without a row; a special one is worth a row even if it says the same."""
    return scope.category is None and scope.days == Days.ALL


@dataclass(frozen=True)
class Version:
    """One earlier or present state: `plan` is None where it was the shipped one."""

    number: int
    at: dt.datetime
    who: int | None
    plan: Plan | None


def versions_of(scope: Scope) -> list[Version]:
    """The newest first, from the audit trail."""
    events: Any = Policy.events.rel.related_model.objects  # type: ignore[attr-defined]
    rows = events.filter(**scope.fields).select_related("pgh_context").order_by("-pgh_id")[:50]
    return [
        Version(
            row.pgh_id,
            row.pgh_created_at,
            (row.pgh_context.metadata if row.pgh_context else {}).get("user"),
            None if row.pgh_label == "delete" else Plan.from_json(row.plan),
        )
        for row in rows
    ]


def take_back(scope: Scope, *, to: int | None, by: User, now: dt.datetime) -> None:
    """Back to an earlier version; without a number, to the one before the last change. Raises `NothingToTakeBack`, `BadPlan`."""
    versions = versions_of(scope)
    if not versions:
        raise NothingToTakeBack()
    if to is None:
        earlier = versions[1].plan if len(versions) > 1 else None
    else:
        found = next((one for one in versions if one.number == to), None)
        if found is None:
            raise NothingToTakeBack()
        earlier = found.plan
    if earlier is None:
        reset_policy(scope, by=by)
    else:
        put_policy(scope, earlier, by=by, now=now)
