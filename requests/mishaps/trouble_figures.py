"""How often something did not work out, month by month: numbers alone, no names, no days. Reads only."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from piano.kit import clock
from piano.kit.alphabet import alphabetical
from quarters.models import District, Organisation, RoleKind, User
from requests.models import Outcome, SignOff, Trouble, TroubleKind

MONTHS = 6  # the running one included; after twelve the rows are gone
FEWEST = 5  # a smaller number might be somebody whom the reader knows
LATE, NOBODY, DOOR, DAYS = "late", "nobody", "door", "days"
KINDS = {
    LATE: gettext_lazy("Kurz vorher abgesagt"),
    NOBODY: gettext_lazy("Niemand gekommen"),
    DOOR: gettext_lazy("Tür blieb zu"),
    DAYS: gettext_lazy("Für Tage abgesagt"),
}
KIND_OF: dict[str, str] = {
    TroubleKind.CALLED_OFF: LATE,
    TroubleKind.GAVE_UP: LATE,
    TroubleKind.NOBODY_CAME: NOBODY,
    TroubleKind.DOOR: DOOR,
}
WAS_NONE = Q(kind=TroubleKind.NOBODY_CAME, outcome=Outcome.CAME) | Q(kind=TroubleKind.DOOR, outcome=Outcome.OPENED)
Counted = Counter[tuple[int, str, dt.date]]


@dataclass(frozen=True)
class Figures:
    """Of one district, or of one association's volunteers. `rows`: (short name of the month, what is said of each kind), the
    running one first; empty: nothing to say.
    """

    name: str
    rows: list[tuple[str, list[str]]]
    is_veiled: bool

    @property
    def months(self) -> list[str]:
        return [month for month, _numbers in self.rows]

    @property
    def lines(self) -> list[tuple[str, list[str]]]:
        """Each kind with its numbers month by month: so they fit on a telephone."""
        return [
            (str(kind), [numbers[place] for _month, numbers in self.rows]) for place, kind in enumerate(KINDS.values())
        ]


def load_figures(user: User, *, now: dt.datetime) -> list[Figures]:
    """The districts that she helps in, with every number; the associations she coordinates, without small ones. Six queries."""
    own = {role.organisation_id for role in user.valid_roles if role.kind == RoleKind.COORDINATOR}
    months = _months(now)
    districts = District.objects.filter(pk__in=user.district_ids).order_by("number")
    associations = Organisation.objects.filter(pk__in=own - {None}).order_by(*alphabetical("name"))
    here = _count("visit__help_request__district", "person__volunteer__district", user.district_ids, months)
    theirs = _count("assignment__person__volunteer__association", "person__volunteer__association", own, months)
    found = [_figures(one.pk, one.name, here, months, is_veiled=False) for one in districts]
    return found + [_figures(one.pk, one.name, theirs, months, is_veiled=True) for one in associations]


def _months(now: dt.datetime) -> list[dt.date]:
    """The first days, the running month first."""
    first = clock.local(now).date().replace(day=1)
    months = [first]
    while len(months) < MONTHS:
        months.append((months[-1] - dt.timedelta(days=1)).replace(day=1))
    return months


def _count(trouble_of: str, sign_off_of: str, places: Iterable[Any], months: list[dt.date]) -> Counted:
    """By place, kind and local month. What turned out to be none is not counted, nor what was taken back."""
    counted: Counted = Counter()
    since = clock.at(months[-1], dt.time.min)
    troubles = Trouble.objects.filter(**{f"{trouble_of}__in": places}, kind__in=KIND_OF, opened_at__gte=since)
    by_month = troubles.exclude(WAS_NONE).values(
        "kind", place=F(trouble_of), month=TruncMonth("opened_at", tzinfo=clock.BERLIN)
    )
    for row in by_month.annotate(times=Count("pk")).order_by():
        counted[row["place"], KIND_OF[row["kind"]], row["month"].date()] += row["times"]
    days = SignOff.objects.filter(**{f"{sign_off_of}__in": places}, taken_back_at=None, first_day__gte=months[-1])
    off = days.values(place=F(sign_off_of), month=TruncMonth("first_day")).annotate(times=Count("pk"))
    for one in off.order_by():
        counted[one["place"], DAYS, one["month"]] += one["times"]
    return counted


def _figures(place: int, name: str, counted: Counted, months: list[dt.date], *, is_veiled: bool) -> Figures:
    """Where every number would be veiled, or there is none, no row is left."""
    numbers = {month: [counted[place, kind, month] for kind in KINDS] for month in months}
    is_empty = max(map(max, numbers.values())) < (FEWEST if is_veiled else 1)
    rows = [
        (date_format(month, "M"), [_say(number, is_veiled=is_veiled) for number in numbers[month]]) for month in months
    ]
    return Figures(name, [] if is_empty else rows, is_veiled)


def _say(number: int, *, is_veiled: bool) -> str:
    """None is veiled like a few, so that nobody can tell them apart."""
    return _("unter 5") if is_veiled and number < FEWEST else str(number)
