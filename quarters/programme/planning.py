"""Planning dates of the programme: one, or a series of them with an end. What was planned is changed in `changing`."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from piano.kit import clock
from quarters.models import Event, EventSeries, MeetingPoint, User
from quarters.programme.errors import (
    CardCostsMore,
    EndsBeforeItBegins,
    EndsTooEarly,
    IsPast,
    NobodyLeads,
    NoDay,
    NoEnd,
    NoRoom,
    NoSlots,
    TakesTooLong,
    TooLongSeries,
)
from quarters.programme.rule import days_of

LONGEST_SERIES = dt.timedelta(days=366)
LONGEST = dt.timedelta(days=3)


@dataclass(frozen=True)
class Facts:
    """What holds for a date besides its time. `closes_hours`: so long before the beginning the registration closes."""

    meeting_point: MeetingPoint
    kind: str
    title: str
    about: str = ""
    place: str = ""
    needs_registration: bool = False
    capacity: int | None = None
    closes_hours: int = 0
    max_companions: int = 0
    welcomes_neighbours: bool = False
    has_meal: bool = False
    price_cents: int = 0
    card_price_cents: int | None = None
    languages: tuple[str, ...] = ()
    is_step_free: bool = False
    has_lifts: bool = False
    slot_minutes: int = 0
    host: User | None = None

    def columns(self, starts_at: dt.datetime, ends_at: dt.datetime) -> dict[str, Any]:
        """Of the row at this time. Raises `NoRoom`, `NoSlots`, `NobodyLeads`, `CardCostsMore`."""
        if self.card_price_cents is not None and self.card_price_cents > self.price_cents:
            raise CardCostsMore()
        values = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "closes_hours"}
        values["languages"] = list(self.languages)
        values["register_until"] = starts_at - dt.timedelta(hours=self.closes_hours) if self.closes_hours else None
        if self.slot_minutes:
            if self.host is None:
                raise NobodyLeads()
            values |= {"needs_registration": True, "max_companions": 0, "welcomes_neighbours": False, "has_meal": False}
            values["capacity"] = int((ends_at - starts_at) / dt.timedelta(minutes=self.slot_minutes))
            if not values["capacity"]:
                raise NoSlots()
        elif self.capacity is not None and self.capacity < 1:
            raise NoRoom()
        return values


def plan_event(
    facts: Facts, *, starts_at: dt.datetime, ends_at: dt.datetime, by: User | None, now: dt.datetime
) -> Event:
    """One date. Raises `EndsTooEarly`, `TakesTooLong`, `IsPast`, `NoRoom`, `NoSlots`."""
    return Event.objects.create(**_row(facts, starts_at, ends_at, by=by, now=now))


def plan_series(
    facts: Facts,
    *,
    rule: str,
    first_day: dt.date,
    last_day: dt.date | None,
    starts: dt.time,
    minutes: int,
    by: User | None,
    now: dt.datetime,
    left_out: Collection[dt.date] = (),
) -> list[Event]:
    """All its dates at once, in local time. `left_out`: days of the rule on which it does not take place.

    Raises `NoEnd`, `EndsBeforeItBegins`, `TooLongSeries`, `NoDay` and what `plan_event` does.
    """
    last = _checked_end(first_day, last_day)
    days = [day for day in days_of(rule, first_day=first_day, last_day=last) if day not in left_out]
    if not days:
        raise NoDay()
    with transaction.atomic():
        series = EventSeries.objects.create(rule=rule, first_day=first_day, last_day=last, left_out=sorted(left_out))
        rows = [_row(facts, *_span(day, starts, minutes), by=by, now=now) for day in days]
        return Event.objects.bulk_create(
            Event(**row, series=series, series_day=day) for row, day in zip(rows, days, strict=True)
        )


def _checked_end(first_day: dt.date, last_day: dt.date | None) -> dt.date:
    if last_day is None:
        raise NoEnd()
    if last_day < first_day:
        raise EndsBeforeItBegins()
    if last_day - first_day > LONGEST_SERIES:
        raise TooLongSeries()
    return last_day


def _span(day: dt.date, starts: dt.time, minutes: int) -> tuple[dt.datetime, dt.datetime]:
    starts_at = clock.at(day, starts)
    return starts_at, starts_at + dt.timedelta(minutes=minutes)


def check_span(starts_at: dt.datetime, ends_at: dt.datetime, *, now: dt.datetime) -> None:
    if ends_at <= starts_at:
        raise EndsTooEarly()
    if ends_at - starts_at > LONGEST:
        raise TakesTooLong()
    if starts_at <= now:
        raise IsPast()


def _row(
    facts: Facts, starts_at: dt.datetime, ends_at: dt.datetime, *, by: User | None, now: dt.datetime
) -> dict[str, Any]:
    check_span(starts_at, ends_at, now=now)
    values = facts.columns(starts_at, ends_at)
    return {**values, "starts_at": starts_at, "ends_at": ends_at, "planned_by": by, "created_at": now}


def warnings_about(day: dt.date) -> list[str]:
    """What a planner should think of on this day; nothing moves by itself (domain 10)."""
    found = []
    if clock.is_silent(day):
        found.append(_("%(day)s ist ein stiller Feiertag: keine Feste im Treff.") % {"day": clock.say_day(day)})
    elif clock.is_holiday(day):
        found.append(_("%(day)s ist ein Feiertag.") % {"day": clock.say_day(day)})
    elif (day.month, day.day) in ((12, 24), (12, 31)):
        found.append(
            _("%(day)s: Viele Häuser sind geschlossen, und viele Menschen sind allein.") % {"day": clock.say_day(day)}
        )
    return found
