"""A new amount or limit from a day on. The one before ends then; what has begun is never changed (a trigger holds it)."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from piano.kit.dated import holds
from quarters.models import Organisation, User
from volunteers.accounts.access import check_officer
from volunteers.accounts.staff_errors import BeforeToday
from volunteers.models import DatedValue, ValueKind


def begin_value(
    *, kind: str, value: int, source: str, valid_from: dt.date, organisation: Organisation | None = None
) -> DatedValue:
    """Holds until the next one that is known already. One that begins on the very same day is replaced.

    Locks the rows of its kind. Who may is checked by the caller: for all it is GWG's panel.
    """
    with transaction.atomic():
        rows = DatedValue.objects.filter(kind=kind, organisation=organisation)
        known = list(rows.order_by("valid_from").select_for_update())
        later = next((one.valid_from for one in known if one.valid_from > valid_from), None)
        for one in known:
            if one.valid_from == valid_from:
                one.delete()
            elif one.valid_from < valid_from and (one.valid_until is None or one.valid_until > valid_from):
                one.valid_until = valid_from
                one.save(update_fields=["valid_until"])
        said = {"value": value, "source": source.strip(), "valid_from": valid_from, "valid_until": later}
        return DatedValue.objects.create(kind=kind, organisation=organisation, **said)


def set_km_rate(
    association: Organisation, *, cents: int, source: str, valid_from: dt.date, by: User, today: dt.date
) -> DatedValue:
    """Its own rate a kilometre, as it has decided. Raises `BeforeToday`: what was driven keeps its rate."""
    check_officer(by, association)
    if valid_from < today:
        raise BeforeToday()
    return begin_value(kind=ValueKind.KM, value=cents, source=source, valid_from=valid_from, organisation=association)


def take_back_value(
    *, kind: str, valid_from: dt.date, today: dt.date, organisation: Organisation | None = None
) -> bool:
    """One that has not begun yet; the one before holds on. False when there is none (any more). Who may is checked by the caller."""
    with transaction.atomic():
        rows = DatedValue.objects.filter(kind=kind, organisation=organisation).order_by("valid_from")
        known = {one.valid_from: one for one in rows.select_for_update()}
        row = known.get(valid_from)
        if row is None or valid_from <= today:
            return False
        row.delete()
        before = next((one for one in known.values() if one.valid_until == valid_from), None)
        if before:
            before.valid_until = row.valid_until
            before.save(update_fields=["valid_until"])
    return True


def take_back_km_rate(association: Organisation, *, valid_from: dt.date, by: User, today: dt.date) -> bool:
    check_officer(by, association)
    return take_back_value(kind=ValueKind.KM, valid_from=valid_from, today=today, organisation=association)


@dataclass(frozen=True)
class KmRates:
    """What holds today (cents; `is_own` or the one of all), what was decided already, and what held before."""

    today: DatedValue | None
    is_own: bool
    ahead: list[DatedValue]
    before: list[DatedValue]


def km_rates(association: Organisation, *, today: dt.date) -> KmRates:
    rows = DatedValue.objects.filter(kind=ValueKind.KM)
    own = list(rows.filter(organisation=association).order_by("valid_from"))
    of_all = rows.filter(organisation=None).valid_on(today).first()
    current = next((one for one in own if holds(one, today)), None)
    return KmRates(
        today=current or of_all,
        is_own=current is not None,
        ahead=[one for one in own if one.valid_from > today],
        before=[one for one in own if not _lasts(one, today)][::-1],
    )


def _lasts(row: DatedValue, today: dt.date) -> bool:
    return row.valid_until is None or row.valid_until > today
