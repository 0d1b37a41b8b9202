"""Sheets that go along: the *Besuchszettel* to each visit, and the sheet for a first visit."""

from typing import Any

from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.phones import say_phone
from piano.kit.printing import Sheet, blocks
from quarters.models import Resident
from requests.messages.naming import badge_of, organisation_of
from requests.models import Assignment, HelpRequest
from requests.people.safe_rules import said_rules


def visit_sheet(assignment: Assignment, *, large: bool = False) -> Sheet:
    """Time, kilometres, outlay, two signatures. Of somebody who goes there, or has been there."""
    help_request, person = assignment.visit.help_request, assignment.person
    window, resident = assignment.planned_window, help_request.resident
    badge = badge_of(person)
    return Sheet(
        title=_("Besuchszettel"),
        large=large,
        blocks=[
            blocks.facts(
                (_("Wann"), f"{clock.say_day(window.lower)}, {clock.say_hours(window.lower, window.upper)}"),
                (_("Was"), help_request.category.name),
                (_("Bei"), resident.user.addressed_name),
                (_("Adresse"), address_of(resident)),
                (_("Telefon"), say_phone(resident.user.phone)),
                (_("Wer geht hin"), ", ".join(filter(None, [person.full_name, organisation_of(person)]))),
                (_("Ausweis"), badge and _("Nummer {number}").format(number=badge)),
                (_("Nummer"), help_request.reference),
            ),
            blocks.heading(_("Nach dem Besuch")),
            blocks.fields((_("Angekommen um"), 1), (_("Gegangen um"), 1), (_("Minuten"), 1)),
            blocks.fields((_("Kilometer"), 1), (_("Auslagen in Euro"), 1), (_("Wofür?"), 2)),
            blocks.ticks(_("Kassenzettel liegt bei"), _("nichts ausgelegt"), columns=2),
            blocks.ticks(
                _("Alles in Ordnung"),
                _("Bitte nächste Woche nachfragen"),
                _("Bitte heute noch anrufen"),
                _("Fand nicht statt"),
                label=_("Wie war es?"),
                columns=2,
            ),
            blocks.lines(_("In einem Satz"), 2),
            blocks.signatures(_("Wer dort war"), _("Wer besucht wurde")),
            blocks.small(" ".join(said_rules())),
            blocks.small(_("Jemand in Gefahr? Gleich 112 anrufen, dann uns.")),
            blocks.small(_("Bitte geben Sie das Blatt nach dem Besuch bei uns ab, oder zerreißen Sie es.")),
        ],
    )


def first_visit_sheet(help_request: HelpRequest, *, large: bool = False) -> Sheet:
    """What is talked about before anybody enters the flat for a longer time, to sign."""
    resident = help_request.resident
    return Sheet(
        title=_("Erstbesuch"),
        large=large,
        blocks=[
            blocks.facts(
                (_("Bei"), resident.user.full_name),
                (_("Adresse"), address_of(resident) or _("noch nicht bekannt")),
                (_("Telefon"), say_phone(resident.user.phone)),
                (_("Wunsch"), ", ".join(filter(None, [help_request.category.name, help_request.wish_time]))),
            ),
            blocks.heading(_("Das haben wir besprochen")),
            blocks.ticks(
                _(
                    "Was wir tun: im Alltag helfen, unter Nachbarn. Was wir nicht tun: pflegen, Medikamente geben, Geld verwalten."
                ),
                _("Niemand von uns fragt nach Bankkarte, Geheimzahl oder Passwort."),
                _("Wer kommt, zeigt einen Ausweis mit Foto und Nummer. Der Name wird vorher gesagt."),
                _("Absagen ist jederzeit erlaubt, ohne Grund."),
            ),
            blocks.heading(_("In der Wohnung")),
            blocks.lines(_("Treppen, Aufzug")),
            blocks.lines(_("Tiere, Rauchen")),
            blocks.lines(_("Schlüssel: wer hat einen, wer darf ihn haben?")),
            blocks.lines(_("Wen rufen wir an, wenn etwas ist? Name und Telefon")),
            blocks.note(
                _(
                    "Ich bin einverstanden, dass Name, Adresse, Telefon und Wunsch aufgeschrieben werden. "
                    "Ich kann das jederzeit zurücknehmen."
                )
            ),
            blocks.signatures(_("Datum"), _("Unterschrift"), _("Für den Treffpunkt")),
        ],
    )


def address_of(resident: Resident | Any) -> str:
    """House, town and floor on one line; empty while unknown."""
    return ", ".join(filter(None, [resident.building.address if resident.building else "", resident.floor]))
