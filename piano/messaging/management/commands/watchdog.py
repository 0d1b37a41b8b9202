"""`manage.py watchdog`: looks every few seconds whether all of piAno lives, and mails staff when it does not."""

import signal
import sys
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from piano.messaging.watch.alarm import Watchdog, troubles_of


class Command(BaseCommand):
    help = "Schlägt Alarm, wenn etwas still steht: ohne Celery, ohne Redis, notfalls ohne Datenbank."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--once", action="store_true", help="zweimal hinsehen, dann Ende; 1, wenn etwas still steht"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        stop, watchdog = threading.Event(), Watchdog()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        if options["once"]:
            watchdog.turn()
            stop.wait(1)
            sys.exit(1 if troubles_of(watchdog.turn()) else 0)
        while not stop.is_set():
            watchdog.turn()
            stop.wait(settings.WATCH_EVERY_SECONDS)
