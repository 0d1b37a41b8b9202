"""What runs round the clock for volunteers."""

import datetime as dt

from piano.kit import clock
from piano.kit.sweeps import sweep
from piano.messaging.running import once_per_slot
from volunteers.expiring import tell_of_ends

SOMETIMES = dt.timedelta(hours=6)


@sweep(queue="bulk", every=900)
def tell_of_ending_papers() -> int:
    return tell_of_ends(now=clock.now()) if once_per_slot("tell_of_ending_papers", every=SOMETIMES) else 0
