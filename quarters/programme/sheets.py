"""The programme on paper: a month in large type, for the wall and the fridge."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.printing import Sheet, blocks
from quarters.models import Event
from quarters.programme.words import say_place, say_price


def month_sheet(events: Sequence[Event], *, month: dt.date, name: str = "") -> Sheet:
    """`events` in order of time, of one meeting point (`name`) or of many."""
    days = groupby(events, key=lambda one: clock.local(one.starts_at).date())
    parts = [blocks.day(clock.say_day(day), [_row(one, with_place=not name) for one in rows]) for day, rows in days]
    return Sheet(
        title=_("Termine im %(month)s") % {"month": clock.say_month(month)},
        lede=name,
        large=True,
        blocks=parts or [blocks.text(_("In diesem Monat steht noch nichts im Programm."))],
    )


def _row(event: Event, *, with_place: bool) -> tuple[str, str, str]:
    said = [_("Fällt aus.") if event.is_cancelled else "", say_place(event) if with_place or event.place else ""]
    said.append("" if event.is_free_of_charge else say_price(event))
    said.append(_("Bitte anmelden.") if event.needs_registration and not event.is_cancelled else "")
    return clock.say_clock(event.starts_at), event.title, "\n".join(filter(None, said))
