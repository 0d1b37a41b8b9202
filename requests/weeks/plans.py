"""Who gets a new sheet after each change, and from when on. What a change is, `requests.weeks.looking` says."""

import datetime as dt
from typing import Any

from django.db import transaction

from piano.kit.sweeps import wake_engine
from piano.messaging.outbox import cancel_owed
from quarters.models import Resident, User
from requests.models import WeekPlan


def subject_of(plan: WeekPlan) -> str:
    return f"week:{plan.pk}"


def wish_sheets(resident: Resident, *, by: User, now: dt.datetime) -> WeekPlan:
    """From now on a new sheet comes after each change, the first one soon. Twice is once."""
    with transaction.atomic():
        plan = WeekPlan.objects.select_for_update().filter(resident=resident).first()
        if plan is not None and plan.ended_at is None:
            return plan
        wished: dict[str, Any] = {"wished_by": by, "wished_at": now, "ended_at": None, "look_at": now, "days": {}}
        wished |= {"covers_until": None, "seen": {}, "seen_at": None}
        plan = WeekPlan.objects.update_or_create(resident=resident, defaults=wished)[0]
        wake_engine()
    return plan


def end_sheets(resident: Resident, *, now: dt.datetime) -> None:
    """No more sheets; what was not printed or sent yet is taken back. Twice changes nothing."""
    with transaction.atomic():
        for plan in WeekPlan.objects.select_for_update().filter(resident=resident, ended_at=None):
            plan.ended_at = now
            plan.save(update_fields=["ended_at"])
            cancel_owed(subject=subject_of(plan))


def plan_of(resident: Resident) -> WeekPlan | None:
    """Who gets sheets."""
    return WeekPlan.objects.filter(resident=resident, ended_at=None).first()


def look_soon(resident: Resident, *, now: dt.datetime) -> None:
    """Something was just changed by hand: the sweep looks now, and again when it has stayed as it is."""
    if WeekPlan.objects.filter(resident=resident, ended_at=None, look_at__gt=now).update(look_at=now):
        wake_engine()
