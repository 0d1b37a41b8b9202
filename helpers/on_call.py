"""Who is on call for a district at a moment, who is next, and where nobody is."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from helpers.models import Duty
from quarters.models import District

Window = tuple[dt.datetime, dt.datetime]


def on_call_at(*, district: District, moment: dt.datetime) -> QuerySet[Duty]:
    """Duties of active people whose service covers the district, deputies last."""
    return _covering(district).filter(window__contains=moment).order_by("is_deputy", "service_id", "pk")


def next_duty(*, district: District, moment: dt.datetime) -> Duty | None:
    return _covering(district).filter(window__startswith__gt=moment).order_by("window", "is_deputy").first()


def duties_between(*, district: District, start: dt.datetime, end: dt.datetime) -> QuerySet[Duty]:
    return _covering(district).filter(window__overlap=(start, end)).order_by("window")


def _covering(district: District) -> QuerySet[Duty]:
    rows = Duty.objects.filter(service__districts=district, person__is_active=True, person__care_worker__is_active=True)
    return rows.select_related("person", "service__organisation")


def gaps(windows: Iterable[Window | Any], start: dt.datetime, end: dt.datetime) -> list[Window]:
    """The parts of start–end that no window covers, in order. Pure."""
    found, reached = [], start
    for begins, ends in sorted((window[0], window[1]) for window in windows):
        if begins > reached:
            found.append((reached, min(begins, end)))
        reached = max(reached, ends)
        if reached >= end:
            return found
    return [*found, (reached, end)] if reached < end else found
