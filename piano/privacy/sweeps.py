"""Every night what is overdue is erased, a few seconds at a time, so that nobody's message waits for it."""

import datetime as dt

from piano.kit import clock
from piano.kit.sweeps import sweep
from piano.messaging.running import once_per_slot
from piano.privacy.erasing import erase_overdue

NIGHT = (dt.time(2), dt.time(5))  # local; both ends lie in one day of UTC, whatever the season
SLOT = dt.timedelta(minutes=10)
RUN_SECONDS = 4.0


@sweep(queue="bulk", every=60)
def erase_what_is_over() -> int:
    """One run in ten minutes of the night, by whoever comes first. What is left, also after a failure, waits for the next:
    the tables themselves say what is overdue. Returns how many rows were taken.
    """
    now = clock.now()
    if not _is_night(now) or not once_per_slot("retention", every=SLOT):
        return 0
    return erase_overdue(now=now, seconds=RUN_SECONDS).done.total()


def _is_night(moment: dt.datetime) -> bool:
    return NIGHT[0] <= clock.local(moment).time() < NIGHT[1]
