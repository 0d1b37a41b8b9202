"""What was planned last month, once more: each single date on the same weekday of this or the next month."""

import datetime as dt
from dataclasses import dataclass, fields

from django.db import transaction

from piano.kit import clock
from quarters.models import Event, MeetingPoint, User
from quarters.programme.planning import Facts, plan_event


@dataclass(frozen=True)
class Proposal:
    """A date of the past month and the moment at which it would be again."""

    event: Event
    starts_at: dt.datetime

    @property
    def ends_at(self) -> dt.datetime:
        return self.starts_at + (self.event.ends_at - self.event.starts_at)


def first_of_month(day: dt.date, *, ahead: int = 0) -> dt.date:
    month = day.year * 12 + day.month - 1 + ahead
    return dt.date(month // 12, month % 12 + 1, 1)


def proposals(point: MeetingPoint, *, month: dt.date, now: dt.datetime) -> list[Proposal]:
    """Into `month`, from the one before it: single dates that took place, as far as they lie ahead and are not there yet."""
    begin, end = (clock.at(first_of_month(month, ahead=ahead), dt.time.min) for ahead in (-1, 0))
    past = Event.objects.filter(
        meeting_point=point, series=None, cancelled_at=None, starts_at__gte=begin, starts_at__lt=end
    )
    until = clock.at(first_of_month(month, ahead=1), dt.time.min)
    known = set(
        Event.objects.filter(meeting_point=point, starts_at__gte=end, starts_at__lt=until).values_list(
            "title", "starts_at"
        )
    )
    found = [Proposal(event, again) for event in past.with_place().in_order() if (again := _again(event, month))]
    return [one for one in found if one.starts_at > now and (one.event.title, one.starts_at) not in known]


def _again(event: Event, month: dt.date) -> dt.datetime | None:
    """The second Tuesday stays the second Tuesday; None where the month has no fifth one."""
    here = clock.local(event.starts_at)
    first = first_of_month(month)
    day = first + dt.timedelta(days=(here.weekday() - first.weekday()) % 7 + 7 * ((here.day - 1) // 7))
    return clock.at(day, here.time()) if day.month == first.month else None


def facts_of(event: Event) -> Facts:
    """As they were planned."""
    closes = event.starts_at - event.register_until if event.register_until else dt.timedelta(0)
    values = {field.name: getattr(event, field.name) for field in fields(Facts) if field.name != "closes_hours"}
    values["languages"] = tuple(event.languages)
    return Facts(**values, closes_hours=int(closes.total_seconds() // 3600))


def plan_again(chosen: list[Proposal], *, by: User, now: dt.datetime) -> list[Event]:
    with transaction.atomic():
        return [
            plan_event(facts_of(one.event), starts_at=one.starts_at, ends_at=one.ends_at, by=by, now=now)
            for one in chosen
        ]
