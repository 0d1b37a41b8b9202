"""When the telephone of a meeting point is answered by somebody who works there. Spans are half-open, moments aware.

Where a meeting point has no hours of its own, working days from the first to the last calling hour count; at noon somebody
is there, too. On holidays of Hesse nobody is, whatever its weekday says. What is entered for a single day goes before both.
"""

import datetime as dt
from dataclasses import dataclass

from piano.kit import clock
from quarters.models import District, MeetingPoint, OfficeDay, OfficeHours

Window = tuple[dt.datetime, dt.datetime]
OPENS, CLOSES = clock.CALL_HOURS[0][0], clock.CALL_HOURS[-1][1]
USUAL = tuple((weekday, OPENS, CLOSES) for weekday in range(5))


@dataclass(frozen=True)
class Office:
    """`point` is None where a district has no meeting point; `week` are weekday, opening and closing time; `days` are
    single days with theirs, both None where nobody is there.
    """

    point: MeetingPoint | None = None
    week: tuple[tuple[int, dt.time, dt.time], ...] = USUAL
    days: tuple[tuple[dt.date, dt.time | None, dt.time | None], ...] = ()


def office_of(district: District, *, day: dt.date) -> Office:
    """The meeting point of the district that is open in these years: one with hours of its own first, then one with a
    telephone. Three queries.
    """
    points = list(MeetingPoint.objects.open_on(day).filter(district=district).order_by("pk"))
    rows = OfficeHours.objects.filter(meeting_point__in=points).order_by("weekday", "opens")
    hours: dict[int, list[tuple[int, dt.time, dt.time]]] = {}
    for row in rows:
        hours.setdefault(row.meeting_point_id, []).append((row.weekday, row.opens, row.closes))
    if not points:
        return Office()
    point = min(points, key=lambda one: (one.pk not in hours, not one.phone, one.pk))
    single = OfficeDay.objects.filter(meeting_point=point, day__gte=day).order_by("day", "opens")
    return Office(point, tuple(hours.get(point.pk, USUAL)), tuple(single.values_list("day", "opens", "closes")))


def hours_between(office: Office, start: dt.datetime, end: dt.datetime) -> list[Window]:
    """Every span in which the office answers and that touches start–end, in order, not cut. Pure."""
    day, last = clock.local(start).date(), clock.local(end).date()
    found: list[Window] = []
    while day <= last:
        found += [span for span in _hours_of(office, day) if span[0] < end and span[1] > start]
        day += dt.timedelta(days=1)
    return found


def _hours_of(office: Office, day: dt.date) -> list[Window]:
    lines = [(opens, closes) for when, opens, closes in office.days if when == day]
    if not lines and not clock.is_holiday(day):
        lines = [(opens, closes) for weekday, opens, closes in office.week if weekday == day.weekday()]
    return [(clock.at(day, opens), clock.at(day, closes)) for opens, closes in lines if opens and closes]
