"""Flat allowances, §§ 3 Nr. 26, 26a EStG: the ceiling is a person's, over all organisations and the whole year (domain 3.2).

An association reads its own rows and what is left, never whose the rest is.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from quarters.costs import say_euros
from quarters.models import Organisation, User
from volunteers.accounts.access import check_officer
from volunteers.accounts.rules import value_on
from volunteers.accounts.staff_errors import CeilingReached, NotOfUs, NotOneself, NotPaidTwice
from volunteers.models import Allowance, AllowanceElsewhere, AllowanceKind

WARN_AT = 80  # per cent of the ceiling
HELD = "allowances of a year stay within the ceiling"  # says the trigger


@dataclass(frozen=True)
class Room:
    """Of one person, kind and year, in cents. `left` is never negative."""

    ceiling: int
    used: int

    @property
    def left(self) -> int:
        return max(0, self.ceiling - self.used)

    @property
    def over(self) -> int:
        """By how much too much stands there: a law sank, or she told later what she gets from others."""
        return max(0, self.used - self.ceiling)

    @property
    def is_close(self) -> bool:
        """Time to say so."""
        return self.ceiling > 0 and self.used * 100 >= self.ceiling * WARN_AT


def room_of(person: User, kind: str, year: int) -> Room:
    """The ceiling is the one of the last day of the year; without a value nothing may be granted."""
    rows = Allowance.objects.filter(person=person, kind=kind, year=year, withdrawn_at=None)
    given = rows.aggregate(sum=Sum("cents"))["sum"] or 0
    told = AllowanceElsewhere.objects.filter(person=person, kind=kind, year=year).first()
    return Room(value_on(kind, dt.date(year, 12, 31)) or 0, given + (told.cents if told else 0))


def grant_allowance(
    *,
    person: User,
    association: Organisation,
    kind: str,
    year: int,
    cents: int,
    purpose: str,
    by: User,
    now: dt.datetime,
) -> Allowance:
    """Never above her ceiling: locks her row, so that two associations at the same moment do not both see the last euro. A trigger holds
    it for whatever forgets to (decision 090).

    Raises `NotOneself`, `NotOfUs`, `CeilingReached` with what is left.
    """
    check_officer(by, association)
    if person.pk == by.pk:
        raise NotOneself()
    if not belongs(person, association):
        raise NotOfUs()
    said = {"kind": kind, "year": year, "cents": cents, "purpose": purpose.strip()}
    try:
        with transaction.atomic():
            lock_person(person)
            room = room_of(person, kind, year)
            if cents > room.left:
                raise CeilingReached(say_left(room, kind, year))
            who = {"person": person, "association": association, "granted_by": by, "granted_at": now}
            return Allowance.objects.create(**who, **said)
    except IntegrityError as error:
        if HELD not in str(error):
            raise
        raise CeilingReached(say_left(room_of(person, kind, year), kind, year)) from error


def say_left(room: Room, kind: str, year: int) -> str:
    """„Für 2026 sind noch 120 € möglich …“, for an officer: not what others gave."""
    if not room.ceiling:
        return _("Für %(year)s ist keine Grenze eingetragen. Bitte zuerst eintragen, was das Gesetz sagt.") % {
            "year": year
        }
    words = {"year": year, "left": say_euros(room.left), "ceiling": say_euros(room.ceiling)}
    words["kind"] = AllowanceKind(kind).label
    return (
        _(
            "%(kind)s %(year)s: Es sind noch %(left)s möglich. Die Grenze von %(ceiling)s gilt für alle Vereine zusammen."
        )
        % words
    )


def withdraw(allowance: Allowance, *, by: User, now: dt.datetime) -> Allowance:
    """As long as it is not paid. Raises `NotOneself`, `NotPaidTwice`."""
    check_officer(by, allowance.association)
    if allowance.person_id == by.pk:
        raise NotOneself()
    with transaction.atomic():
        row = Allowance.objects.select_for_update(of=("self",)).get(pk=allowance.pk)
        if row.paid_on:
            raise NotPaidTwice()
        if row.withdrawn_at is None:
            row.withdrawn_at = now
            row.save(update_fields=["withdrawn_at"])
    return row


def mark_paid(allowance: Allowance, *, on: dt.date, by: User) -> bool:
    """True when it is paid now, false when it was already or was withdrawn. Locks the row."""
    check_officer(by, allowance.association)
    with transaction.atomic():
        row = Allowance.objects.select_for_update(of=("self",)).get(pk=allowance.pk)
        if row.paid_on or row.withdrawn_at:
            return False
        row.paid_on, row.paid_by = on, by
        row.save(update_fields=["paid_on", "paid_by"])
    return True


def declare_elsewhere(*, person: User, kind: str, year: int, cents: int, now: dt.datetime) -> AllowanceElsewhere:
    """Her own word, which she may change. Locks her row, as whoever grants something does."""
    with transaction.atomic():
        lock_person(person)
        kept = {"cents": cents, "declared_at": now}
        return AllowanceElsewhere.objects.update_or_create(person=person, kind=kind, year=year, defaults=kept)[0]


def belongs(person: User, association: Organisation) -> bool:
    """She helps there, has an account there, or an office."""
    if getattr(person, "volunteer", None) and person.volunteer.association_id == association.pk:
        return True
    roles = person.roles.filter(organisation=association)
    return roles.exists() or person.time_accounts.filter(association=association).exists()


def lock_person(person: User) -> None:
    """The first lock of the order: people by id. The caller has a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM quarters_user WHERE id = %s FOR NO KEY UPDATE", [person.pk])
