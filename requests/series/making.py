"""A series begins with its request. Its first date exists at once, so that truth 5 holds; the others are rolled out by the sweep."""

import datetime as dt
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.errors import DomainError
from quarters.models import User
from requests.advance import begin
from requests.models import HelpRequest, Series, Visit
from requests.series.rolling import make_date
from requests.series.rule import Times, checked, next_day, say_times
from requests.states import SeriesState

FIRST_AFTER = dt.timedelta(hours=48)  # so much time there is at least to find somebody for the first date
REVIEW_AFTER, REVIEW_MOST = relativedelta(months=6), relativedelta(months=12)


class TooLong(DomainError):
    message = _(
        "Nach höchstens zwölf Monaten fragen wir, ob es so weitergehen soll. Bitte wählen Sie einen früheren Tag."
    )


@dataclass(frozen=True)
class Plan:
    """What a series shall be. `first_day` anchors every second week; without `review_on` it is asked after six months."""

    times: Times
    first_day: dt.date
    review_on: dt.date | None = None
    ends_on: dt.date | None = None


def plan_from(times: Times, *, now: dt.datetime, not_before: dt.date | None = None) -> Plan:
    """The rule beginning with its next date that leaves time to find somebody."""
    return Plan(times, first_day_of(times, now=now, not_before=not_before))


def say_plan(plan: Plan) -> str:
    """„jeden Dienstag, 10:00 Uhr, zum ersten Mal am Dienstag, 1. Dezember“."""
    said = gettext("{times}, zum ersten Mal am {day}")
    return said.format(times=say_times(plan.times), day=clock.say_day(plan.first_day))


def first_day_of(times: Times, *, now: dt.datetime, not_before: dt.date | None = None) -> dt.date:
    today = clock.local(now).date()
    day = max(today, not_before or today) - dt.timedelta(days=1)
    while True:
        day = next_day(times.rule, first_day=max(today, not_before or today), after=day)
        if times.window(day)[0] >= now + FIRST_AFTER:
            return day


def write_series(
    help_request: HelpRequest, plan: Plan, *, by: User | None, now: dt.datetime, follows: Series | None = None
) -> Series:
    """The series and its first date. The caller holds the request's lock. Raises `TooLong`, `NotARule`."""
    checked(plan.times.rule)
    review_on = plan.review_on or plan.first_day + REVIEW_AFTER
    if review_on > plan.first_day + REVIEW_MOST:
        raise TooLong()
    series = Series(
        help_request=help_request,
        rule=plan.times.rule,
        first_day=plan.first_day,
        starts=plan.times.starts,
        span_minutes=plan.times.span_minutes,
        minutes=plan.times.minutes,
        review_on=review_on,
        ends_on=plan.ends_on,
        follows=follows,
        begun_by=by,
        created_at=now,
        due_at=now,
    )
    begin(series, SeriesState.ACTIVE, by=by, now=now)
    make_date(series, plan.first_day, by=by, now=now)
    return series


def first_visit(series: Series) -> Visit:
    return series.visits.order_by("series_day")[0]
