"""RRULE text (RFC 5545) of a series of dates: only what our form can say. Pure; days are local."""

import datetime as dt
import re

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from django.utils.translation import gettext as _

from piano.kit import clock

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY = f"(?:{'|'.join(CODES)})"
SHAPE = re.compile(
    rf"FREQ=WEEKLY;INTERVAL=(?P<every>[12]);BYDAY=(?P<day>{DAY})|FREQ=MONTHLY;BYDAY=(?P<nth>[1-4]|-1)(?P<of>{DAY})"
)
A_MONDAY = dt.date(2024, 1, 1)


def weekly(weekday: int, *, every: int = 1) -> str:
    """`weekday` 0 is Monday; each, or each second week."""
    return checked(f"FREQ=WEEKLY;INTERVAL={every};BYDAY={CODES[weekday]}")


def monthly(nth: int, weekday: int) -> str:
    """The nth weekday of each month; -1 is the last."""
    return checked(f"FREQ=MONTHLY;BYDAY={nth}{CODES[weekday]}")


def checked(rule: str) -> str:
    """The rule itself; raises `ValueError` for everything that the form cannot say."""
    if not SHAPE.fullmatch(rule):
        raise ValueError(f"RRULE outside of what the form can say: {rule}")
    return rule


def days_of(rule: str, *, first_day: dt.date, last_day: dt.date) -> list[dt.date]:
    """Every day of the rule, both ends included. Wall time is added day by day, so both changes of the clock leave it alone."""
    found = rrulestr(checked(rule), dtstart=dt.datetime.combine(first_day, dt.time.min))
    begin, end = (dt.datetime.combine(day, dt.time.min) for day in (first_day, last_day))
    return [moment.date() for moment in found.between(begin, end, inc=True)]


def say_rule(rule: str) -> str:
    """„jeden Dienstag“, „jeden zweiten Dienstag“, „am ersten Dienstag im Monat“."""
    shape = SHAPE.fullmatch(checked(rule))
    assert shape is not None
    day = clock.say_weekday(A_MONDAY + dt.timedelta(days=CODES.index(shape["day"] or shape["of"])))
    if shape["of"]:
        nth = {1: _("ersten"), 2: _("zweiten"), 3: _("dritten"), 4: _("vierten"), -1: _("letzten")}[int(shape["nth"])]
        return _("am %(nth)s %(day)s im Monat") % {"nth": nth, "day": day}
    return (
        _("alle zwei Wochen am %(days)s") % {"days": day}
        if shape["every"] == "2"
        else _("jeden %(days)s") % {"days": day}
    )
