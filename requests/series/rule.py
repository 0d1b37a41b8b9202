"""The rules of series, as RRULE text (RFC 5545): only what our form can say. Pure; days and wall times are local.

A rule never counts and never ends by itself: how long a series goes on is its own `review_on`.
"""

import datetime as dt
import re
from dataclasses import dataclass

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.errors import DomainError

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING_DAYS = WEEKDAYS[:5]
DAY = f"(?:{'|'.join(WEEKDAYS)})"
SHAPE = re.compile(
    rf"FREQ=DAILY|FREQ=WEEKLY(?P<every>;INTERVAL=2)?;BYDAY=(?P<days>{DAY}(?:,{DAY})*)"
    rf"|FREQ=MONTHLY;BYDAY=(?P<nth>[1-4]|-1)(?P<day>{DAY})"
)
A_MONDAY = dt.date(2024, 1, 1)  # a Monday, to say weekdays by


class NotARule(DomainError):
    message = "RRULE outside of what the form can say"


@dataclass(frozen=True)
class Times:
    """When a series happens: the rule, the wall time at which its window begins, how long that is, and the visit's length."""

    rule: str
    starts: dt.time
    span_minutes: int
    minutes: int

    def window(self, day: dt.date) -> tuple[dt.datetime, dt.datetime]:
        """The wish window on a day, half-open. A wall time that DST skips is moved behind the gap; a doubled one is the first."""
        start = clock.at(day, self.starts)
        return start, start + dt.timedelta(minutes=self.span_minutes)


def weekly(*days: str, every: int = 1) -> str:
    """`days` as in `WEEKDAYS`; `every` first or second week."""
    sorted_days = ",".join(day for day in WEEKDAYS if day in days)
    return checked(f"FREQ=WEEKLY{';INTERVAL=2' if every == 2 else ''};BYDAY={sorted_days}")


def monthly(nth: int, day: str) -> str:
    """The nth weekday of each month; -1 is the last."""
    return checked(f"FREQ=MONTHLY;BYDAY={nth}{day}")


def daily() -> str:
    return "FREQ=DAILY"


def checked(rule: str) -> str:
    """The rule itself. Raises `NotARule` for everything that the form cannot say."""
    if not SHAPE.fullmatch(rule):
        raise NotARule()
    rrulestr(rule, dtstart=dt.datetime.combine(A_MONDAY, dt.time.min))
    return rule


def days_between(rule: str, *, first_day: dt.date, start: dt.date, end: dt.date) -> list[dt.date]:
    """The local days of the rule from `start` to `end`, both included, never before `first_day` (which anchors every second week)."""
    found = rrulestr(checked(rule), dtstart=_midnight(first_day))
    return [moment.date() for moment in found.between(_midnight(start), _midnight(end), inc=True)]


def next_day(rule: str, *, first_day: dt.date, after: dt.date) -> dt.date:
    """The first day of the rule that is later than `after`. A rule of the form has one in every month."""
    moment = rrulestr(checked(rule), dtstart=_midnight(first_day)).after(_midnight(after))
    assert moment is not None
    day: dt.date = moment.date()
    return day


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min)


def say_rule(rule: str) -> str:
    """„jeden Dienstag“, „alle zwei Wochen am Dienstag und Freitag“, „am zweiten Dienstag im Monat“."""
    shape = SHAPE.fullmatch(rule)
    if shape is None:
        raise NotARule()
    if shape["day"]:
        nth = _nth(int(shape["nth"]))
        return _("am %(nth)s %(day)s im Monat") % {"nth": nth, "day": say_day_code(shape["day"])}
    if not shape["days"]:
        return _("jeden Tag")
    days = tuple(shape["days"].split(","))
    if shape["every"]:
        return _("alle zwei Wochen am %(days)s") % {"days": _list(days)}
    if days == WORKING_DAYS:
        return _("jeden Tag von Montag bis Freitag")
    return _("jeden %(days)s") % {"days": _list(days)}


def say_times(times: Times, *, with_span: bool = True) -> str:
    """„jeden Dienstag, 10:00 Uhr“; where the hour is open, „jeden Dienstag, 9:00 bis 13:00 Uhr“."""
    start, end = times.window(A_MONDAY)
    is_open = with_span and times.span_minutes > times.minutes
    hours = clock.say_hours(start, end) if is_open else clock.say_time(start)
    return f"{say_rule(times.rule)}{clock.comma()} {hours}"


def _nth(number: int) -> str:
    return {
        1: _("ersten"),
        2: _("zweiten"),
        3: _("dritten"),
        4: _("vierten"),
        -1: _("letzten"),
    }[number]


def say_day_code(code: str) -> str:
    """„Dienstag“ of „TU“."""
    return clock.say_weekday(A_MONDAY + dt.timedelta(days=WEEKDAYS.index(code)))


def _list(days: tuple[str, ...]) -> str:
    *first, last = [say_day_code(day) for day in days]
    return _("%(first)s und %(last)s") % {"first": f"{clock.comma()} ".join(first), "last": last} if first else last
