"""`manage.py bench_dispatch`: how long dispatching takes, in a scratch database that is dropped again. For development."""

import json
import logging
import os
import platform
from dataclasses import asdict
from typing import Any

import django
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from requests.bench.measuring import measure

SIZES = ((1_000, 100), (10_000, 1_000), (100_000, 10_000))


class Command(BaseCommand):
    help = "Misst die Zuteilung an erfundenen Quartieren: eine ganze Runde, eine einzelne Anfrage, tausend Antworten."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--people", type=int)
        parser.add_argument("--visits", type=int)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("bench_dispatch legt eine Datenbank an: nur zum Entwickeln, mit PIANO_DEBUG=1.")
        logging.disable(logging.INFO)
        settings.DEBUG = False  # Django would keep a list of every statement; no house runs so
        sizes = [(options["people"], options["visits"])] if options["people"] else SIZES
        self.stderr.write(about())
        for people, visits in sizes:
            figures = {**asdict(measure(people, visits)), "load": os.getloadavg()[0]}
            self.stdout.write(
                json.dumps(figures) if options["json"] else "\n".join(f"{k:18} {v}" for k, v in figures.items())
            )


def about() -> str:
    version = connection.cursor().execute("SHOW server_version").fetchone()[0]
    return (
        f"Python {platform.python_version()}, Django {django.__version__}, PostgreSQL {version}, {os.cpu_count()} cores"
    )
