"""What runs round the clock for calls that lie with other organisations, and for what a team took on. Any number of sweepers gives
the same tables.
"""

import datetime as dt

from helpers.circles.meetings import remind_of_decisions
from piano.kit import clock
from piano.kit.sweeps import sweep
from piano.messaging.running import once_per_slot
from requests.circles import watching

OFTEN = dt.timedelta(minutes=10)


@sweep(queue="bulk", every=300)
def watch_sendings() -> int:
    return watching.watch_sendings(now=clock.now()) if once_per_slot("watch_sendings", every=OFTEN) else 0


@sweep(queue="bulk", every=900)
def remind_of_team_tasks() -> int:
    now = clock.now()
    if clock.local(now).time() < watching.ASKED_FROM or not once_per_slot("remind_of_team_tasks", every=OFTEN):
        return 0
    return remind_of_decisions(now=now)
