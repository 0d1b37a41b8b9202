"""How long somebody has who is asked alone: a third of the time until the visit, and nobody has to answer at night. Pure."""

import datetime as dt

from piano.kit import clock
from requests.policies.pace import AT_LEAST, DAY_BEGINS, DAY_ENDS, LEAD_TIME, ONE_DAY, after_day_minutes, awake_minutes

AFTER_NIGHT = dt.timedelta(hours=1)


def leaves_time(
    asked_at: dt.datetime, start: dt.datetime, *, until: dt.datetime, at_any_hour: bool = False
) -> dt.datetime:
    """`until`, or earlier, so that those who come after her have two thirds of the time; at least ten minutes.

    Where the third ends at night (`clock.is_quiet`) or within ten minutes after it, she has until an hour after the night, or less,
    so that the others have at least half of the hours from 8 to 20 Uhr before somebody has to leave. If that leaves her less than
    ten minutes of the morning, her time ends when the night begins. `at_any_hour`: what is counted in minutes stays as it is.
    """
    third = asked_at + (start - asked_at) / 3
    if third < until and not at_any_hour and (clock.is_quiet(third) or clock.is_quiet(third - AT_LEAST)):
        third = _not_at_night(third, asked_at, start, until=until)
    return max(min(until, third), asked_at + AT_LEAST)


def _not_at_night(third: dt.datetime, asked_at: dt.datetime, start: dt.datetime, *, until: dt.datetime) -> dt.datetime:
    day = clock.local(clock.after_quiet(third)).date()
    morning, evening = clock.at(day, DAY_BEGINS), clock.at(day - ONE_DAY, DAY_ENDS)
    half = after_day_minutes(asked_at, awake_minutes(asked_at, start - LEAD_TIME) // 2)
    later = min(morning + AFTER_NIGHT, half, until)
    return later if later >= morning + AT_LEAST else evening
