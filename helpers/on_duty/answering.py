"""Who answers the one number of a quarter at this moment: the meeting point while it is open, else whoever has duty.

One query finds the quarter and reads everything; what was found is kept for a few seconds in the process. A page shows
it, nothing is decided by it: who is told what at night asks `helpers.on_duty.on_call`.
"""

import datetime as dt
import time
from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, DateField, Exists, ExpressionWrapper, F, Func, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.fields import DateTimeField
from django.db.models.functions import JSONObject, TruncDate
from django.utils.translation import gettext as _

from helpers.models import Duty, Fallback
from piano.kit import clock
from piano.kit.house import default_house
from piano.kit.languages import is_german
from quarters.models import District, MeetingPoint, OfficeDay, OfficeHours
from quarters.office_hours import USUAL, Office, Window, hours_between

OFFICE, DUTY, NOBODY = "office", "duty", "nobody"
AHEAD = dt.timedelta(days=14)
BACK = dt.timedelta(days=2)  # so that a running gap keeps its beginning
SOON = dt.timedelta(hours=18)
MOST_KEPT = 500
NOW = Func(function="piano_now", output_field=DateTimeField())
FROM = TruncDate(NOW - BACK, tzinfo=clock.BERLIN, output_field=DateField())
TODAY = TruncDate(NOW, tzinfo=clock.BERLIN, output_field=DateField())


@dataclass(frozen=True)
class Answering:
    """`kind` is office, duty, nobody or empty where nothing is known; `until` is when that changes, `name` who it is.

    `label` names the place that the number belongs to, `number` is E.164.
    """

    label: str
    number: str
    kind: str = ""
    name: str = ""
    until: dt.datetime | None = None
    now: dt.datetime | None = None

    @property
    def words(self) -> str:
        """In the active language; empty where nothing is known."""
        if not self.kind:
            return ""
        when = say_until(self.until, self.now) if self.until and self.now else ""
        if self.kind == NOBODY:
            said = _("Jetzt niemand. Sprechen Sie aufs Band, wir rufen ab %(time)s zurück.")
            return said % {"time": when} if when else _("Jetzt niemand. Bitte sprechen Sie aufs Band.")
        said = _("%(name)s, bis %(time)s") if self.kind == OFFICE else _("Bereitschaft %(name)s, bis %(time)s")
        return said % {"name": self.name, "time": when}


@dataclass(frozen=True)
class Shift:
    start: dt.datetime
    end: dt.datetime
    name: str


def say_until(moment: dt.datetime, now: dt.datetime) -> str:
    """„17 Uhr“; „Montag, 9 Uhr“ where it is not within the next hours."""
    time_said = clock.say_time(moment)
    if is_german():
        time_said = time_said.replace(":00 ", " ")
    return time_said if moment - now < SOON else f"{clock.say_weekday(moment)}{clock.comma()} {time_said}"


def who_answers(key: Hashable, district: Combinable) -> Answering:
    """For the district whose key the expression gives, or the house alone where it gives none. At most one query.

    `key` names what the expression depends on: the answer is kept under it for a few seconds.
    """
    kept = _kept.get(key)
    if settings.ANSWERING_SECONDS and kept and kept[0] > time.monotonic():
        return kept[1]
    found = _ask(district)
    if settings.ANSWERING_SECONDS:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = (time.monotonic() + settings.ANSWERING_SECONDS, found)
    return found


_kept: dict[Hashable, tuple[float, Answering]] = {}


def _ask(district: Combinable) -> Answering:
    """A quarter without a number of its own has the house's, and then also who answers there."""
    house = default_house()
    of_house = Exists(MeetingPoint.objects.filter(district=OuterRef("pk"), name=house.label))
    rows = district_rows().alias(is_of_house=of_house).filter(Q(pk=district) | Q(is_of_house=True))
    found: list[Any] = list(rows.annotate(is_own=ExpressionWrapper(Q(pk=district), BooleanField())).order_by("-is_own"))
    for row in found:
        answering = _answering(row)
        if row.is_own and answering.number:
            return answering
        if any(place["name"] == house.label for place in row.places):
            return replace(answering, label=house.label, number=house.number)
    return Answering(house.label, house.number)


def _answering(row: Any) -> Answering:
    place, office, shifts = read_row(row)
    open_ = hours_between(office, row.moment, row.moment + AHEAD)
    label = place["name"] if place else row.name
    number = row.phone or (place["phone"] if place else "")
    kind, name, until = answers_at(open_, shifts, row.moment)
    if kind == NOBODY and row.has_fallback:
        kind, name = DUTY, row.name
    return Answering(label, number, kind, name or label, until, row.moment)


def read_row(row: Any) -> tuple[dict[str, Any] | None, Office, list[Shift]]:
    """Of one of `district_rows`: its meeting point, chosen as `quarters.office_hours.office_of` chooses it, with its hours,
    and the shifts from two days ago on.
    """
    place = min(row.places, key=lambda one: (not one["week"], not one["phone"], one["pk"]), default=None)
    week, days = (place["week"], place["days"]) if place else ([], [])
    office = Office(
        week=tuple((one["weekday"], _time(one["opens"]), _time(one["closes"])) for one in week) or USUAL,  # type: ignore[misc]
        days=tuple((dt.date.fromisoformat(one["day"]), _time(one["opens"]), _time(one["closes"])) for one in days),
    )
    shifts = [Shift(_moment(one["start"]), _moment(one["end"]), _name(one, row.name)) for one in row.shifts]
    return place, office, shifts


def answers_at(open_: list[Window], shifts: list[Shift], now: dt.datetime) -> tuple[str, str, dt.datetime | None]:
    """(kind, who, until when). Pure. `shifts` come in the order in which they are asked.

    Of shifts that follow each other under one name the last one's end is told, or when the meeting point opens before
    that. Nobody's end is when somebody is there again.
    """
    if open_ and open_[0][0] <= now:
        return OFFICE, "", open_[0][1]
    opening = [start for start, _ in open_[:1]]
    on = next((shift for shift in shifts if shift.start <= now < shift.end), None)
    if on is None:
        return NOBODY, "", min([*opening, *(shift.start for shift in shifts if shift.start > now)], default=None)
    end = on.end
    for shift in sorted(shifts, key=lambda one: one.start):
        if shift.name == on.name and shift.start <= end < shift.end:
            end = shift.end
    return DUTY, on.name, min([end, *opening])


def district_rows() -> QuerySet[District]:
    """With `moment`, `places`, `shifts` and `has_fallback`, for `read_row`."""
    fallback = Fallback.objects.filter(district=OuterRef("pk"), person__is_active=True)
    parts = {"places": ArraySubquery(_places()), "shifts": ArraySubquery(_shifts()), "has_fallback": Exists(fallback)}
    return District.objects.annotate(moment=NOW, **parts)


def _places() -> QuerySet[Any, Any]:
    """Meeting points that are run today, with their hours."""
    runs = Q(valid_from=None) | Q(valid_from__lte=TODAY)
    runs &= Q(valid_until=None) | Q(valid_until__gt=TODAY)
    rows = MeetingPoint.objects.filter(runs, district=OuterRef("pk")).order_by("pk")
    lines = {"opens": "opens", "closes": "closes"}
    week = OfficeHours.objects.filter(meeting_point=OuterRef("pk")).order_by("weekday", "opens")
    days = OfficeDay.objects.filter(meeting_point=OuterRef("pk"), day__gte=FROM).order_by("day", "opens")
    return rows.values(
        place=JSONObject(
            pk="pk",
            name="name",
            phone="phone",
            week=ArraySubquery(week.values(line=JSONObject(weekday="weekday", **lines))),
            days=ArraySubquery(days.values(line=JSONObject(day="day", **lines))),
        )
    )


def _shifts() -> QuerySet[Any, Any]:
    """Of active people, in the order of `helpers.on_duty.on_call`: from two days ago on to what begins within two weeks."""
    care = Q(service__districts=OuterRef("pk"), person__care_worker__is_active=True)
    rows = Duty.objects.filter(care | Q(district=OuterRef("pk")), person__is_active=True)
    rows = rows.filter(window__endswith__gt=NOW - BACK, window__startswith__lt=NOW + AHEAD)
    rows = rows.alias(is_of_service=Q(service__isnull=False)).order_by("is_deputy", "is_of_service", "pk")
    span = {"start": F("window__startswith"), "end": F("window__endswith"), "service": "service__organisation__name"}
    return rows.values(span=JSONObject(**span))


def _name(shift: dict[str, Any], district: str) -> str:
    return shift["service"] or district


def _time(text: str | None) -> dt.time | None:
    return dt.time.fromisoformat(text) if text else None


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)
