"""„Diesen Dienstag nicht“: a weekly entry does not come on some of its days. The sheet says that it does not, so that nobody waits."""

import datetime as dt

from django.db import transaction
from django.db.models import Prefetch

from quarters.models import User
from requests.models import WeekEntry, WeekSkip
from requests.weeks.errors import NoneOfItsDays, NotEveryWeek
from requests.weeks.plans import look_soon

A_WEEK = dt.timedelta(days=7)
FARTHEST = dt.timedelta(days=182)  # half a year away is a new entry


def days_between(entry: WeekEntry, first: dt.date, last: dt.date) -> list[dt.date]:
    """Its days from `first` to `last`, both included, whether it comes on them or not."""
    begin = max(first, entry.day)
    begin += dt.timedelta(days=(entry.day - begin).days % 7)
    return [begin + A_WEEK * place for place in range(max(0, (last - begin).days // 7 + 1))]


def skip_days(entry: WeekEntry, *, first: dt.date, last: dt.date, by: User, now: dt.datetime) -> list[dt.date]:
    """It does not come from `first` to `last`; returns its days of that time. Twice is once. Raises `NotEveryWeek`, `NoneOfItsDays`."""
    if not entry.is_weekly or entry.ended_at is not None:
        raise NotEveryWeek()
    days = days_between(entry, first, min(last, first + FARTHEST))
    if not days:
        raise NoneOfItsDays()
    with transaction.atomic():
        rows = [WeekSkip(entry=entry, day=day, written_by=by, written_at=now) for day in days]
        WeekSkip.objects.bulk_create(rows, ignore_conflicts=True)
        look_soon(entry.resident, now=now)
    return days


def comes_after_all(entry: WeekEntry, *, day: dt.date, now: dt.datetime) -> bool:
    """On this day, and on this one alone. False where nothing stood there."""
    with transaction.atomic():
        if not WeekSkip.objects.filter(entry=entry, day=day).delete()[0]:
            return False
        look_soon(entry.resident, now=now)
    return True


def ahead(today: dt.date) -> Prefetch:
    """The days that are still to come, for a list of entries."""
    return Prefetch("skips", WeekSkip.objects.filter(day__gte=today).order_by("day"))
