"""`manage.py fault_drill`: every promised fault at full scale, one line each: passed, failed, or open where nothing shows it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from requests.bench.drill import drill


class Command(BaseCommand):
    help = "Spielt die versprochenen Störungen durch (docs/reliability.md), mit echten Prozessen. Zum Entwickeln; dauert etwa zwei Stunden."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("numbers", nargs="*", help="zum Beispiel F1 F17; ohne Angabe alle")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("fault_drill beendet Prozesse und legt Datenbanken an: nur zum Entwickeln.")
        has_failed = False
        for shown in drill(set(options["numbers"])):
            has_failed |= shown.verdict == "failed"
            self.stdout.write(f"{shown.fault.number:4} {shown.verdict:7} {shown.fault.words}  {shown.figures}".rstrip())
            self.stdout.flush()
        if has_failed:
            raise CommandError("Nicht alles hielt stand.")
