"""`manage.py bench_outbox`: how fast the outbox is emptied, in a scratch database that is dropped again. For development."""

import json
import logging
import os
import signal
import sys
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from requests.bench.outbox import measure
from requests.management.commands.bench_dispatch import about


class Command(BaseCommand):
    help = "Misst den Versand: hunderttausend fällige Nachrichten, zwei Prozesse, ein Mailserver, der alles annimmt."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--messages", type=int, default=100_000)
        parser.add_argument("--kills", type=int, default=0, help="so viele Prozesse werden mittendrin hart beendet")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("bench_outbox legt eine Datenbank an: nur zum Entwickeln, mit PIANO_DEBUG=1.")
        logging.disable(logging.INFO)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started for it ends with it
        self.stderr.write(about())
        figures = {**asdict(measure(options["messages"], kills=options["kills"])), "load": os.getloadavg()[0]}
        self.stdout.write(
            json.dumps(figures) if options["json"] else "\n".join(f"{k:12} {v}" for k, v in figures.items())
        )
