"""When a letter leaves, and when it lies in a letter box. The post's days are data of the operator (PIANO_POST_DAYS)."""

import datetime as dt

from django.conf import settings

from piano.kit import clock


def leaves_at() -> dt.time:
    """Who empties the tray goes home, and the letter box is emptied in the afternoon: a row of the panel."""
    from piano.messaging.times.rules import rule_for  # tables are there only now

    return rule_for("letter", "b").usual[1]


def batch_day(now: dt.datetime) -> dt.date:
    """The day with whose letters it is printed and posted: today until the tray is emptied, else the next working day."""
    day = clock.local(now).date()
    if not clock.is_working_day(day) or now >= clock.at(day, leaves_at()):
        day = _working_days_after(day, 1)
    return day


def arrives_on(day: dt.date) -> dt.date:
    """Working days alone are counted, and Saturdays are none: rather a call too many than a letter too late."""
    return _working_days_after(day, settings.POST_DAYS)


def arrives_in_time(expires_at: dt.datetime | None, *, now: dt.datetime) -> bool:
    """On a day before the one on which it is over; whoever reads it in the evening can still say something."""
    return expires_at is None or arrives_on(batch_day(now)) < clock.local(expires_at).date()


def _working_days_after(day: dt.date, count: int) -> dt.date:
    while count:
        day += dt.timedelta(days=1)
        count -= clock.is_working_day(day)
    return day
