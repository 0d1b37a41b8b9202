"""`manage.py check_invariants`: re-checks on the live database what rows can show of our promises."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from requests.invariants import INVARIANTS, broken


class Command(BaseCommand):
    help = "Prüft die Zusagen an den Zeilen der Datenbank; endet mit 1 und nennt, was sie bricht."

    def handle(self, *args: Any, **options: Any) -> None:
        failures = list(broken())
        for invariant, rows in failures:
            self.stdout.write(f"{invariant.code} {invariant.sentence}: {', '.join(rows[:20])}")
        if failures:
            sys.exit(1)
        self.stdout.write(f"{len(INVARIANTS)} Zusagen gehalten.")
