"""What runs round the clock. Rooms register sweeps; Celery workers and `manage.py engine` run the same functions.

A sweep takes what is due straight from Postgres and owns nothing; any number of sweepers gives the same tables (I7).
"""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction

logger = logging.getLogger("piano.sweeps")
CHANNEL = "piano_due"
BACK_OFF, MOST_DOUBLINGS = dt.timedelta(minutes=2), 8


@dataclass(frozen=True)
class Sweep:
    """`run()` returns how many things it did. `every` is seconds; `queue` one of urgent, normal, bulk."""

    name: str
    run: Callable[[], int]
    queue: str
    every: int


SWEEPS: dict[str, Sweep] = {}


def sweep(*, queue: str, every: int = 5) -> Callable[[Callable[[], int]], Callable[[], int]]:
    """Registers a function without arguments as a sweep under its own name."""

    def register(run: Callable[[], int]) -> Callable[[], int]:
        SWEEPS[run.__name__] = Sweep(run.__name__, run, queue, every)
        return run

    return register


def back_off(attempt: int) -> dt.timedelta:
    """How long a row whose step failed waits so that it stops nobody else: two minutes, then twice as long each time, at most
    some eight hours. `attempt` counts from 0.
    """
    return BACK_OFF * 2 ** min(attempt, MOST_DOUBLINGS)


def wake_engine() -> None:
    """Tells listening engines that something is due, as soon as the caller's transaction is committed; once for all of it.

    Not in it: PostgreSQL lets transactions that tell something commit one after the other, each with its own wait for the disk. A
    word that is lost between the two costs some seconds: the sweeps look by themselves, too.
    """
    if not any(told is _tell for _, told, *_ in connection.run_on_commit):
        transaction.on_commit(_tell, robust=True)  # forgotten together with a savepoint that is rolled back


def _tell() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")
