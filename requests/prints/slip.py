"""The *Hilfe-Zettel* for the box in the meeting point: empty, A5, in the order in which `/leitstand/zettel/` asks.

What only some need stands on its back, to tick: how we talk with each other, and what is good to know.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from piano.kit.printing import Sheet, blocks
from quarters.forms import TalkingForm
from quarters.people.talking import FIELDS
from requests.wishes.phrases import PHRASES

MAY_KNOW = gettext_lazy("Wer kommt, darf das wissen.")


def help_slip(*, large: bool = False) -> Sheet:
    """In large print it is a whole A4 page."""
    danger = _("Jemand in Gefahr? Nicht schreiben, gleich 112 anrufen.")
    ask = _("Sonst bitte ausfüllen und in den Kasten am Treffpunkt werfen. Wir rufen Sie an.")
    return Sheet(
        title=_("Hilfe-Zettel"),
        lede=f"{danger}\n{ask}",
        size="a4" if large else "a5",
        large=large,
        blocks=[
            blocks.fields((_("Vorname, Nachname"), 3), (_("Telefon"), 2)),
            blocks.fields((_("Straße, Hausnummer"), 3), (_("Stockwerk"), 2)),
            blocks.lines(_("Wobei brauchen Sie Hilfe?"), 2),
            blocks.lines(_("Wann passt es Ihnen?")),
            blocks.lines(_("Was sollen wir noch wissen? Mehr zum Ankreuzen steht auf der Rückseite.")),
            blocks.ticks(MAY_KNOW, label=""),
            blocks.fields((_("Für jemand anderen geschrieben von"), 3), (_("Ihr Telefon"), 2)),
            blocks.lines(_("Freiwillig: Was machen Sie selbst gern für andere?")),
            blocks.small(
                _(
                    "Wir schreiben Namen, Adresse, Telefon und Wunsch auf, damit jemand helfen kann. Wer kommt, erfährt "
                    "nur, was nötig ist. Sie können das jederzeit zurücknehmen. Mit der Unterschrift sind Sie einverstanden."
                )
            ),
            blocks.signatures(_("Datum"), _("Unterschrift der Person")),
            blocks.new_page(),
            *_back(columns=2 if large else 1),
        ],
    )


def _back(*, columns: int) -> list[blocks.Block]:
    """In the words of the forms in which it is typed in."""
    talking = [TalkingForm.base_fields[name].label for name in FIELDS]
    return [
        blocks.heading(_("Wie wir miteinander sprechen")),
        blocks.text(_("Bitte kreuzen Sie nur an, was für Sie gilt.")),
        blocks.ticks(*talking, columns=columns),
        blocks.fields((_("Am besten in dieser Sprache"), 1)),
        blocks.heading(_("Gut zu wissen")),
        blocks.ticks(*PHRASES.values(), columns=columns),
        blocks.note(_("Wir sagen es nur weiter, wenn Sie auch hier ein Kreuz machen:")),
        blocks.ticks(MAY_KNOW),
    ]
