"""One clock. `now()` is the database's `piano_now()`; everything local is Europe/Berlin with the holidays of Hesse.

Verbs take `now=`; views and sweeps ask `now()` once and hand it down. App clocks are never asked for what is due.
"""

import contextlib
import datetime as dt
from collections.abc import Iterator
from contextvars import ContextVar
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from dateutil.easter import easter  # type: ignore[import-untyped]
from django.db import connection
from django.db.models import DateField, Func
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from piano.kit.languages import is_easy, spoken

BERLIN = ZoneInfo("Europe/Berlin")
QUIET_FROM, QUIET_UNTIL = dt.time(20), dt.time(8)  # no SMS 20-8, domain 10
DATES = {"de": "j. F", "ru": "j E", "uk": "j E"}  # E: the month as it stands after a number
SMALL_DAYS = frozenset({"ru", "uk", "bg"})
CALL_HOURS = ((dt.time(9), dt.time(12, 30)), (dt.time(15), dt.time(18)))  # calls Mon-Fri, domain 10

_standing: ContextVar[dt.datetime | None] = ContextVar("standing", default=None)


def now() -> dt.datetime:
    """The database's moment, aware, UTC. Inside a transaction it stands still, as Postgres' own now() does."""
    known = _standing.get()
    if known is not None:
        return known
    with connection.cursor() as cursor:
        cursor.execute("SELECT piano_now()")
        moment: dt.datetime = cursor.fetchone()[0]
    return moment


@contextlib.contextmanager
def standing_still() -> Iterator[dt.datetime]:
    """The clock is asked once, for what is made together within a second or two: whatever asks in here hears the same moment."""
    moment = now()
    before = _standing.set(moment)
    try:
        yield moment
    finally:
        _standing.reset(before)


def local(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(BERLIN)


class Today(Func):
    """The same day as `today()` inside of another query: no query of its own."""

    template = "(piano_now() AT TIME ZONE 'Europe/Berlin')::date"
    output_field = DateField()


def today() -> dt.date:
    return local(now()).date()


def at(day: dt.date, time: dt.time) -> dt.datetime:
    """The moment of a local wall time. A time that DST skips is moved behind the gap; a doubled one is the first."""
    return dt.datetime.combine(day, time, BERLIN).astimezone(dt.UTC)


@lru_cache(maxsize=32)
def _hesse(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("DE", subdiv="HE", years=year, language="de")


def read_day(text: str) -> dt.date | None:
    """„2026-11-30“, as addresses say it; None for anything else."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def read_moment(text: str) -> dt.datetime | None:
    """As our own pages wrote it, with its offset; None for anything else."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def is_holiday(day: dt.date) -> bool:
    """Holidays of Hesse (HFeiertagsG § 1, domain 10); Sundays are not counted here."""
    return day in _hesse(day.year)


def holiday_name(day: dt.date) -> str:
    """In German, as the calendar of holidays calls it; empty on every other day."""
    return str(_hesse(day.year).get(day) or "")


def is_silent(day: dt.date) -> bool:
    """Good Friday, the two Sundays of mourning in November (HFeiertagsG; domain 10): no parties."""
    advent = dt.date(day.year, 12, 25) - dt.timedelta(days=dt.date(day.year, 12, 25).weekday() + 22)  # the first Sunday
    is_of_mourning = day in (advent - dt.timedelta(weeks=2), advent - dt.timedelta(weeks=1))
    return is_of_mourning or easter(day.year) - day == dt.timedelta(days=2)


def is_working_day(day: dt.date) -> bool:
    return day.weekday() < 5 and not is_holiday(day)


def is_quiet(moment: dt.datetime, quiet_from: dt.time = QUIET_FROM, quiet_until: dt.time = QUIET_UNTIL) -> bool:
    """Whether a moment lies in somebody's quiet hours, which may go over midnight. Equal times mean: never quiet."""
    time = local(moment).time()
    if quiet_from <= quiet_until:
        return quiet_from <= time < quiet_until
    return time >= quiet_from or time < quiet_until


def after_quiet(
    moment: dt.datetime, quiet_from: dt.time = QUIET_FROM, quiet_until: dt.time = QUIET_UNTIL
) -> dt.datetime:
    """The moment itself, or the end of the quiet hours that it lies in."""
    if not is_quiet(moment, quiet_from, quiet_until):
        return moment
    here = local(moment)
    day = here.date() if here.time() < quiet_until else here.date() + dt.timedelta(days=1)
    return at(day, quiet_until)


def next_call_time(moment: dt.datetime) -> dt.datetime:
    """The moment itself when people are called at that hour, else the next start of calling hours."""
    here = local(moment)
    for ahead in range(15):
        day = here.date() + dt.timedelta(days=ahead)
        if not is_working_day(day):
            continue
        for start, end in CALL_HOURS:
            if ahead or here.time() < start:
                return at(day, start)
            if here.time() < end:
                return moment
    raise ValueError("no working day within two weeks")


def call_time_ends(moment: dt.datetime) -> dt.datetime:
    """The end of the calling hours that run at this moment; the moment itself outside of them."""
    here = local(moment)
    return next((at(here.date(), end) for start, end in CALL_HOURS if start <= here.time() < end), moment)


def say_day(moment: dt.datetime | dt.date) -> str:
    """„Dienstag, 24. November“, in the reader's language."""
    return f"{say_weekday(moment)}{comma()} {say_date(moment)}"


def say_weekday(moment: dt.datetime | dt.date) -> str:
    """„Dienstag“."""
    return _said(date_format(_day(moment), "l"))


def say_date(moment: dt.datetime | dt.date, *, with_year: bool = False) -> str:
    """„24. November“, „24. November 2026“."""
    pattern = DATES.get(spoken(get_language() or ""), "j F")
    return _said(date_format(_day(moment), f"{pattern} Y" if with_year else pattern))


def say_month(day: dt.date) -> str:
    """„Dezember 2026“: a month by its name alone, as a calendar has it."""
    return date_format(day, "F Y")


def _said(words: str) -> str:
    """In small letters where a sentence has days and months so."""
    return words.lower() if get_language() in SMALL_DAYS else words


def _day(moment: dt.datetime | dt.date) -> dt.date:
    return local(moment).date() if isinstance(moment, dt.datetime) else moment


def comma() -> str:
    return "،" if get_language() == "ar" else ","


def say_time(moment: dt.datetime) -> str:
    """„10:00 Uhr“."""
    return _("%(time)s Uhr") % {"time": say_clock(moment)}


def say_wall_time(time: dt.time) -> str:
    """„10:00 Uhr“ of a time on the wall."""
    return _("%(time)s Uhr") % {"time": f"{time:%H:%M}".removeprefix("0")}


def say_clock(moment: dt.datetime) -> str:
    """„10:00“, „8:05“: the bare figures, the same in every language; in easy German a full hour is „10“."""
    figures = f"{local(moment):%H:%M}".removeprefix("0")
    return figures.removesuffix(":00") if is_easy() else figures


def say_moment(moment: dt.datetime) -> str:
    """„Dienstag, 24. November, 10:00 Uhr“."""
    return f"{say_day(moment)}{comma()} {say_time(moment)}"


def say_hours(start: dt.datetime, end: dt.datetime) -> str:
    """„10:00 bis 11:00 Uhr“."""
    return _("%(start)s bis %(end)s Uhr") % {"start": say_clock(start), "end": say_clock(end)}


def say_span(start: dt.datetime, end: dt.datetime) -> str:
    """„Dienstag, 24. November, 10:00 bis 12:00 Uhr“; over midnight both moments in full."""
    if local(start).date() == local(end).date():
        return f"{say_day(start)}{comma()} {say_hours(start, end)}"
    return _("%(start)s bis %(end)s") % {"start": say_moment(start), "end": say_moment(end)}
