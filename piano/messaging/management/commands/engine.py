"""`manage.py engine`: the same sweeps without Redis, every fifteen seconds and at once when a verb says that something is due."""

import logging
import signal
import threading
from typing import Any

import psycopg
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from piano.kit.sweeps import CHANNEL
from piano.messaging.running import run_all

logger = logging.getLogger("piano.engine")
EVERY_SECONDS = 15.0
RESTS_SECONDS = 0.2


class Command(BaseCommand):
    help = "Sucht, mahnt und verschickt rund um die Uhr, auch ohne Redis."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--once", action="store_true", help="ein Durchgang, dann Ende")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.stdout.write(str(run_all()))
            return
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        logger.info("engine runs")
        listener = Listener()
        listener.listen()  # first the ear, then the first round: what is said in between is not missed
        while not stop.is_set():
            run_until_quiet()
            listener.wait(EVERY_SECONDS, stop)
        listener.close()


def run_until_quiet() -> None:
    """Runs again while something was done: a step may make the next one due at once."""
    for _ in range(20):
        try:
            if not run_all():
                return
        except DatabaseError:
            logger.exception("a round failed")
            connection.close()
            return


class Listener:
    """Waits for NOTIFY on a connection of its own, and takes a new one when the database was restarted."""

    def __init__(self) -> None:
        self.connection: psycopg.Connection[Any] | None = None

    def wait(self, seconds: float, stop: threading.Event) -> None:
        """Returns after a notification, after the time, or soon after `stop`."""
        try:
            self.listen()
            assert self.connection is not None
            for _ in range(round(seconds)):
                if stop.is_set() or list(self.connection.notifies(timeout=1, stop_after=1)):
                    break
        except (psycopg.Error, DatabaseError):
            logger.warning("the engine lost its line to the database and takes a new one")
            self.close()
            stop.wait(RESTS_SECONDS * 5)

    def listen(self) -> None:
        if self.connection is None or self.connection.closed:
            parameters = connection.get_connection_params()
            names = ("dbname", "user", "password", "host", "port")
            self.connection = psycopg.connect(
                **{name: parameters[name] for name in names if parameters.get(name)}, autocommit=True
            )
            self.connection.execute(f"LISTEN {CHANNEL}")

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = None
