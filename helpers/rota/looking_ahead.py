"""What the rota of some districts says of now and the days ahead, for a line on a page: one query for all of them.

The same as `helpers.rota.coverage` and `helpers.on_duty.on_call.responsible_at` say of each; nothing is decided by it.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper
from django.utils.translation import gettext as _

from helpers.on_duty.answering import AHEAD, BACK, DUTY, NOBODY, OFFICE, Shift, answers_at, district_rows, read_row
from helpers.on_duty.on_call import gaps
from helpers.rota.coverage import cut, planned
from piano.kit.house import default_house
from quarters.office_hours import Office, Window, hours_between


@dataclass(frozen=True)
class Ahead:
    """`who` is responsible now, in words as everybody may read them, or empty. `follows` are duties that begin later: when, who.
    `missing` are the gaps as the rota's page cuts them, a running one with its beginning; without a rota there are none.
    """

    who: str
    follows: list[tuple[dt.datetime, str]]
    has_rota: bool
    missing: list[Window]


def look_ahead(districts: Iterable[int], *, now: dt.datetime) -> list[Ahead]:
    """In the order of the districts' numbers. `now` is the database's."""
    has_rota = ExpressionWrapper(planned(now=now), BooleanField())
    rows = district_rows().filter(pk__in=districts).annotate(has_rota=has_rota).order_by("number", "pk")
    return [_ahead(row, now) for row in rows]


def _ahead(row: Any, now: dt.datetime) -> Ahead:
    place, office, shifts = read_row(row)
    kind, name, _until = answers_at(hours_between(office, now, now + AHEAD), shifts, now)
    office_says = place["name"] if place else default_house().label
    stands_in = _("Bereitschaft {district}").format(district=row.name) if row.has_fallback else ""
    return Ahead(
        who={OFFICE: office_says, DUTY: _says(name, row), NOBODY: stands_in}[kind],
        follows=sorted((shift.start, _says(shift.name, row)) for shift in shifts if shift.start > now),
        has_rota=row.has_rota,
        missing=_missing(office, shifts, now) if row.has_rota else [],
    )


def _says(name: str, row: Any) -> str:
    """As `Duty.answers_as`: a shift that bears the district's name is the helpers' own."""
    return _("Nachbarschaftshilfe {district}").format(district=row.name) if name == row.name else name


def _missing(office: Office, shifts: list[Shift], now: dt.datetime) -> list[Window]:
    start, end = now - BACK, now + AHEAD
    covered = [*hours_between(office, start, end), *((shift.start, shift.end) for shift in shifts)]
    return [piece for gap in gaps(covered, start, end) for piece in cut(gap) if piece[1] > now]
