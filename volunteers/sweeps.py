"""What runs round the clock for volunteers."""

import datetime as dt

from piano.kit import clock
from piano.kit.sweeps import sweep
from piano.messaging.running import once_per_slot
from volunteers.clubs.office import close_past_days
from volunteers.clubs.reminding import remind, remind_to_invite
from volunteers.expiring import tell_of_ends
from volunteers.path.signing import ask_to_sign
from volunteers.path.waiting import remind_of_waiting
from volunteers.pausing import end_due_pauses

SOMETIMES = dt.timedelta(hours=6)


@sweep(queue="bulk", every=900)
def tell_of_ending_papers() -> int:
    return tell_of_ends(now=clock.now()) if once_per_slot("tell_of_ending_papers", every=SOMETIMES) else 0


@sweep(queue="bulk", every=900)
def remind_on_the_way() -> int:
    """Who waits too long, who has to sign anew, and whose pause is over."""
    now = clock.now()
    back = end_due_pauses(now=now)
    if not once_per_slot("remind_on_the_way", every=SOMETIMES):
        return back
    return back + remind_of_waiting(now=now) + ask_to_sign(now=now)


@sweep(queue="bulk", every=900)
def keep_associations() -> int:
    """Days of the log that are over are closed; what an association has to renew is said in time."""
    if not once_per_slot("keep_associations", every=SOMETIMES):
        return 0
    now = clock.now()
    return close_past_days(now=now) + remind(now=now) + remind_to_invite(now=now)
