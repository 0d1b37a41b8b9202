"""The list in front of a day's letters: whom an envelope goes to, with boxes to tick. Read by helpers alone."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from piano.kit import clock
from piano.kit.printing import Sheet, blocks
from requests.board.posting import Batch


def cover(batch: Batch, *, now: dt.datetime) -> Sheet:
    people = batch.people
    rows = [["☐", person.full_name, ", ".join(person.postal_lines), str(len(letters))] for person, letters in people]
    return Sheet(
        title=_("Briefe: {day}").format(day=clock.say_day(batch.day)),
        lede=batch.point.name if batch.point else batch.district.name,
        blocks=[
            blocks.text(
                ngettext("%(n)d Umschlag.", "%(n)d Umschläge.", len(people)) % {"n": len(people)}
                + " "
                + _("Jedes Blatt passt gefaltet in einen Umschlag mit Fenster.")
            ),
            blocks.table(["", _("An"), _("Adresse"), _("Nachrichten")], rows, [0, 4, 5, 0], whole=True),
            blocks.note(
                _(
                    "Eingeworfen? Dann haken Sie die Briefe in piAno ab, unter „Briefe“. Erst dann gelten sie als gesendet."
                )
            ),
        ],
        foot=_("Gedruckt {moment}. Namen und Adressen: bitte verschlossen aufbewahren, danach vernichten.").format(
            moment=clock.say_moment(now)
        ),
    )
