"""From the words in which people say a time to a wish window. Pure; wizard and telephone intake share it."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from piano.kit import clock
from requests.errors import WindowIsOver

FARTHEST = dt.timedelta(days=90)
DAY_BEGINS, DAY_ENDS = dt.time(8), dt.time(20)
STILL_TODAY = dt.timedelta(hours=4)  # in the evening „heute noch“ reaches into the night
REGULARLY = dt.timedelta(days=14)  # how long we may look for the first of many visits
WAY = dt.timedelta(minutes=45)  # to an appointment elsewhere
APPOINTMENTS = frozenset({"doc", "auth", "ride", "lang"})  # kinds of help where somebody is expected elsewhere


class When(TextChoices):
    TODAY = "today", gettext_lazy("heute")
    TOMORROW = "tomorrow", gettext_lazy("morgen")
    SOON = "soon", gettext_lazy("in den nächsten Tagen")
    THIS_WEEK = "this_week", gettext_lazy("diese Woche")
    NEXT_WEEK = "next_week", gettext_lazy("nächste Woche")
    DAY = "day", gettext_lazy("an einem bestimmten Tag")
    REGULAR = "regular", gettext_lazy("regelmäßig")


class Part(TextChoices):
    ANY = "any", gettext_lazy("egal")
    MORNING = "morning", gettext_lazy("vormittags")
    AFTERNOON = "afternoon", gettext_lazy("nachmittags")
    EXACT = "exact", gettext_lazy("zu einer festen Uhrzeit")


HOURS = {
    Part.ANY: (DAY_BEGINS, DAY_ENDS),
    Part.MORNING: (DAY_BEGINS, dt.time(13)),
    Part.AFTERNOON: (dt.time(13), dt.time(18)),
}
ONE_DAY = frozenset({When.TODAY, When.TOMORROW, When.DAY})


@dataclass(frozen=True)
class WishTime:
    """A half-open window, and how the person would say it."""

    window: tuple[dt.datetime, dt.datetime]
    words: str


def read_wish_time(
    *,
    when: str,
    minutes: int,
    now: dt.datetime,
    day: dt.date | None = None,
    part: str = Part.ANY,
    time: dt.time | None = None,
    way: dt.timedelta = dt.timedelta(0),
    is_span: bool = False,
) -> WishTime:
    """The window for what was chosen.

    `time` is when to be there; `way` before it somebody comes to the door. A fixed time needs one day, without it
    the whole day counts. `is_span`: the end was said too. Raises `WindowIsOver` when the window lies behind us,
    too far ahead, or is too short.
    """
    first, last = days_of(when, clock.local(now).date(), day)
    exact = time if part == Part.EXACT and when in ONE_DAY else None
    if exact is not None:
        start = clock.at(first, exact) - way
        window = (start, start + dt.timedelta(minutes=minutes))
    else:
        begins, ends = HOURS.get(Part(part), HOURS[Part.ANY])
        window = (clock.at(first, begins), clock.at(last, ends))
    if when == When.TODAY and part == Part.ANY:
        window = (now, max(window[1], now + STILL_TODAY))
    _check(window, dt.timedelta(minutes=minutes), now)
    until = window[1] if is_span and exact is not None and not way else None
    hour = (
        time if part == Part.EXACT and when == When.REGULAR else exact
    )  # of what repeats, kept for who asks how often
    return WishTime(window, _words(when, (first, last), part, hour, is_there=bool(way), until=until))


def days_of(when: str, today: dt.date, day: dt.date | None = None) -> tuple[dt.date, dt.date]:
    """The first and the last day that are meant."""
    sunday = today + dt.timedelta(days=6 - today.weekday())
    tomorrow = today + dt.timedelta(days=1)
    if when == When.DAY:
        if day is None:
            raise WindowIsOver(str(_("Bitte wählen Sie einen Tag.")))
        return day, day
    return {
        When.TODAY: (today, today),
        When.TOMORROW: (tomorrow, tomorrow),
        When.SOON: (today, today + dt.timedelta(days=6)),
        When.THIS_WEEK: (today, sunday),
        When.NEXT_WEEK: (sunday + dt.timedelta(days=1), sunday + dt.timedelta(days=7)),
        When.REGULAR: (tomorrow, today + REGULARLY),
    }[When(when)]


def _check(window: tuple[dt.datetime, dt.datetime], length: dt.timedelta, now: dt.datetime) -> None:
    if window[0] > now + FARTHEST:
        raise WindowIsOver(str(_("So weit im Voraus können wir noch niemanden suchen. Höchstens 90 Tage.")))
    if window[1] - max(window[0], now) < length:
        raise WindowIsOver()


def _words(
    when: str,
    days: tuple[dt.date, dt.date],
    part: str,
    exact: dt.time | None,
    *,
    is_there: bool,
    until: dt.datetime | None,
) -> str:
    """„Dienstag, 24. November, vormittags“: a single day by weekday and date, a span with its end."""
    said = clock.say_day(days[0]) if when in ONE_DAY else _span(when, days)
    if until is not None:
        return f"{said}{clock.comma()} {clock.say_hours(clock.at(days[0], exact or DAY_BEGINS), until)}"
    if exact is not None:
        hour = f"{exact.hour}:{exact.minute:02d}"
        if is_there:
            return _("{day}, um {hour} Uhr dort sein").format(day=said, hour=hour)
        return _("{day}, {hour} Uhr").format(day=said, hour=hour)
    return f"{said}{clock.comma()} {Part(part).label}" if part in (Part.MORNING, Part.AFTERNOON) else said


def say_wish(words: str, window: tuple[dt.datetime, dt.datetime]) -> str:
    """To whoever reads: `words` are kept in German, so in another language the window itself is said."""
    if get_language() == settings.LANGUAGE_CODE:
        return words
    first, last = clock.local(window[0]), clock.local(window[1] - dt.timedelta(seconds=1))
    if first.date() != last.date():
        return _("{first} bis {last}").format(first=clock.say_day(first), last=clock.say_day(last))
    if window == (clock.at(first.date(), DAY_BEGINS), clock.at(first.date(), DAY_ENDS)):
        return clock.say_day(first)
    return f"{clock.say_day(first)}{clock.comma()} {clock.say_hours(*window)}"


def _span(when: str, days: tuple[dt.date, dt.date]) -> str:
    first, last = (clock.say_day(day) for day in days)
    if when == When.NEXT_WEEK:
        return _("nächste Woche, ab {day}").format(day=first)
    if when == When.REGULAR:
        return _("regelmäßig, zum ersten Mal bis {day}").format(day=last)
    return _("{when}, bis {day}").format(when=When(when).label, day=last)
