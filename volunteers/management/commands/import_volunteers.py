"""`manage.py import_volunteers FILE`: shows what a list of people who help would become; with --save it is written down."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from piano.kit import clock
from piano.kit.alphabet import alphabetical
from piano.kit.errors import DomainError
from quarters.districts import district_or_first
from quarters.models import Category, Organisation, OrganisationKind
from quarters.people.languages import say_language
from volunteers.importing import Line, Outcome, import_people, preview, read_people


class Command(BaseCommand):
    help = (
        "Übernimmt eine Liste von Ehrenamtlichen (CSV oder XLSX). Alle sind „zu prüfen“, niemand wird dadurch gefragt."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV oder XLSX: Name, Telefon, Straße, Sprachen, Hilfen, Zeiten")
        parser.add_argument("--association", default="", help="Name des Vereins; entfällt, wenn es nur einen gibt")
        parser.add_argument("--district", default="", help="Kürzel des Stadtteils für Straßen, die niemand kennt")
        parser.add_argument("--save", action="store_true", help="wirklich übernehmen; ohne das nur zeigen")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lines = read_people(options["file"].read_bytes())
            default = district_or_first(options["district"])
        except OSError as error:
            raise CommandError(f"{options['file']} lässt sich nicht lesen: {error.strerror}.") from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        association = _association(options["association"])
        if options["save"]:
            outcomes = import_people(lines, association=association, default=default, now=clock.now())
        else:
            outcomes = preview(lines, default=default)
        self._show(lines, outcomes, association, is_saved=options["save"])

    def _show(self, lines: list[Line], outcomes: list[Outcome], association: Organisation, *, is_saved: bool) -> None:
        names = dict(Category.objects.values_list("code", "name"))
        for outcome in outcomes:
            self.stdout.write(f"Zeile {outcome.line.place}: {_describe(outcome, names)}")
        for line in lines:
            if line.wrong:
                self.stderr.write(f"Zeile {line.place}: {line.wrong}")
        new, wrong = sum(outcome.is_new for outcome in outcomes), sum(bool(line.wrong) for line in lines)
        self.stdout.write(
            f"{association}: {new} zu prüfen, {len(outcomes) - new} waren schon da, {wrong} mit Fehlern. "
            + ("Übernommen." if is_saved else "Nur gezeigt; übernommen wird mit --save.")
        )


def _describe(outcome: Outcome, names: dict[str, str]) -> str:
    line = outcome.line
    facts = [
        line.name,
        line.phone or line.email,
        f"{outcome.district.name}{' (angenommen)' if outcome.is_guessed else ''}",
        ", ".join(say_language(code) for code in line.languages),
        ", ".join(names.get(code, code) for code in line.kinds),
        line.times,
        line.words,
    ]
    return f"{' · '.join(fact for fact in facts if fact)} → {'zu prüfen' if outcome.is_new else 'schon da'}"


def _association(name: str) -> Organisation:
    """The one that is named by a part of its name, or the only one."""
    associations = Organisation.objects.filter(kind=OrganisationKind.ASSOCIATION)
    found = list(associations.filter(name__icontains=name)[:2] if name else associations[:2])
    if len(found) != 1:
        named = ", ".join(associations.order_by(*alphabetical("name")).values_list("name", flat=True))
        raise CommandError(f"Bitte den Verein mit --association nennen. Es gibt: {named or 'noch keinen'}.")
    return found[0]
