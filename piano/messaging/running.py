"""Runs registered sweeps, and notes when each one committed last. Celery tasks and the engine come through here."""

import datetime as dt
import logging

from django.db import connection

from piano.kit import clock
from piano.kit.logs import whereabouts
from piano.kit.sweeps import SWEEPS
from piano.kit.tracing import tracing
from piano.messaging.mark import may_run
from piano.messaging.models import Tick
from piano.messaging.watch.heartbeats import ENGINE, note_sweep

logger = logging.getLogger("piano.sweeps")


class RoundTooLong(BaseException):
    """A round of all sweeps took longer than any sound one. It ends the sweep wherever that stands; whoever guards one row must not
    take it for that row's defect, since a mail may just have been accepted.
    """


def run_sweep(name: str, *, by: str = ENGINE, trace: str = "") -> int:
    """Runs one sweep and notes its sign of life, and that of the process `by`. Returns how many things it did. Nothing runs, and
    nobody gives a sign, on a database that came out of a backup.
    """
    with tracing(trace):
        if not may_run():
            return 0
        done = SWEEPS[name].run()
        note_sweep(name, by=by)
        if done and may_run():  # what it sent is behind the mark, whatever is saved from here on
            logger.info("sweep %s: %s", name, done)
    return done


def run_all() -> int:
    """Every sweep once, urgent queues first. One that fails, for whatever defect, stops no other."""
    order = {"urgent": 0, "normal": 1, "bulk": 2}
    return sum(run_guarded(sweep.name) for sweep in sorted(SWEEPS.values(), key=lambda sweep: order[sweep.queue]))


def run_guarded(name: str, *, by: str = ENGINE, trace: str = "") -> int:
    """The boundary around one sweep: no error's text goes further, since whoever runs us would log it. A failed one has no
    heartbeat, so its silence is seen.
    """
    with tracing(trace) as reference:
        try:
            return run_sweep(name, by=by, trace=reference)
        except (Exception, RoundTooLong) as error:
            logger.error("sweep %s failed: %s", name, whereabouts(error))
            connection.close()
            return 0


def once_per_slot(job: str, *, every: dt.timedelta) -> bool:
    """Whether this caller is the one who carries out `job` in the slot of now; of two schedulers one gets a yes.

    The slot is taken for good, also when the job fails: what it left undone has to be seen in the tables by the next one.
    """
    now = clock.now()
    slot = int(now.timestamp() // every.total_seconds())
    _, is_ours = Tick.objects.get_or_create(job=job, slot=slot, defaults={"taken_at": now})
    return is_ours
