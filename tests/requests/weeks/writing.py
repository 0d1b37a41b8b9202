"""Entries, a care service that may write, and a plan whose changes have settled."""

import datetime as dt
from typing import Any

from helpers.models import CareService
from piano.kit import clock
from quarters.models import Resident, User
from requests.models import WeekEntry, WeekPlan
from requests.weeks.care import agree_to_care
from requests.weeks.entries import Facts, write_entry
from requests.weeks.looking import STAYS, look_at_weeks
from requests.weeks.reading import Line, week_of
from tests.conftest import Cast
from tests.factories import make_care_worker


def make_entry(
    resident: Resident, *, by: User | None = None, service: CareService | None = None, **facts: Any
) -> WeekEntry:
    """Petra, tomorrow at three."""
    said = {"who": "Petra", "day": clock.today() + dt.timedelta(days=1), "starts": dt.time(15), **facts}
    return write_entry(resident, Facts(**said), by=by or resident.user, now=clock.now(), service=service)


def make_service(cast: Cast, *, agreed: bool = True) -> tuple[User, CareService]:
    nurse = make_care_worker(cast.district)
    service: CareService = nurse.care_worker.service  # type: ignore[attr-defined]
    if agreed:
        agree_to_care(cast.tenant, service, now=clock.now())
    return nurse, service


def lines_of(resident: Resident, **more: Any) -> list[Line]:
    return [line for day in week_of(resident, first_day=clock.today(), **more) for line in day.lines]


def settle(plan: WeekPlan, now: dt.datetime) -> dt.datetime:
    """Two looks, the second when nothing has changed for long enough."""
    WeekPlan.objects.filter(pk=plan.pk).update(look_at=now)
    look_at_weeks(now=now)
    later = now + STAYS
    look_at_weeks(now=later)
    plan.refresh_from_db()
    return later
