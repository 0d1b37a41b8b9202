"""The programme on paper: a month in large type for the wall and the fridge; the lists of a day for the door and the kitchen."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.printing import Sheet, blocks
from quarters.models import Event
from quarters.programme.attendance import expected
from quarters.programme.kitchen import Kitchen
from quarters.programme.words import say_place, say_price


def month_sheet(events: Sequence[Event], *, month: dt.date, name: str = "") -> Sheet:
    """`events` in order of time, of one meeting point (`name`) or of many."""
    parts = []
    for day, rows in groupby(events, key=lambda one: clock.local(one.starts_at).date()):
        lines = [[clock.say_clock(one.starts_at), _line(one, with_place=not name)] for one in rows]
        parts += [blocks.heading(clock.say_day(day)), blocks.table([_("Uhrzeit"), _("Was")], lines, [0, 1], whole=True)]
    return Sheet(
        title=_("Termine im %(month)s") % {"month": clock.say_month(month)},
        lede=name,
        large=True,
        blocks=parts or [blocks.text(_("In diesem Monat steht noch nichts im Programm."))],
    )


def _line(event: Event, *, with_place: bool) -> str:
    said = [event.title, say_place(event) if with_place or event.place else ""]
    said.append("" if event.is_free_of_charge else say_price(event))
    said.append(_("Bitte anmelden.") if event.needs_registration else "")
    said.append(_("Fällt aus.") if event.is_cancelled else "")
    return "\n".join(filter(None, said))


def attendance_sheet(event: Event) -> Sheet:
    rows = [["☐", seat.name] for seat in expected(event)]
    return Sheet(
        title=event.title,
        lede=clock.say_moment(event.starts_at),
        large=True,
        blocks=[
            blocks.table([_("Da"), _("Name")], rows, [0, 1], whole=True)
            if rows
            else blocks.text(_("Noch ist niemand angemeldet.")),
            blocks.lines(_("Auch da"), 4),
            blocks.small(_("Bitte nach dem Eintragen zerreißen.")),
        ],
    )


def kitchen_sheet(event: Event, kitchen: Kitchen) -> Sheet:
    meals = blocks.table([_("Wie oft"), _("Was")], [[str(count), meal] for meal, count in kitchen.meals], [0, 1])
    allergies = blocks.table([_("Name"), _("Verträgt nicht")], kitchen.allergies, [1, 1], whole=True)
    return Sheet(
        title=_("Küche: %(title)s") % {"title": event.title},
        lede=clock.say_moment(event.starts_at),
        large=True,
        blocks=[
            blocks.note(_("Gekocht wird für %(n)d.") % {"n": kitchen.people}),
            *([meals] if kitchen.meals else []),
            *([blocks.heading(_("Bitte aufpassen")), allergies] if kitchen.allergies else []),
            blocks.small(_("Nur für die Küche. Bitte nach dem Essen zerreißen.")),
        ],
    )
