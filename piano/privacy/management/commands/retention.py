"""`manage.py retention`: erases now what is overdue, without waiting for the night; or only counts it."""

import sys
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand

from piano.kit import clock
from piano.privacy.erasing import ERASERS, count_overdue, erase_overdue


class Command(BaseCommand):
    help = "Löscht, was nach den Aufbewahrungsfristen abgelaufen ist. Mit --dry-run wird nur gezählt."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--dry-run", action="store_true", help="nur zählen, nichts löschen")

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        if options["dry_run"]:
            self._tell("Abgelaufen, noch nicht gelöscht", count_overdue(now=now))
            self.stdout.write("Nichts wurde gelöscht. Was an diesen Zeilen hängt, geht mit ihnen oder danach.")
            return
        run = erase_overdue(now=now)
        self._tell("Gelöscht", run.done)
        if run.failed:
            self.stderr.write(f"Fehlgeschlagen: {', '.join(ERASERS[name].label for name in sorted(run.failed))}")
            sys.exit(1)

    def _tell(self, title: str, counts: Mapping[str, int]) -> None:
        """One line a rule: how many, what, and its period."""
        self.stdout.write(f"{title}, Stand {clock.say_moment(clock.now())}:")
        for name, eraser in ERASERS.items():
            self.stdout.write(f"{counts.get(name, 0):>8}  {eraser.label} ({eraser.period.words})")
