"""A month as a calendar has it: weeks of seven days, in each what happens; of a full day only the first few."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber, TruncDate

from piano.kit import clock
from quarters.models import Event
from quarters.programme.reading import Choice, events_ahead
from quarters.programme.repeating import first_of_month

SHOWN_A_DAY = 4
FARTHEST = 24  # months


@dataclass
class Day:
    """`more`: how many of this day are left out."""

    day: dt.date
    is_in_month: bool
    events: list[Event] = field(default_factory=list)
    more: int = 0


def read_month(text: str, *, today: dt.date) -> dt.date | None:
    """„2026-12“; empty is this month; None for anything else, and for what is too far away."""
    if not text:
        return first_of_month(today)
    day = clock.read_day(f"{text}-01") if len(text) == 7 else None
    is_near = day is not None and abs((day.year - today.year) * 12 + day.month - today.month) <= FARTHEST
    return day if is_near else None


def weeks_of(month: dt.date, choice: Choice) -> list[list[Day]]:
    """From Monday on. One query."""
    first = month - dt.timedelta(days=month.weekday())
    last = first_of_month(month, ahead=1) - dt.timedelta(days=1)
    days = [Day(first + dt.timedelta(days=n), False) for n in range(((last - first).days // 7 + 1) * 7)]
    by_day = {day.day: day for day in days}
    for day in days:
        day.is_in_month = day.day.month == month.month
    for event in _few_a_day(choice, month):
        by_day[clock.local(event.starts_at).date()].events.append(event)
        by_day[clock.local(event.starts_at).date()].more = getattr(event, "so_many", 0) - SHOWN_A_DAY
    return [days[n : n + 7] for n in range(0, len(days), 7)]


def of_month(choice: Choice, month: dt.date) -> Any:
    """Everything of it, also what is over."""
    begin, end = (clock.at(first_of_month(month, ahead=ahead), dt.time.min) for ahead in (0, 1))
    return events_ahead(choice, now=begin).filter(starts_at__gte=begin, starts_at__lt=end)


def _few_a_day(choice: Choice, month: dt.date) -> list[Event]:
    local = TruncDate("starts_at", tzinfo=clock.BERLIN)
    rows = of_month(choice, month).annotate(
        number=Window(RowNumber(), partition_by=local, order_by=[F("starts_at"), F("pk")]),
        so_many=Window(Count("pk"), partition_by=local),
    )
    return list(rows.filter(number__lte=SHOWN_A_DAY))
