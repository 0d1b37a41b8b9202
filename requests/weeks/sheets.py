"""The week on one sheet of paper, for the fridge: large, with its date, so that an older one is known by it."""

import datetime as dt

from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.phones import say_phone
from piano.kit.printing import Sheet, blocks
from quarters.models import Resident
from requests.weeks.numbers import numbers_for
from requests.weeks.reading import Day, Line, week_of


def week_sheet(resident: Resident, *, first_day: dt.date, now: dt.datetime, with_programme: bool = True) -> Sheet:
    """In the language of the moment: whoever prints it for her sets hers."""
    shown = week_of(resident, first_day=first_day, with_programme=with_programme)
    first, second = numbers_for(resident)
    stand = _("Stand: %(moment)s") % {"moment": clock.say_moment(now)}
    return Sheet(
        title=_("Meine Woche"),
        lede=f"{resident.user.addressed_name}\n{stand}",
        large=True,
        blocks=[
            blocks.table([_("Tag"), _("Wer kommt")], [_row(day) for day in shown], [0, 1], whole=True),
            blocks.heading(_("Niemand kommt?")),
            blocks.note(_("Warten Sie eine Viertelstunde. Dann rufen Sie an:")),
            blocks.facts(*((one.label, say_phone(one.number)) for one in (first, second))),
            blocks.text(_("In Lebensgefahr: 112")),
        ],
        foot=_("Ältere Blätter bitte wegwerfen."),
    )


def _row(day: Day) -> list[str]:
    said = [clock.say_weekday(day.day), clock.say_date(day.day), *([_("Feiertag")] if day.is_holiday else [])]
    return ["\n".join(said), "\n".join(map(_said, day.lines)) or "–"]


def _said(line: Line) -> str:
    return f"{line.time}  {line.who}" + (f": {line.what}" if line.what else "")
