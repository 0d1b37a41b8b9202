"""Hours: a visit's come by its report, others are written down by whoever gave them and count once an officer agreed."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from piano.kit import clock
from quarters.models import Organisation, User
from volunteers.accounts.access import check_officer
from volunteers.accounts.booking import book_effort, book_help
from volunteers.accounts.errors import AlreadyDecided, InTheFuture, TooLongAgo
from volunteers.accounts.staff_errors import NotOneself
from volunteers.models import Effort, EffortKind, Volunteer

BACK = dt.timedelta(days=366)


def note_visit(
    *, helpers: Iterable[User], receiver: User, minutes: int, about: str, day: dt.date, by: User, now: dt.datetime
) -> list[Effort]:
    """Of a visit that took place: each volunteer's hours, and the booking of each association that counts time. Once a visit.

    `helpers` in the order of their keys; who is no volunteer is paid for her work and is left out.
    """
    going = Volunteer.objects.filter(user__in=list(helpers)).select_related("user", "association").order_by("user")
    notes, groups = [], dict[int, list[Volunteer]]()
    for one in going:
        kept = {"association": one.association, "kind": EffortKind.VISIT, "day": day, "minutes": minutes}
        kept |= {"entered_at": now, "decided_at": now, "counts": True}
        if minutes > 0:
            notes.append(Effort.objects.get_or_create(about=about, person=one.user, defaults=kept)[0])
            groups.setdefault(one.association_id, []).append(one)
    for together in groups.values():
        people = [one.user for one in together if one.user != receiver]
        association = together[0].association
        book_help(association, helpers=people, receiver=receiver, minutes=minutes, about=about, day=day, by=by, now=now)
    return notes


def enter_effort(
    *, person: User, association: Organisation, kind: str, day: dt.date, minutes: int, now: dt.datetime
) -> Effort:
    """By whoever gave the time. Raises `InTheFuture`, `TooLongAgo`."""
    check_day(day, now=now)
    kept = {"kind": kind, "day": day, "minutes": minutes, "entered_at": now}
    return Effort.objects.create(person=person, association=association, **kept)


def decide_effort(effort: Effort, *, counts: bool, by: User, now: dt.datetime) -> Effort:
    """The same again changes nothing. Raises `NotOneself`, `AlreadyDecided`."""
    check_officer(by, effort.association)
    if effort.person_id == by.pk:
        raise NotOneself()
    with transaction.atomic():
        row = Effort.objects.select_for_update(of=("self",)).select_related("person", "association").get(pk=effort.pk)
        if row.decided_at:
            if row.counts == counts:
                return row
            raise AlreadyDecided()
        row.counts, row.decided_at, row.decided_by = counts, now, by
        row.save(update_fields=["counts", "decided_at", "decided_by"])
        if counts:
            said: dict[str, Any] = {"minutes": row.minutes, "about": row.reference, "day": row.day}
            book_effort(row.association, person=row.person, by=by, now=now, **said)
    return row


def remove_own(effort: Effort, *, by: User) -> bool:
    """Hers, as long as nobody decided; false when it was gone already."""
    return bool(Effort.objects.filter(pk=effort.pk, person=by, decided_at=None).delete()[0])


def check_day(day: dt.date, *, now: dt.datetime) -> None:
    """A day of the last year. Raises `InTheFuture`, `TooLongAgo`."""
    today = clock.local(now).date()
    if day > today:
        raise InTheFuture()
    if day < today - BACK:
        raise TooLongAgo()
