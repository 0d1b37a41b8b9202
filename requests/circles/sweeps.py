"""What runs round the clock for calls that lie with other organisations. Any number of sweepers gives the same tables."""

import datetime as dt

from piano.kit import clock
from piano.kit.sweeps import sweep
from piano.messaging.running import once_per_slot
from requests.circles import watching

OFTEN = dt.timedelta(minutes=10)


@sweep(queue="bulk", every=300)
def watch_sendings() -> int:
    return watching.watch_sendings(now=clock.now()) if once_per_slot("watch_sendings", every=OFTEN) else 0
