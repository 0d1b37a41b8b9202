"""`manage.py bench_eligibility`: who may go to one visit, of a hundred thousand volunteers. For development."""

import json
import logging
import os
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from requests.bench.eligibility import measure
from requests.management.commands.bench_dispatch import about


class Command(BaseCommand):
    help = "Misst, wie lange es dauert zu wissen, wer zu einem Besuch gehen darf und kann, in einer eigenen Datenbank."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--people", type=int, default=100_000)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("bench_eligibility legt eine Datenbank an: nur zum Entwickeln, mit PIANO_DEBUG=1.")
        logging.disable(logging.INFO)
        settings.DEBUG = False  # Django would keep a list of every statement; no house runs so
        self.stderr.write(about())
        try:
            figures = {**asdict(measure(options["people"])), "load": round(os.getloadavg()[0], 1)}
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            json.dumps(figures)
            if options["json"]
            else "\n".join(f"{name:18} {value}" for name, value in figures.items())
        )
