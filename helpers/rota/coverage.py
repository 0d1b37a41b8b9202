"""Where nobody is responsible for a district in the weeks ahead, and what stands in the rota day by day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from helpers.models import Duty, ShiftPattern
from helpers.on_duty.on_call import gaps
from helpers.rota.duty_lapses import marked
from piano.kit import clock
from quarters.models import District
from quarters.office_hours import Window, hours_between, office_of

DAYS = 28
DAY = dt.timedelta(days=1)
DAY_TURNS = dt.time(8)  # a gap of days is filled one day and night at a time
A_NIGHT = dt.timedelta(hours=24)
BACK = dt.timedelta(days=2)  # so that a running gap keeps its beginning
TOO_SHORT = dt.timedelta(hours=4)  # nobody comes for the hour that is left


@dataclass(frozen=True)
class Entry:
    """One span of one day: the office, a duty, or a gap. `duty` is None for the other two."""

    start: dt.datetime
    end: dt.datetime
    who: str
    kind: str  # office, duty, deputy, gap
    duty: Duty | None = None

    @property
    def hours(self) -> str:
        return say_span_short(self.start, self.end)


@dataclass(frozen=True)
class Day:
    """What begins on one local day, in order."""

    day: dt.date
    is_holiday: bool
    entries: list[Entry] = field(default_factory=list)


def has_rota(district: District, *, now: dt.datetime) -> bool:
    """Whether anybody plans duties for this district at all; where nobody does, nobody is warned of gaps."""
    return District.objects.filter(planned(now=now), pk=district.pk).exists()


def planned(*, now: dt.datetime) -> Q:
    """Over districts."""
    ours = Q(service__districts=OuterRef("pk")) | Q(district=OuterRef("pk"))
    patterns = ShiftPattern.objects.exclude(valid_until__lte=clock.local(now).date())
    return Q(Exists(Duty.objects.filter(ours, window__endswith__gt=now))) | Q(Exists(patterns.filter(ours)))


def gaps_of(district: District, *, start: dt.datetime, end: dt.datetime) -> list[Window]:
    """Every span of start–end without office and without anybody on duty, whole. Four queries."""
    duties = Duty.objects.of_districts([district.pk]).filter(window__overlap=(start, end))
    covered: list[Window] = [(duty.window.lower, duty.window.upper) for duty in duties]
    office = office_of(district, day=clock.local(start).date())
    return gaps([*covered, *hours_between(office, start, end)], start, end)


def cut(gap: Window) -> list[Window]:
    """What is longer than a day and a night, cut each morning, so that one person can fill a piece; a short rest stays with it. Pure."""
    start, end = gap
    pieces: list[Window] = []
    while end - start > A_NIGHT:
        here = clock.local(start)
        day = here.date() if here.time() < DAY_TURNS else here.date() + DAY
        turn = clock.at(day, DAY_TURNS)
        if end - turn < TOO_SHORT:
            break
        pieces.append((start, turn))
        start = turn
    return [*pieces, (start, end)]


def pieces_ahead(district: District, *, now: dt.datetime) -> list[Window]:
    """The gaps of the weeks ahead, cut so that one person can fill each. A running one keeps its beginning. Four queries."""
    end = clock.at(clock.local(now).date() + DAYS * DAY, dt.time(0))
    spans = gaps_of(district, start=now - BACK, end=end)
    return [piece for span in spans for piece in cut(span) if piece[1] > now]


def load_plan(district: District, *, now: dt.datetime, days: int = DAYS) -> list[Day]:
    """Today and the days after it: office, duties, gaps. Four queries."""
    today = clock.local(now).date()
    start, end = clock.at(today, dt.time(0)), clock.at(today + days * DAY, dt.time(0))
    rows = Duty.objects.of_districts([district.pk]).filter(window__overlap=(start, end))
    duties = list(marked(rows).order_by("window"))
    office = office_of(district, day=today)
    opened = hours_between(office, start, end)
    covered = [*opened, *((duty.window.lower, duty.window.upper) for duty in duties)]
    free = [piece for gap in gaps(covered, now, end) for piece in cut(gap)]
    point = office.point.name if office.point else _("Treffpunkt")
    entries = [
        *(Entry(*span, point, "office") for span in opened),
        *(_entry(duty) for duty in duties),
        *(Entry(*span, _("Niemand eingeteilt"), "gap") for span in free),
    ]
    return _by_day(entries, today, days)


def _entry(duty: Duty) -> Entry:
    kind = "deputy" if duty.is_deputy else "duty"
    return Entry(duty.window.lower, duty.window.upper, duty.person.full_name, kind, duty)


def _by_day(entries: Iterable[Entry], today: dt.date, days: int) -> list[Day]:
    """What began before stands on the first day."""
    found = {today + n * DAY: Day(today + n * DAY, clock.is_holiday(today + n * DAY)) for n in range(days)}
    for entry in sorted(entries, key=lambda entry: (entry.start, entry.kind == "deputy")):
        found[max(clock.local(entry.start).date(), today)].entries.append(entry)
    return list(found.values())


def say_span_short(start: dt.datetime, end: dt.datetime) -> str:
    """„22 bis 6 Uhr“, „18 bis 9:30 Uhr“; beyond the next morning with the day."""
    short = end - start <= A_NIGHT
    begins, ends = _bare(start), _bare(end)
    if short:
        return _("{start} bis {end} Uhr").format(start=begins, end=ends)
    return _("{start} Uhr bis {day}, {end} Uhr").format(start=begins, day=clock.say_day(end), end=ends)


def say_gap(gap: Window) -> str:
    """„Samstag, 28. November, 22 bis 6 Uhr“."""
    return f"{clock.say_day(gap[0])}{clock.comma()} {say_span_short(*gap)}"


def _bare(moment: dt.datetime) -> str:
    return clock.say_clock(moment).removesuffix(":00")
