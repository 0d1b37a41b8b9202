"""The care flat in reserve: free or taken for everybody who works here, who lives there only for whoever needs to know it."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from helpers.circles.errors import FlatIsTaken, WrongDays
from helpers.models import ReserveFlat, Stay
from helpers.rota.team import services_of
from piano.kit.alphabet import alphabetical
from quarters.models import Resident, User


@dataclass(frozen=True)
class Occupancy:
    """One stay as its reader may know it: `who` is empty for everybody who does not need the name."""

    reference: str
    first_day: dt.date
    last_day: dt.date
    who: str
    is_now: bool


@dataclass(frozen=True)
class FlatNow:
    flat: ReserveFlat
    is_free: bool
    free_from: dt.date | None
    stays: list[Occupancy]
    may_note: bool


def move_in(
    flat: ReserveFlat,
    *,
    who: str,
    first_day: dt.date,
    last_day: dt.date,
    by: User,
    now: dt.datetime,
    resident: Resident | None = None,
) -> Stay:
    """Both days included. Nobody else is there in these days: a constraint says so. Raises `WrongDays`, `FlatIsTaken`."""
    if last_day < first_day:
        raise WrongDays()
    try:
        with transaction.atomic():
            return Stay.objects.create(
                flat=flat,
                resident=resident,
                who=who.strip(),
                first_day=first_day,
                last_day=last_day,
                noted_by=by,
                noted_at=now,
            )
    except IntegrityError as error:
        raise FlatIsTaken() from error


def move_out(stay: Stay, *, day: dt.date, by: User, now: dt.datetime) -> None:
    """`day` is her last one; before the first one, she does not come at all. Twice changes nothing."""
    with transaction.atomic():
        row = Stay.objects.select_for_update().get(pk=stay.pk)
        if row.cancelled_at is not None or day >= row.last_day:
            return
        if day < row.first_day:
            row.cancelled_at = now
        else:
            row.last_day = day
        row.save(update_fields=["cancelled_at", "last_day"])


def may_note(user: User, flat: ReserveFlat, *, today: dt.date) -> bool:
    """Whoever speaks for the service that looks after it, and the helpers of its district."""
    return flat.district_id in user.district_ids or services_of(user, day=today).filter(pk=flat.service_id).exists()


def flats_for(user: User, *, today: dt.date) -> list[FlatNow]:
    """Every reserve flat, in order of districts; whoever does not need the name reads that it is taken."""
    flats = ReserveFlat.objects.filter(is_offered=True).select_related("service__organisation", "district")
    return [_now(flat, user, today=today) for flat in flats.order_by("district__number", *alphabetical("name"), "pk")]


def _now(flat: ReserveFlat, user: User, *, today: dt.date) -> FlatNow:
    needs_name = may_note(user, flat, today=today)
    rows = flat.stays.filter(cancelled_at=None, last_day__gte=today).order_by("first_day")
    stays = [
        Occupancy(
            reference=row.reference if needs_name else "",
            first_day=row.first_day,
            last_day=row.last_day,
            who=row.who if needs_name else "",
            is_now=row.first_day <= today,
        )
        for row in rows
    ]
    taken = [stay for stay in stays if stay.is_now]
    return FlatNow(flat, not taken, _free_from(stays, today) if taken else None, stays, needs_name)


def _free_from(stays: list[Occupancy], today: dt.date) -> dt.date:
    """The first day on which nobody is there: stays that follow on each other without a gap count as one."""
    day = today
    for stay in stays:
        if stay.first_day <= day:
            day = max(day, stay.last_day + dt.timedelta(days=1))
    return day
