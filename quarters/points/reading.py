"""Meeting points as they are shown: with who runs them today, their hours, their way through the week. Changes nothing."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.lookups import GreaterThan

from piano.kit import clock
from quarters.models import MeetingPoint, OfficeDay, Quarter, RouteStop, Tenure
from quarters.models.people import Plain
from quarters.people.languages import say_language
from quarters.points.opening import Hours, Opening, read_hours, say_opening


@dataclass(frozen=True)
class Halt:
    """A stop on a day; `reason` says why it does not come that day, empty where nobody knows."""

    stop: RouteStop
    day: dt.date
    is_off: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Shown:
    """A meeting point at a moment. `tenure` is who runs it and where, the last known one of a closed one."""

    point: MeetingPoint
    tenure: Tenure | None
    hours: Hours
    opening: Opening | None
    halts: list[Halt]
    day: dt.date

    @property
    def is_mobile(self) -> bool:
        return bool(self.halts)

    @property
    def is_over(self) -> bool:
        return self.point.valid_until is not None and self.point.valid_until <= self.day

    @property
    def is_ahead(self) -> bool:
        return self.point.valid_from is not None and self.point.valid_from > self.day

    @property
    def halts_today(self) -> list[Halt]:
        return [halt for halt in self.halts if halt.day == self.day]

    @property
    def next_halt(self) -> Halt | None:
        return next((halt for halt in self.halts if halt.day > self.day and not halt.is_off), None)

    @property
    def languages(self) -> list[str]:
        return [say_language(code) for code in self.point.languages]

    @property
    def earlier(self) -> list[Tenure]:
        """The newest first."""
        return [one for one in reversed(tenures_of(self.point)) if one.valid_until and one.valid_until <= self.day]

    @property
    def coming(self) -> list[Tenure]:
        return [one for one in tenures_of(self.point) if one.valid_from and one.valid_from > self.day]


def told(rows: QuerySet[MeetingPoint], day: dt.date) -> QuerySet[MeetingPoint]:
    """With everything that `show` reads, in a handful of queries however many they are."""
    return rows.select_related("district", "moved_to").prefetch_related(
        Prefetch("tenures", Tenure.objects.select_related("operator", "landlord")),
        "office_hours",
        Prefetch("office_days", OfficeDay.objects.filter(day__gte=day)),
        Prefetch("stops", RouteStop.objects.select_related("district")),
    )


def show(point: MeetingPoint, now: dt.datetime) -> Shown:
    """Of one that `told` has read."""
    day = clock.local(now).date()
    stops = list(point.stops.all())
    if stops:
        week = [(stop.weekday, stop.arrives, stop.leaves) for stop in stops]
    else:
        week = [(row.weekday, row.opens, row.closes) for row in point.office_hours.all()]
    hours = read_hours(week, point.office_days.all())
    shown = Shown(point, tenure_on(point, day), hours, None, halts_of(stops, hours, day), day)
    if not week or shown.is_over or shown.is_ahead:
        return shown
    return Shown(point, shown.tenure, hours, say_opening(hours, now), shown.halts, day)


def halts_of(stops: list[RouteStop], hours: Hours, today: dt.date) -> list[Halt]:
    """The next seven days, today first."""
    halts = []
    for ahead in range(7 if stops else 0):
        day = today + dt.timedelta(days=ahead)
        said = hours.on(day)
        off = not said.spans
        halts += [Halt(stop, day, off, said.reason) for stop in stops if stop.weekday == day.weekday()]
    return halts


def tenures_of(point: MeetingPoint) -> list[Tenure]:
    """In order, from the cache that `told` filled."""
    return sorted(point.tenures.all(), key=lambda one: one.valid_from or dt.date.min)


def tenure_on(point: MeetingPoint, day: dt.date) -> Tenure | None:
    """The one of that day, else the last one before it, else the first one to come."""
    rows = tenures_of(point)
    begun = [one for one in rows if one.valid_from is None or one.valid_from <= day]
    return begun[-1] if begun else next(iter(rows), None)


def open_points(day: dt.date) -> QuerySet[MeetingPoint]:
    """Meeting points that there are on this day, in the order of the districts."""
    return told(MeetingPoint.objects.open_on(day), day)


def find_points(query: str, day: dt.date) -> QuerySet[MeetingPoint]:
    """By name, street, district, stop or everyday name; a typing mistake or two is forgiven (pg_trgm)."""
    wanted = Plain(Value(query))
    everyday = Quarter.objects.filter(district=OuterRef("district")).filter(near("name", wanted))
    streets = Tenure.objects.filter(meeting_point=OuterRef("pk")).filter(
        near("street", wanted), Q(valid_until=None) | Q(valid_until__gt=day)
    )
    stops = RouteStop.objects.filter(meeting_point=OuterRef("pk")).filter(
        near("place", wanted) | near("district__name", wanted)
    )
    named: Any = near("name", wanted) | near("district__name", wanted)
    return open_points(day).filter(named | Exists(streets) | Exists(stops) | Exists(everyday))


def near(column: str, wanted: Plain) -> Q:
    return Q(GreaterThan(TrigramWordSimilarity(wanted, Plain(column)), 0.5))  # type: ignore[arg-type]
