"""What runs round the clock for the rota. Any number of sweepers gives the same tables."""

import datetime as dt
from collections.abc import Callable

from helpers.courses import expiring
from helpers.on_duty import reachable, starting
from helpers.rota import duty_lapses, gaps_ahead, roll_out, roster_days
from piano.kit import clock
from piano.kit.sweeps import sweep
from piano.messaging.running import once_per_slot

TEN_MINUTES, A_MINUTE = dt.timedelta(minutes=10), dt.timedelta(minutes=1)
SOMETIMES = dt.timedelta(hours=6)
PROOF_FROM, PROOF_UNTIL = dt.time(4), dt.time(6)


@sweep(queue="urgent", every=15)
def watch_duties() -> int:
    """Reminds before a duty begins, and tells others when nobody has taken it up."""
    now = clock.now()
    return starting.remind_of_duties(now=now) + starting.tell_of_missed(now=now) + starting.end_old_swaps(now=now)


@sweep(queue="bulk", every=60)
def roll_out_duties() -> int:
    return _every(TEN_MINUTES, "roll_out_duties", roll_out.roll_out_all)


@sweep(queue="normal", every=60)
def watch_gaps() -> int:
    return _every(A_MINUTE, "watch_gaps", gaps_ahead.watch_all)


@sweep(queue="bulk", every=300)
def ask_for_rosters() -> int:
    return _every(TEN_MINUTES, "ask_for_rosters", roster_days.ask_to_print)


@sweep(queue="bulk", every=300)
def prove_reachable() -> int:
    """Every night, so that in the morning somebody can still do something about it."""
    here = clock.local(clock.now()).time()
    return _every(TEN_MINUTES, "prove_reachable", reachable.prove_all) if PROOF_FROM <= here < PROOF_UNTIL else 0


@sweep(queue="bulk", every=900)
def tell_of_ending_staff_papers() -> int:
    return _every(SOMETIMES, "tell_of_ending_staff_papers", expiring.tell_of_ends)


@sweep(queue="normal", every=120)
def watch_duty_papers() -> int:
    """Finds planned duties whose person's papers end before, and says on their morning what nobody has decided."""
    return _every(TEN_MINUTES, "watch_duty_papers", _watch_papers)


def _watch_papers(*, now: dt.datetime) -> int:
    return duty_lapses.look_ahead(now=now) + duty_lapses.name_gaps(now=now)


def _every(span: dt.timedelta, job: str, do: Callable[..., int]) -> int:
    """What follows locks row by row and can be done again."""
    return do(now=clock.now()) if once_per_slot(job, every=span) else 0
