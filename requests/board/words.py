"""What stands in a row of the board, whatever it is about: the row itself, the shield, how long and when."""

import datetime as dt
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from piano.kit import clock

SALUTATIONS = ("Frau", "Fr.", "Herr", "Herrn", "Hr.")


@dataclass(frozen=True)
class Row:
    """One thing on the board. `place` orders what needs a person: 0 an emergency or a worry, 1 today, 2 the rest.

    `names` are the people's names that stand in the title. `countdown` is where the tag's words come from anew, `care` where
    somebody says that she takes care of it.
    """

    title: str
    meta: str
    url: str
    action: str
    tag: str = ""
    tag_state: str = ""
    phone: str = ""
    is_emergency: bool = False
    place: int = 2
    names: tuple[str, ...] = ()
    countdown: str = ""
    care: str = ""


def shielded(row: Row) -> Row:
    """„Sichtschutz“: initials only, for whoever looks over the shoulder."""
    title = row.title
    for name in row.names:
        title = title.replace(name, initials(name))
    return replace(row, title=title)


def initials(name: str) -> str:
    """„B.“ of „Frau B.“, „M. K.“ of „Meryem Kaya“."""
    words = [word for word in name.split() if word not in SALUTATIONS]
    return " ".join(f"{word[0]}." for word in words) or "…"


def say_when(moment: dt.datetime, now: dt.datetime) -> str:
    """„14:30 Uhr“ today, „morgen, 12:00 Uhr“, else „Samstag, 28. November“."""
    days = (clock.local(moment).date() - clock.local(now).date()).days
    if days == 0:
        return clock.say_time(moment)
    return _("morgen, %(time)s") % {"time": clock.say_time(moment)} if days == 1 else clock.say_day(moment)


def say_minutes(minutes: int) -> str:
    return ngettext("%(n)d Minute", "%(n)d Minuten", minutes) % {"n": minutes}


def say_waiting(waiting: dt.timedelta) -> str:
    """„wartet seit 40 Minuten“; nothing is waiting that came this minute."""
    minutes = int(waiting.total_seconds() // 60)
    if minutes < 1:
        return _("jetzt anrufen")
    if minutes < 120:
        return ngettext("wartet seit %(n)d Minute", "wartet seit %(n)d Minuten", minutes) % {"n": minutes}
    hours = minutes // 60
    return ngettext("wartet seit %(n)d Stunde", "wartet seit %(n)d Stunden", hours) % {"n": hours}


def say_minutes_left(left: dt.timedelta) -> str:
    minutes = round(left.total_seconds() / 60)
    return (
        ngettext("noch %(n)d Minute", "noch %(n)d Minuten", minutes) % {"n": minutes}
        if minutes > 0
        else _("Zeit ist um")
    )
