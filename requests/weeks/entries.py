"""Writing down who comes, and taking it away again. Every change is looked at soon, so that a new sheet follows."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from helpers.models import CareService
from piano.kit import clock
from quarters.models import Resident, User
from requests.models import WeekEntry, WeekKind
from requests.weeks.care import service_agreed_to
from requests.weeks.errors import NotAgreedToCare, TooMuch
from requests.weeks.plans import look_soon

MOST = 30
FOR_TAKING_BACK = dt.timedelta(days=1)


@dataclass(frozen=True)
class Facts:
    """As a form says it; `is_weekly` repeats on the weekday of `day`, where it `skips_holidays` on none of those."""

    who: str
    day: dt.date
    starts: dt.time
    ends: dt.time | None = None
    what: str = ""
    is_weekly: bool = False
    skips_holidays: bool = False
    kind: str = WeekKind.FAMILY


def write_entry(
    resident: Resident, facts: Facts, *, by: User, now: dt.datetime, service: CareService | None = None
) -> WeekEntry:
    """`service`: it comes itself, which the resident has agreed to. Locks her row. Raises `TooMuch`, `NotAgreedToCare`."""
    with transaction.atomic():
        Resident.objects.select_for_update(no_key=True, of=("self",)).get(pk=resident.pk)
        if service is not None and service_agreed_to(resident) != service:
            raise NotAgreedToCare()
        today = clock.local(now).date()
        if standing_entries(resident, today=today).count() >= MOST:
            raise TooMuch()
        entry = WeekEntry.objects.create(
            resident=resident,
            kind=WeekKind.CARE if service else facts.kind,
            service=service,
            who=facts.who.strip(),
            what=facts.what.strip(),
            day=facts.day,
            is_weekly=facts.is_weekly,
            skips_holidays=facts.is_weekly and facts.skips_holidays,
            starts=facts.starts,
            ends=facts.ends,
            written_by=by,
            written_at=now,
        )
        look_soon(resident, now=now)
    return entry


def end_entry(entry: WeekEntry, *, by: User, now: dt.datetime) -> None:
    """It is gone from the page and the next sheet. Twice changes nothing."""
    with transaction.atomic():
        if WeekEntry.objects.filter(pk=entry.pk, ended_at=None).update(ended_at=now):
            look_soon(entry.resident, now=now)


def restore_entry(entry: WeekEntry, *, by: User, now: dt.datetime) -> None:
    """It was taken away by mistake; for a day. Raises `NotAgreedToCare` where the service may not write any more."""
    with transaction.atomic():
        if entry.service is not None and service_agreed_to(entry.resident) != entry.service:
            raise NotAgreedToCare()
        ended_lately = WeekEntry.objects.filter(pk=entry.pk, ended_at__gt=now - FOR_TAKING_BACK)
        if ended_lately.update(ended_at=None):
            look_soon(entry.resident, now=now)


def standing_entries(resident: Resident, *, today: dt.date) -> QuerySet[WeekEntry]:
    """Those that still come."""
    rows = WeekEntry.objects.filter(resident=resident, ended_at=None)
    return rows.exclude(is_weekly=False, day__lt=today)
