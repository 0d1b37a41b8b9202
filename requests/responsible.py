"""Who is responsible at a moment: the helpers of a district while the meeting point is open, else whoever has duty."""

import datetime as dt

from piano.kit import clock

OPENS, CLOSES = clock.CALL_HOURS[0][0], clock.CALL_HOURS[-1][1]


def is_office_open(moment: dt.datetime) -> bool:
    """A working day from the first to the last calling hour; at noon somebody is there, too."""
    here = clock.local(moment)
    return clock.is_working_day(here.date()) and OPENS <= here.time() < CLOSES
