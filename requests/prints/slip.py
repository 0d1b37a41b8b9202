"""The *Hilfe-Zettel* for the box in the meeting point: empty, A5, in the order in which `/leitstand/zettel/` asks."""

from django.utils.translation import gettext as _

from piano.kit.printing import Sheet, blocks


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
            blocks.lines(_("Was sollen wir wissen? Sprache, Treppen, Tiere …")),
            blocks.ticks(_("Wer kommt, darf das wissen."), label=""),
            blocks.fields((_("Für jemand anderen geschrieben von"), 3), (_("Ihr Telefon"), 2)),
            blocks.lines(_("Freiwillig: Was machen Sie selbst gern für andere?")),
            blocks.small(
                _(
                    "Wir schreiben Namen, Adresse, Telefon und Wunsch auf, damit jemand helfen kann. Wer kommt, erfährt "
                    "nur, was nötig ist. Sie können das jederzeit zurücknehmen. Mit der Unterschrift sind Sie einverstanden."
                )
            ),
            blocks.signatures(_("Datum"), _("Unterschrift der Person")),
        ],
    )
