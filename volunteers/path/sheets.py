"""Paper of the way: the slip to lay out, the declaration to sign, the letter for a certificate of conduct without a fee."""

from django.utils import translation
from django.utils.translation import gettext as _

from piano.kit.house import default_house
from piano.kit.phones import say_phone
from piano.kit.printing import Sheet, blocks
from quarters.models import Category, Who
from volunteers.models import Path
from volunteers.path.secrecy import SECRECY_TITLE, SECRECY_VERSION, SECRECY_WORDING


def slip_sheet() -> Sheet:
    """To lay out in the meeting point: filled in by hand, typed in by a helper."""
    kinds = Category.objects.filter(is_offered=True).exclude(who=Who.PROFESSIONAL).order_by("pk")
    house = default_house()
    return Sheet(
        title=_("Ich möchte helfen"),
        lede=_("So oft, wie es zu Ihnen passt. Wir melden uns und lernen uns kennen."),
        blocks=[
            blocks.fields((_("Vor- und Nachname"), 1)),
            blocks.fields((_("Telefon"), 1), (_("E-Mail"), 1)),
            blocks.fields((_("Straße und Hausnummer"), 1), (_("Stadtteil"), 1)),
            blocks.ticks(*(one.said_to_helpers for one in kinds), label=_("Was machen Sie gern?"), columns=2),
            blocks.fields((_("Sprachen"), 1), (_("Wann haben Sie Zeit?"), 1)),
            blocks.lines(_("Möchten Sie uns noch etwas sagen?"), 2),
            blocks.small(
                _("Bitte im Treffpunkt abgeben oder anrufen: %(house)s, %(phone)s.")
                % {"house": house.label, "phone": say_phone(house.number)}
            ),
            blocks.small(
                _("Wir benutzen Ihre Angaben nur, um Ihnen zu antworten. Nach sechs Monaten löschen wir sie.")
            ),
        ],
    )


def secrecy_sheet(path: Path) -> Sheet:
    """The words of today's version, to sign; the paper stays in the association's folder."""
    return declaration(path.name, path.volunteer.user.reads_in if path.volunteer else "de")


def declaration(name: str, language: str) -> Sheet:
    """For somebody who reads in `language`."""
    return Sheet(
        title=str(SECRECY_TITLE),
        lede=name,
        blocks=[
            *_numbered(),
            *_in_her_language(language),
            blocks.signatures(_("Datum"), _("Unterschrift"), _("Für den Verein")),
            blocks.small(_("Fassung %(version)s") % {"version": SECRECY_VERSION}),
        ],
    )


def _numbered() -> list[blocks.Block]:
    return [blocks.text(f"{number}. {words}") for number, words in enumerate(SECRECY_WORDING, 1)]


def _in_her_language(language: str) -> list[blocks.Block]:
    """The same once more, so that she reads what she signs. What counts is the German text above."""
    if language == "de":
        return []
    with translation.override(language):
        return [blocks.heading(SECRECY_TITLE), *_numbered()]


def record_sheet(path: Path) -> Sheet:
    """With it a certificate of conduct costs a volunteer nothing (§ 12 JVKostG, domain 3.2)."""
    kind = (
        _("erweitertes Führungszeugnis nach § 30a BZRG") if path.level == "D" else _("Führungszeugnis nach § 30 BZRG")
    )
    return Sheet(
        title=_("Bestätigung für das Führungszeugnis"),
        blocks=[
            blocks.facts((_("Für"), path.name), (_("Verein"), path.association), (_("Gebraucht wird"), kind)),
            blocks.text(_("Die genannte Person möchte sich ehrenamtlich und ohne Entgelt in der Nachbarschaftshilfe engagieren.")),
            blocks.text(_("Wir bitten, das Führungszeugnis dafür gebührenfrei auszustellen und an die Person selbst zu senden.")),
            blocks.signatures(_("Ort und Datum"), _("Unterschrift und Stempel des Vereins")),
        ],
    )  # fmt: skip


SHEETS = {"verschwiegenheit": secrecy_sheet, "fuehrungszeugnis": record_sheet}
