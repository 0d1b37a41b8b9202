"""When a meeting point is open, in words. Pure: hours in, sentences out; nothing here asks the database.

The hours are those of `quarters.office_hours`: the weekday's, none on holidays of Hesse, and before both what stands for a
single day. One that drives is open where and while it stands.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.holidays import say_holiday
from piano.kit.languages import is_german

Span = tuple[dt.time, dt.time]
AHEAD = 60  # days in which the next opening is looked for
SOON = 21  # days whose exceptions stand on the page


@dataclass(frozen=True)
class Day:
    """The spans of one day in order; without any, `reason` says why where somebody knows."""

    day: dt.date
    spans: tuple[Span, ...]
    reason: str = ""


@dataclass(frozen=True)
class Hours:
    """`week` by weekday; `days` are single days with their spans and a reason."""

    week: Mapping[int, tuple[Span, ...]]
    days: Mapping[dt.date, tuple[tuple[Span, ...], str]] = field(default_factory=dict)

    def on(self, day: dt.date) -> Day:
        if day in self.days:
            spans, note = self.days[day]
            return Day(day, spans, note)
        if clock.is_holiday(day):
            return Day(day, (), say_holiday(day))
        return Day(day, self.week.get(day.weekday(), ()))

    def is_usual(self, day: dt.date) -> bool:
        return self.on(day).spans == self.week.get(day.weekday(), ())


@dataclass(frozen=True)
class Opening:
    """`state` is open, later or closed; `words` one or two sentences."""

    state: str
    words: str


def read_hours(week: Iterable[tuple[int, dt.time, dt.time]], days: Iterable[Any]) -> Hours:
    """`days` are rows of `OfficeDay` in order."""
    by_weekday: dict[int, list[Span]] = {}
    for weekday, opens, closes in week:
        by_weekday.setdefault(weekday, []).append((opens, closes))
    single: dict[dt.date, tuple[tuple[Span, ...], str]] = {}
    for row in days:
        spans, note = single.get(row.day, ((), ""))
        more = ((row.opens, row.closes),) if row.opens else ()
        single[row.day] = (*spans, *more), note or row.note
    return Hours({weekday: tuple(sorted(spans)) for weekday, spans in by_weekday.items()}, single)


def say_opening(hours: Hours, now: dt.datetime) -> Opening:
    """„Heute geöffnet bis 17 Uhr.“ „Heute zu: Neujahr. Morgen ab 9 Uhr.“"""
    here = clock.local(now)
    today = hours.on(here.date())
    time = here.time()
    running = next((span for span in today.spans if span[0] <= time < span[1]), None)
    if running:
        return Opening("open", _("Heute geöffnet bis %(time)s.") % {"time": say_hour(running[1])})
    later = next((span for span in today.spans if span[0] > time), None)
    if later:
        return Opening("later", _("Heute ab %(time)s geöffnet.") % {"time": say_hour(later[0])})
    return Opening("closed", f"{_say_closed(today)} {_say_next(hours, here.date())}")


def _say_closed(today: Day) -> str:
    if today.spans:
        return _("Jetzt zu.")
    return _("Heute zu: %(reason)s.") % {"reason": today.reason} if today.reason else _("Heute zu.")


def _say_next(hours: Hours, today: dt.date) -> str:
    for ahead in range(1, AHEAD):
        day = hours.on(today + dt.timedelta(days=ahead))
        if day.spans:
            time = say_hour(day.spans[0][0])
            if ahead == 1:
                return _("Morgen ab %(time)s.") % {"time": time}
            return _("Wieder am %(day)s, ab %(time)s.") % {"day": clock.say_day(day.day), "time": time}
    return _("Fragen Sie bitte am Telefon, wann wieder jemand da ist.")


def say_hour(time: dt.time) -> str:
    """„17 Uhr“, „9:30 Uhr“."""
    said = clock.say_wall_time(time)
    return said.replace(":00 ", " ") if is_german() else said


def say_spans(spans: Iterable[Span]) -> str:
    """„9 bis 12 Uhr und 14 bis 17 Uhr“; „zu“ for none."""
    said = [_("%(start)s bis %(end)s Uhr") % {"start": _figures(start), "end": _figures(end)} for start, end in spans]
    return _(" und ").join(said) or _("zu")


def _figures(time: dt.time) -> str:
    said = f"{time:%H:%M}".removeprefix("0")
    return said.removesuffix(":00") if is_german() else said


def exceptions(hours: Hours, today: dt.date) -> list[Day]:
    """Days of the next weeks on which it is not as every week: holidays, and what somebody entered."""
    ahead = (today + dt.timedelta(days=number) for number in range(SOON))
    return [hours.on(day) for day in ahead if day in hours.days or not hours.is_usual(day)]
