"""`manage.py load_quarters [FOLDER]`: places of a city from tables; harmless when repeated."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quarters.conversions.funding import load_funding
from quarters.loading import BadTable, read_city, write_city

KASSEL = Path(__file__).resolve().parents[2] / "data" / "kassel"


class Command(BaseCommand):
    help = "Lädt Stadtteile, Treffpunkte, Organisationen und Hilfearten einer Stadt (ohne Angabe: Kassel)."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=KASSEL)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            city = read_city(options["folder"])
            changed = write_city(city) + load_funding()
        except BadTable as error:
            raise CommandError(f"{error} Es wurde nichts geändert.") from None
        if options["verbosity"]:
            self.stdout.write(
                f"{city.name}: {changed} Zeilen geändert." if changed else f"{city.name}: nichts geändert."
            )
