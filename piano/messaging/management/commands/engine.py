"""`manage.py engine`: the same sweeps without Redis, every fifteen seconds and at once when a verb says that something is due."""

import datetime as dt
import logging
import signal
import threading
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from piano.kit import clock
from piano.kit.sweeps import CHANNEL
from piano.messaging.mark import resume
from piano.messaging.running import RoundTooLong, run_all

logger = logging.getLogger("piano.engine")
EVERY_SECONDS = 15.0
RESTS_SECONDS = 1.0
ROUNDS = 20
ROUND_SECONDS = 100


class Command(BaseCommand):
    help = "Sucht, mahnt und verschickt rund um die Uhr, auch ohne Redis."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--once", action="store_true", help="ein Durchgang, dann Ende")
        parser.add_argument("what", nargs="?", choices=["resume"], help="nach einer Sicherung weitermachen")
        parser.add_argument(
            "--sent-before", metavar="WANN", help="bis dahin hat die alte Datenbank verschickt: 2026-11-29T18:00"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"]:
            self.resume(options["sent_before"])
            return
        if options["once"]:
            self.stdout.write(str(run_all()))
            return
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        signal.signal(signal.SIGALRM, stop_round)
        logger.info("engine runs")
        listener = Listener()
        while not stop.is_set():
            run_until_quiet(stop)
            if listener.is_there():
                listener.wait(EVERY_SECONDS, stop)
            elif not listener.call():
                stop.wait(RESTS_SECONDS)
        listener.close()

    def resume(self, said: str | None) -> None:
        """Raises `CommandError` without a moment, or for one that is ahead."""
        try:
            named = dt.datetime.fromisoformat(said or "")
            moment = named if named.tzinfo else clock.at(named.date(), named.time())
        except ValueError:
            moment = None
        if moment is None or moment > clock.now():
            raise CommandError("Bis wann hat die alte Datenbank verschickt? --sent-before 2026-11-29T18:00")
        count = resume(sent_before=moment)
        self.stdout.write(
            f"Es geht weiter. {count} Nachrichten gelten als ungewiss und gehen nicht noch einmal hinaus."
        )


def run_until_quiet(stop: threading.Event) -> None:
    """Runs again while something was done, since a step may make the next one due at once. `stop` ends it after a round."""
    for _ in range(ROUNDS):
        if stop.is_set():
            return
        signal.alarm(ROUND_SECONDS)
        try:
            if not run_all():
                return
        finally:
            signal.alarm(0)


def stop_round(*_: object) -> None:
    """An endless loop in one step must not hold the others: its sweep ends there; and once more, should it go on."""
    signal.alarm(ROUND_SECONDS)
    raise RoundTooLong()


class Listener:
    """Waits for NOTIFY on a connection of its own, and takes a new one when the database was restarted.

    After each new connection the sweeps run before it is waited on: what was said meanwhile reached nobody.
    """

    def __init__(self) -> None:
        self.connection: psycopg.Connection[Any] | None = None

    def is_there(self) -> bool:
        return self.connection is not None and not self.connection.closed

    def call(self) -> bool:
        """Begins to listen; False when the database does not answer."""
        try:
            parameters = connection.get_connection_params()
            names = ("dbname", "user", "password", "host", "port")
            known = {name: parameters[name] for name in names if parameters.get(name)}
            self.connection = psycopg.connect(**known, autocommit=True, connect_timeout=5)
            self.connection.execute(f"LISTEN {CHANNEL}")
        except psycopg.Error:
            logger.warning("the engine finds no line to the database")
            self.close()
            return False
        return True

    def wait(self, seconds: float, stop: threading.Event) -> None:
        """Returns after a notification and those that came with it, after the time, or soon after `stop`."""
        assert self.connection is not None
        try:
            for _ in range(round(seconds)):
                if stop.is_set() or list(self.connection.notifies(timeout=1, stop_after=1)):
                    break
            list(self.connection.notifies(timeout=0))
        except psycopg.Error:
            logger.warning("the engine lost its line to the database and takes a new one")
            self.close()

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = None
