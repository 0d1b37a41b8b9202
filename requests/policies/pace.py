"""How long people have to answer, in the pace of real life. Pure; local time is Europe/Berlin, with both clock changes."""

import datetime as dt

from piano.kit import clock
from requests.policies.plain import Step, Unit, Who

DAY_BEGINS, NOON, DAY_ENDS = dt.time(8), dt.time(12), dt.time(20)
ONE_DAY = dt.timedelta(days=1)
LEAD_TIME = dt.timedelta(minutes=45)
AT_LEAST = dt.timedelta(minutes=10)


def ends_at(step: Step, *, now: dt.datetime) -> dt.datetime:
    """The end of the time to answer, counted from when it may be read, or from when somebody may be called."""
    if step.unit == Unit.MINUTES:
        return now + dt.timedelta(minutes=step.amount)
    begins = clock.next_call_time(now) if step.who == Who.PHONE else clock.after_quiet(now)
    if step.unit == Unit.DAY_MINUTES:
        return after_day_minutes(begins, step.amount)
    return noon_after(begins, step.amount, on_working_days=step.who == Who.PHONE)


def noon_after(moment: dt.datetime, days: int, *, on_working_days: bool = False) -> dt.datetime:
    """12 Uhr, so many days later; on the next working day where people are called."""
    day = clock.local(moment).date() + dt.timedelta(days=days)
    while on_working_days and not clock.is_working_day(day):
        day += ONE_DAY
    return clock.at(day, NOON)


def after_day_minutes(moment: dt.datetime, minutes: int) -> dt.datetime:
    """So many minutes later, where only those between 8 and 20 Uhr count."""
    left, day = dt.timedelta(minutes=minutes), clock.local(moment).date()
    while True:
        begins, ends = max(moment, clock.at(day, DAY_BEGINS)), clock.at(day, DAY_ENDS)
        if begins + left <= ends:
            return begins + left
        left -= max(ends - begins, dt.timedelta(0))
        day += ONE_DAY


def awake_minutes(start: dt.datetime, end: dt.datetime) -> int:
    """How many whole minutes between the two lie between 8 and 20 Uhr."""
    found, day = dt.timedelta(0), clock.local(start).date()
    while clock.at(day, DAY_BEGINS) < end:
        begins, ends = max(start, clock.at(day, DAY_BEGINS)), min(end, clock.at(day, DAY_ENDS))
        found += max(ends - begins, dt.timedelta(0))
        day += ONE_DAY
    return found // dt.timedelta(minutes=1)
