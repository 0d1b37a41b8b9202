"""One person's week, put together: visits, the programme, and what was written down. Reads only, five queries."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _
from psycopg.types.range import TimestamptzRange

from piano.kit import clock
from piano.kit.digests import keyed_digest
from quarters.models import Registration, Resident
from quarters.models.registrations import HOLDING
from quarters.programme.words import say_place
from requests.messages.naming import announced_name, organisation_of
from requests.models import Assignment, Visit, WeekEntry, WeekKind, WeekSkip
from requests.states import SEARCHING_STATES, STANDING_ASSIGNMENT_STATES, AssignmentState
from requests.weeks.care import service_agreed_to

SHOWN = (*STANDING_ASSIGNMENT_STATES, AssignmentState.DONE)  # what is over still stood on today's sheet
NEIGHBOUR, SEARCHED, PROGRAMME = "visit", "searched", "programme"


@dataclass(frozen=True)
class Line:
    """`kind`: visit, searched, programme, or one of `WeekKind`. `entry` is what may be taken away here; one that `is_off` does not
    come on this day, and `who` says so.
    """

    starts: dt.time
    ends: dt.time | None
    who: str
    what: str
    kind: str
    entry: WeekEntry | None = None
    is_off: bool = False

    @property
    def time(self) -> str:
        return clock.say_wall_time(self.starts)


@dataclass(frozen=True)
class Day:
    day: dt.date
    lines: tuple[Line, ...]

    @property
    def is_holiday(self) -> bool:
        return clock.is_holiday(self.day)


def week_of(resident: Resident, *, first_day: dt.date, days: int = 7, with_programme: bool = True) -> list[Day]:
    """In the language of the moment. `with_programme` False: for whom she lets see who comes, not where she goes."""
    last = first_day + dt.timedelta(days=days - 1)
    span = (clock.at(first_day, dt.time()), clock.at(last + dt.timedelta(days=1), dt.time()))
    dated = [*_visits(resident, span), *_searched(resident, span)]
    dated += _programme(resident, span) if with_programme else []
    entries = _entries(resident, first_day, last)
    found = []
    for ahead in range(days):
        day = first_day + dt.timedelta(days=ahead)
        lines = [line for on, line in dated if on == day]
        lines += [_of_entry(entry, day) for entry in entries if _is_on(entry, day)]
        found.append(Day(day, tuple(sorted(lines, key=lambda one: (one.starts, one.who, one.what)))))
    return found


Span = tuple[dt.datetime, dt.datetime]
Dated = list[tuple[dt.date, Line]]


def _visits(resident: Resident, span: Span) -> Dated:
    rows = Assignment.objects.filter(
        visit__help_request__resident=resident, state__in=SHOWN, planned_window__overlap=TimestamptzRange(*span)
    )
    people = (
        "person__volunteer__association",
        "person__care_worker__service__organisation",
        "person__helper__employer",
    )
    rows = rows.select_related(*people, "visit__help_request__category").order_by("part", "pk")
    return [_line_of(row) for row in rows]


def _line_of(row: Assignment) -> tuple[dt.date, Line]:
    start, end = clock.local(row.planned_window.lower), clock.local(row.planned_window.upper)
    who = ", ".join(filter(None, [announced_name(row.person), organisation_of(row.person)]))
    ends = end.time() if end.date() == start.date() else None
    return start.date(), Line(start.time(), ends, who, row.visit.help_request.category.said, NEIGHBOUR)


def _searched(resident: Resident, span: Span) -> Dated:
    """Somebody is still looked for: that belongs on the sheet, too."""
    rows = Visit.objects.filter(
        help_request__resident=resident, state__in=SEARCHING_STATES, wish_window__overlap=TimestamptzRange(*span)
    )
    found: Dated = []
    for row in rows.select_related("help_request__category").order_by("pk"):
        start = clock.local(row.wish_window.lower)
        what = row.help_request.category.said
        found.append((start.date(), Line(start.time(), None, _("Wir suchen noch jemanden"), what, SEARCHED)))
    return found


def _programme(resident: Resident, span: Span) -> Dated:
    rows = Registration.objects.filter(
        person=resident.user_id, state__in=HOLDING, event__cancelled_at=None, event__starts_at__range=span
    )
    return [_of_registration(row) for row in rows.select_related("event__meeting_point__district").order_by("pk")]


def _of_registration(row: Registration) -> tuple[dt.date, Line]:
    """A conversation under four eyes is not told to whoever reads the fridge."""
    event = row.event
    start = clock.local(row.slot_at or event.starts_at)
    who = _("Termin im Treffpunkt") if event.is_confidential else event.title
    ends = None if row.slot_at else clock.local(event.ends_at).time()
    return start.date(), Line(start.time(), ends, who, say_place(event), PROGRAMME)


def _entries(resident: Resident, first: dt.date, last: dt.date) -> Sequence[WeekEntry]:
    """Those of a care service only as long as she agrees to that one."""
    service = service_agreed_to(resident)
    rows = WeekEntry.objects.filter(
        Q(service=None) | Q(service=service), resident=resident, ended_at=None, day__lte=last
    )
    rows = rows.filter(Q(is_weekly=True) | Q(day__gte=first)).select_related("service__organisation").order_by("pk")
    return list(rows.prefetch_related(Prefetch("skips", WeekSkip.objects.filter(day__range=(first, last)))))


def _is_on(entry: WeekEntry, day: dt.date) -> bool:
    if entry.is_weekly:
        return entry.day <= day and entry.day.weekday() == day.weekday()
    return entry.day == day


def _of_entry(entry: WeekEntry, day: dt.date) -> Line:
    who = entry.who
    if entry.kind == WeekKind.CARE and entry.service is not None:
        who = ", ".join(filter(None, [entry.who, str(entry.service)]))
    is_off = _is_off(entry, day)
    who = _("Kommt nicht: %(who)s") % {"who": who} if is_off else who
    return Line(entry.starts, entry.ends, who, "" if is_off else entry.what, entry.kind, entry, is_off)


def _is_off(entry: WeekEntry, day: dt.date) -> bool:
    is_skipped = any(skip.day == day for skip in entry.skips.all())
    return entry.is_weekly and (is_skipped or (entry.skips_holidays and clock.is_holiday(day)))


def digests_of(days: Sequence[Day]) -> dict[str, str]:
    """By day, without its words: an empty day is left out, so that it is as one that nobody has looked at."""
    said = {day.day.isoformat(): repr([(one.starts, one.ends, one.who, one.what) for one in day.lines]) for day in days}
    return {day: keyed_digest("requests.weeks", text)[:16] for day, text in said.items() if text != "[]"}
