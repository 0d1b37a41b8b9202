"""What runs round the clock for papers and planned visits. Any number of sweepers gives the same tables."""

import datetime as dt

from piano.kit import clock
from piano.kit.sweeps import sweep
from piano.messaging.running import once_per_slot
from requests.qualifying import lapses

OFTEN = dt.timedelta(minutes=10)


@sweep(queue="normal", every=120)
def watch_planned_papers() -> int:
    """Finds planned visits whose person's papers end before, and on their morning gives them to the helper."""
    now = clock.now()
    if not once_per_slot("watch_planned_papers", every=OFTEN):
        return 0
    return lapses.look_ahead(now=now) + lapses.keep_away(now=now)
