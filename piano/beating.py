"""Beat, with a sign of life of its own. Celery loads it by its name (`piano.celery`)."""

import logging
import time
from typing import Any

from celery.beat import PersistentScheduler
from django.db import Error as DatabaseTrouble
from django.db import connection

logger = logging.getLogger("piano.beat")
EVERY_SECONDS = 5.0


class Beating(PersistentScheduler):
    """Notes after a turn that it came to its end: one that hangs on a deaf Redis is silent, as it should be."""

    noted_at = -EVERY_SECONDS

    def tick(self, *args: Any, **options: Any) -> float:
        pause = float(super().tick(*args, **options))
        if time.monotonic() - self.noted_at >= EVERY_SECONDS:
            self.noted_at = time.monotonic()
            _note()
        return min(pause, EVERY_SECONDS)


def _note() -> None:
    from piano.messaging.watch.heartbeats import BEAT, note_process

    try:
        note_process(BEAT)
    except DatabaseTrouble:
        logger.warning("beat finds no line to the database")
        connection.close()
