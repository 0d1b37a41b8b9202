"""The week on one sheet of paper, for the fridge: large, with its date, so that an older one is known by it.

What does not fit on one page in 16 points is parted between its days: each sheet is whole, with the numbers to call.
"""

import datetime as dt
from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.phones import say_phone
from piano.kit.printing import Sheet, blocks, pages_of
from quarters.models import Resident
from requests.weeks.numbers import numbers_for
from requests.weeks.reading import Day, week_of

Make = Callable[[Sequence[Day], str], Sheet]


def week_sheets(
    resident: Resident, *, first_day: dt.date, now: dt.datetime, with_programme: bool = True
) -> list[Sheet]:
    """In the language of the moment: whoever prints it for her sets hers. One, or as few as hold her week."""
    days = week_of(resident, first_day=first_day, with_programme=with_programme)
    numbers = [(one.label, say_phone(one.number)) for one in numbers_for(resident)]
    stand = _("Stand: %(moment)s") % {"moment": clock.say_moment(now)}

    def make(some: Sequence[Day], part: str) -> Sheet:
        return Sheet(
            title=_("Meine Woche"),
            lede=" · ".join(filter(None, [resident.user.addressed_name, stand, part])),
            large=True,
            close=True,
            blocks=[
                blocks.week([_row(day) for day in some]),
                blocks.call(
                    _("Niemand kommt?"),
                    _("Warten Sie eine Viertelstunde. Dann rufen Sie an:"),
                    *numbers,
                    last=_("In Lebensgefahr: 112"),
                ),
            ],
            foot=_("Ältere Blätter bitte wegwerfen."),
        )

    return _parted(days, make)


def _parted(days: Sequence[Day], make: Make) -> list[Sheet]:
    whole = make(days, "")
    if pages_of(whole) == 1:
        return [whole]
    parts: list[Sequence[Day]] = []
    while days:
        fits = (count for count in range(len(days), 1, -1) if pages_of(make(days[:count], _part(9, 9))) == 1)
        parts.append(days[: next(fits, 1)])
        days = days[len(parts[-1]) :]
    return [make(part, _part(place, len(parts))) for place, part in enumerate(parts, 1)]


def _part(number: int, of: int) -> str:
    return _("Blatt %(number)s von %(of)s") % {"number": number, "of": of}


def _row(day: Day) -> tuple[str, list[tuple[str, str]]]:
    said = [clock.say_weekday(day.day), clock.say_date(day.day), *([_("Feiertag")] if day.is_holiday else [])]
    return "\n".join(said), [(line.time, line.who + (f": {line.what}" if line.what else "")) for line in day.lines]
