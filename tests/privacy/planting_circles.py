"""A week that is over, and whoever wanted sheets of it."""

import datetime as dt

from piano.kit import clock
from quarters.models import Resident, User
from requests.models import WeekEntry, WeekKind, WeekPlan


def plant_week(tenant: Resident, helper: User, *, words: str, now: dt.datetime) -> None:
    """Something in every field that says something about somebody."""
    WeekEntry.objects.create(
        resident=tenant,
        kind=WeekKind.FAMILY,
        who=words,
        what=words,
        day=clock.local(now).date(),
        is_weekly=True,
        starts=dt.time(15),
        written_by=helper,
        written_at=now,
        ended_at=now,
    )
    WeekPlan.objects.create(
        resident=tenant, wished_by=helper, wished_at=now, ended_at=now, days={"d": words}, look_at=now
    )
