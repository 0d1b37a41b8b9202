"""When the telephone of a meeting point is answered by somebody who works there. Spans are half-open, moments aware.

Where a meeting point has no hours of its own, working days from the first to the last calling hour count; at noon somebody
is there, too. On holidays of Hesse nobody is, whatever its weekday says.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from piano.kit import clock
from quarters.models import District, MeetingPoint, OfficeHours

Window = tuple[dt.datetime, dt.datetime]
OPENS, CLOSES = clock.CALL_HOURS[0][0], clock.CALL_HOURS[-1][1]
USUAL = tuple((weekday, OPENS, CLOSES) for weekday in range(5))


@dataclass(frozen=True)
class Office:
    """`point` is None where a district has no meeting point; `week` are weekday, opening and closing time."""

    point: MeetingPoint | None = None
    week: tuple[tuple[int, dt.time, dt.time], ...] = USUAL


def office_of(district: District, *, day: dt.date) -> Office:
    """The meeting point of the district that is open in these years: one with hours of its own first, then one with a
    telephone. Two queries.
    """
    points = list(MeetingPoint.objects.open_on(day).filter(district=district).order_by("pk"))
    rows = OfficeHours.objects.filter(meeting_point__in=points).order_by("weekday", "opens")
    hours: dict[int, list[tuple[int, dt.time, dt.time]]] = {}
    for row in rows:
        hours.setdefault(row.meeting_point_id, []).append((row.weekday, row.opens, row.closes))
    if not points:
        return Office()
    point = min(points, key=lambda one: (one.pk not in hours, not one.phone, one.pk))
    return Office(point, tuple(hours.get(point.pk, USUAL)))


def hours_between(office: Office, start: dt.datetime, end: dt.datetime) -> list[Window]:
    """Every span in which the office answers and that touches start–end, in order, not cut. Pure."""
    day, last = clock.local(start).date(), clock.local(end).date()
    found: list[Window] = []
    while day <= last:
        found += [span for span in _hours_of(office.week, day) if span[0] < end and span[1] > start]
        day += dt.timedelta(days=1)
    return found


def _hours_of(week: Iterable[tuple[int, dt.time, dt.time]], day: dt.date) -> list[Window]:
    if clock.is_holiday(day):
        return []
    return [
        (clock.at(day, opens), clock.at(day, closes)) for weekday, opens, closes in week if weekday == day.weekday()
    ]
