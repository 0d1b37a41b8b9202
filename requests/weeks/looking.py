"""A new sheet after each change: changes are gathered until the week stays as it is, and the sheet before it counts no more.

A sweep compares the week with what stood on the last sheet, by day. Nothing else has to know of sheets: whatever changes a visit,
a registration or an entry changes the week.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from piano.kit import clock
from piano.messaging.channels import channel_named
from piano.messaging.outbox import cancel_owed, owe
from quarters.models import Reach, Resident, User
from requests.models import WeekPlan
from requests.weeks.plans import subject_of
from requests.weeks.reading import digests_of, week_of

EVERY = dt.timedelta(minutes=15)
STAYS = dt.timedelta(minutes=10)  # so long nothing changes before a sheet is made of it
DAYS = 7
NEXT_BEFORE = 2  # so many days before the last one of a sheet the next one follows: it may go by post
SHEET, CHANGED = "week_sheet", "week_changed"
LETTER = "letter"
TEXTED = (Reach.SMS, Reach.PUSH)
AT_ONCE = 100


def look_at_weeks(*, now: dt.datetime) -> int:
    """Every week that is due, each in its own transaction, left to the other sweeper who holds it. Returns how many."""
    due = WeekPlan.objects.filter(ended_at=None, look_at__lte=now).order_by("look_at", "pk")
    return sum(_in_turn(key, now=now) for key in list(due.values_list("pk", flat=True)[:AT_ONCE]))


def _in_turn(key: int, *, now: dt.datetime) -> int:
    with transaction.atomic():
        rows = WeekPlan.objects.select_for_update(skip_locked=True).filter(ended_at=None, look_at__lte=now)
        plan = rows.filter(pk=key).first()
        if plan is None:
            return 0
        look(plan, now=now)
    return 1


def look(plan: WeekPlan, *, now: dt.datetime) -> bool:
    """One look at one week; True where a sheet was owed. The caller holds the plan's lock."""
    today = clock.local(now).date()
    resident = Resident.objects.select_related("user").get(pk=plan.resident_id)
    with translation.override(settings.LANGUAGE_CODE):  # the same words whoever looks
        found = digests_of(week_of(resident, first_day=today, days=DAYS))
    plan.look_at = now + EVERY
    changed = _first_change(plan, found, today=today)
    if resident.died_on is not None or not (changed or _is_over_soon(plan, today=today)):
        plan.seen, plan.seen_at = {}, None
        plan.save(update_fields=["look_at", "seen", "seen_at"])
        return False
    if found != plan.seen or plan.seen_at is None:
        plan.seen, plan.seen_at = found, now
    plan.look_at = plan.seen_at + STAYS
    if now >= plan.look_at:
        _owe_sheet(plan, resident, found, changed=changed, now=now)
        plan.look_at = now + EVERY
        plan.save()
        return True
    plan.save(update_fields=["look_at", "seen", "seen_at"])
    return False


def _is_over_soon(plan: WeekPlan, *, today: dt.date) -> bool:
    """There is no sheet yet, or its last days have come."""
    return plan.covers_until is None or plan.covers_until < today + dt.timedelta(days=NEXT_BEFORE)


def _first_change(plan: WeekPlan, found: dict[str, str], *, today: dt.date) -> dt.date | None:
    """The first of the days which the last sheet covers that is no longer as it stands there."""
    covered = _days(today, plan.covers_until) if plan.covers_until else []
    return next((dt.date.fromisoformat(day) for day in covered if plan.days.get(day, "") != found.get(day, "")), None)


def _days(first: dt.date, last: dt.date) -> list[str]:
    return [(first + dt.timedelta(days=ahead)).isoformat() for ahead in range((last - first).days + 1)]


def _owe_sheet(
    plan: WeekPlan, resident: Resident, found: dict[str, str], *, changed: dt.date | None, now: dt.datetime
) -> None:
    """The new one takes the place of one that did not leave yet. Where it goes by post, she hears that it is on its way."""
    today = clock.local(now).date()
    cancel_owed(subject=subject_of(plan))
    plan.number, plan.sheet_at, plan.days = plan.number + 1, now, found
    plan.covers_until = today + dt.timedelta(days=DAYS - 1)
    plan.seen, plan.seen_at = {}, None
    owed: dict[str, Any] = {
        "subject": subject_of(plan),
        "recipient": resident.user,
        "now": now,
        "slot": str(plan.number),
    }
    sheet = owe(reason=SHEET, expires_at=_end_of(plan.covers_until), **owed)
    if changed is not None and sheet.channel == LETTER and _must_hear(resident.user, changed, now=now):
        owe(reason=CHANGED, expires_at=_end_of(changed), **owed)


def _must_hear(person: User, changed: dt.date, *, now: dt.datetime) -> bool:
    """Whoever reads a short text gets one; whoever is called or reads letters is called only if the paper comes too late."""
    return person.reach in TEXTED or not channel_named(LETTER).is_in_time(_end_of(changed), at=now)


def _end_of(day: dt.date) -> dt.datetime:
    return clock.at(day + dt.timedelta(days=1), dt.time())
