"""A series as the tests of this folder need it: „jeden Dienstag um 10 Uhr“, asked for on a Monday morning."""

import datetime as dt
from typing import Any

from piano.kit import clock
from requests.models import Regular, Series
from requests.series.making import Plan, plan_from
from requests.series.regulars import accept_series
from requests.series.rule import Times, weekly
from requests.sweeps import drive_visits, tend_series
from tests.conftest import Cast
from tests.factories import make_request


def make_plan(rule: str = "", *, starts: dt.time = dt.time(10), minutes: int = 60, span: int = 60, **plan: Any) -> Plan:
    made = plan_from(Times(rule or weekly("TU"), starts, span, minutes), now=clock.now())
    return Plan(**{**made.__dict__, **plan})


def make_series(cast: Cast, plan: Plan | None = None, **wish: Any) -> Series:
    plan = plan or make_plan()
    window = plan.times.window(plan.first_day)
    taken = make_request(cast.tenant, cast.shop, plan=plan, window=window, minutes=plan.times.minutes, **wish)
    return taken.series.get()


def sweep() -> None:
    """What the engine does within a minute."""
    for _ in range(3):
        tend_series()
        drive_visits()


def make_regular(cast: Cast, plan: Plan | None = None, **wish: Any) -> Regular:
    """The first who was asked has said yes, and all dates that fit are hers."""
    series = make_series(cast, plan, **wish)
    sweep()
    asked = series.regulars.select_related("person").order_by("pk")[0]
    accept_series(asked, by=asked.person, now=clock.now())
    sweep()
    asked.refresh_from_db()
    return asked
