"""`manage.py import_calls FILE.csv`: a paper log book becomes requests and referrals; a second run adds nothing."""

import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from piano.kit import clock
from piano.kit.errors import DomainError
from quarters.districts import district_or_first
from requests.paper.importing import Outcome, import_lines
from requests.paper.log_book import ERROR, read_log_book

OUTCOMES = {
    "request": "Anfragen",
    "emergency": "Notfälle",
    "landlord": "für den Vermieter",
    "professional": "für Fachleute",
    "error": "Fehler",
}
WRONG = {
    "caller": "Es fehlt, wer angerufen hat.",
    "address": "Es fehlt die Adresse.",
    "date": "Dieses Datum gibt es nicht.",
    "time": "Diese Uhrzeit gibt es nicht.",
    "text": "Das Anliegen ist nicht zu verstehen.",
}


class Command(BaseCommand):
    help = "Übernimmt ein Telefonbuch auf Papier (CSV). Notfälle, Vermieter und Fachliches werden keine Anfragen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV mit ; oder , in UTF-8 oder Windows-1252")
        parser.add_argument("--json", action="store_true", help="die Ergebnisse als JSON, sonst nichts, auf stdout")
        parser.add_argument("--district", default="", help="Kürzel des Stadtteils für Adressen, die niemand kennt")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lines = read_log_book(options["file"].read_bytes())
            default = district_or_first(options["district"])
        except OSError as error:
            raise CommandError(f"{options['file']} lässt sich nicht lesen: {error.strerror}.") from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        outcomes = import_lines(lines, default=default, by=None, now=clock.now())
        if options["json"]:
            self.stdout.write(json.dumps([_as_json(outcome) for outcome in outcomes], ensure_ascii=False))
        self._report(outcomes)

    def _report(self, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            if outcome.verdict.outcome == ERROR:
                name = f" (Nr. {outcome.line.nr})" if outcome.line.nr else ""
                self.stderr.write(f"Zeile {outcome.line.place}{name}: {WRONG[outcome.verdict.field]}")
        counted = Counter(outcome.verdict.outcome for outcome in outcomes)
        said = ", ".join(f"{counted[code]} {label}" for code, label in OUTCOMES.items() if counted[code])
        old = sum(not outcome.is_new for outcome in outcomes)
        self.stderr.write(f"{len(outcomes)} Zeilen: {said or 'nichts'}. {old} davon waren schon da.")


def _as_json(outcome: Outcome) -> dict[str, str | None]:
    verdict = outcome.verdict
    return {
        "nr": outcome.line.nr,
        "outcome": verdict.outcome,
        "category": verdict.category or None,
        "field": verdict.field or None,
    }
