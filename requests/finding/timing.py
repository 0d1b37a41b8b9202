"""When the engine comes back, and by when something has to be said. Pure; how long people have to answer stands in `policies`."""

import datetime as dt
from typing import Any

from piano.kit import clock
from piano.messaging.phone_list import last_call_time
from requests.policies.pace import LEAD_TIME

ANSWER_IN_HASTE = dt.timedelta(minutes=30)  # for who was asked before it was called urgent
CARED_FOR = dt.timedelta(hours=1)  # somebody said she takes care of it; then it is asked about again
LOOK_FOR_DUTY = dt.timedelta(minutes=10)
DECISION_TIME = dt.timedelta(hours=2)
REPORT_AFTER, REPORT_AGAIN = dt.timedelta(hours=1), dt.timedelta(hours=24)
CALL_AGAIN, CALL_AGAIN_LATER = dt.timedelta(minutes=30), dt.timedelta(hours=2)
ASKED_AT_ONCE = 3
SHORTLY_BEFORE = dt.timedelta(hours=2)


def decide_by(*, now: dt.datetime, window_ends: dt.datetime) -> dt.datetime:
    """When a helper should have decided: two hours into the next calling time, before the wish is over."""
    return max(min(clock.next_call_time(now) + DECISION_TIME, window_ends - LEAD_TIME), now + dt.timedelta(minutes=15))


def latest_departure(visit: Any) -> dt.datetime:
    """When whoever comes has to leave at the latest: the end of the wish, less the visit and the way."""
    end: dt.datetime = visit.wish_window.upper - dt.timedelta(minutes=visit.minutes) - LEAD_TIME
    return end


def day_before(start: dt.datetime, at: dt.time) -> dt.datetime:
    """A wall time on the day before a visit."""
    return clock.at(clock.local(start).date() - dt.timedelta(days=1), at)


def tell_soon(*, start: dt.datetime, now: dt.datetime) -> dt.datetime:
    """When somebody is called about a visit: what was arranged in a day is told together on the next working morning.

    What begins before that morning is over is told at once.
    """
    morning = clock.next_call_time(clock.at(clock.local(now).date() + dt.timedelta(days=1), dt.time.min))
    return morning if clock.call_time_ends(morning) < start else now


def staff_tells_until(start: dt.datetime) -> dt.datetime:
    """The end of the last calling hours in which the staff can say who comes, two hours before the visit at the latest."""
    latest = start - SHORTLY_BEFORE
    return min(clock.call_time_ends(last_call_time(latest)), latest)


def tell_late(*, start: dt.datetime, now: dt.datetime) -> dt.datetime:
    """When somebody is called because who wanted to come does not: in the last calling hours before the day, since by then
    another may come, and one call says both."""
    return max(now, last_call_time(clock.at(clock.local(start).date(), dt.time.min)))
