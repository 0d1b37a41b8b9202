"""Members come, are noted differently, and go; and what each owes for a year."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from piano.kit import clock
from piano.kit.retention import Period
from quarters.models import Organisation
from volunteers.clubs.board import end_offices
from volunteers.clubs.errors import GuardianMissing, LeavesBeforeJoining, NotThisFamily, TooLateToReturn
from volunteers.clubs.rules import rules_of
from volunteers.models import ClubRules, Fee, Member, MemberKind

REST_STAYS = Period.MONTHS_3.length or dt.timedelta()  # contact data after an exit, as the rule of the table says


def admit(association: Organisation, *, name: str, joined_on: dt.date, **said: Any) -> Member:
    """Under the next number, which nobody had before. Locks the association's rules. Raises `GuardianMissing`, `NotThisFamily`."""
    rules_of(association)
    with transaction.atomic():
        rules = ClubRules.objects.select_for_update(of=("self",)).get(association=association)
        row = Member(
            association=association, number=rules.next_number, name=" ".join(name.split()), joined_on=joined_on, **said
        )
        _must_fit(row)
        row.save()
        rules.next_number += 1
        rules.save(update_fields=["next_number"])
    return row


def change(member: Member, **said: Any) -> Member:
    """Raises `GuardianMissing`, `NotThisFamily`, `LeavesBeforeJoining`."""
    with transaction.atomic():
        row = Member.objects.select_for_update(of=("self",)).select_related("family").get(pk=member.pk)
        for name, value in said.items():
            setattr(row, name, value)
        _must_fit(row)
        if row.left_on and row.left_on < row.joined_on:
            raise LeavesBeforeJoining()
        row.save()
    return row


def _must_fit(row: Member) -> None:
    if row.is_minor and not (row.guardian and row.guardian_agreed_on):
        raise GuardianMissing()
    head = row.family
    if head is None:
        return
    if head.association_id != row.association_id or head.family_id or head.pk == row.pk or head.left_on:
        raise NotThisFamily()
    if row.pk and row.relatives.exists():
        raise NotThisFamily()


def leave(member: Member, *, on: dt.date, now: dt.datetime) -> Member:
    """From that day no member; offices and the key end with it. Relatives stay, and pay for themselves from then on.

    Raises `LeavesBeforeJoining`, and `LastKey` for the last one who gets in.
    """
    with transaction.atomic():
        row = Member.objects.select_for_update(of=("self",)).select_related("association").get(pk=member.pk)
        if on < row.joined_on:
            raise LeavesBeforeJoining()
        row.left_on = on
        row.save(update_fields=["left_on"])
        row.relatives.update(family=None)
        end_offices(row, on=on, now=now)
    return row


def come_back(member: Member, *, now: dt.datetime) -> Member:
    """The exit was a mistake. Raises `TooLateToReturn` when the rest of her may be erased already."""
    with transaction.atomic():
        row = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
        if row.left_on and row.left_on <= clock.local(now - REST_STAYS).date():
            raise TooLateToReturn()
        row.left_on = None
        row.save(update_fields=["left_on"])
    return row


def belonging(association: Organisation, *, on: dt.date) -> QuerySet[Member]:
    """Who is a member on that day."""
    rows = Member.objects.filter(association=association, joined_on__lte=on)
    return rows.filter(Q(left_on=None) | Q(left_on__gt=on))


def numbers_of(association: Organisation, *, on: dt.date) -> dict[int, int]:
    """The number of each account that belongs to a member: for lists that name nobody."""
    rows = belonging(association, on=on).filter(person__isnull=False)
    return dict(rows.values_list("person", "number"))


def fee_of(member: Member, rules: ClubRules, *, has_relatives: bool) -> int:
    """In cents; a family pays once, through the member who stands for it."""
    if member.family_id:
        return 0
    if member.kind == MemberKind.SUPPORTING:
        return rules.supporter_fee_cents
    return rules.family_fee_cents if has_relatives else rules.fee_cents


def call_fees(association: Organisation, *, year: int) -> int:
    """Writes what each owes for that year; who has a line keeps it as it is. Returns how many are new."""
    rules = rules_of(association)
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    rows = Member.objects.filter(association=association, joined_on__lte=last)
    rows = rows.filter(Q(left_on=None) | Q(left_on__gt=first)).exclude(fees__year=year)
    heads = set(
        Member.objects.filter(association=association, family__isnull=False, left_on=None).values_list(
            "family", flat=True
        )
    )
    due = dt.date(year, rules.fee_due_month, 1)
    made = [
        Fee(member=row, year=year, cents=cents, due_on=max(due, row.joined_on))
        for row in rows
        if (cents := fee_of(row, rules, has_relatives=row.pk in heads))
    ]
    with transaction.atomic():
        before = Fee.objects.filter(member__association=association, year=year).count()
        Fee.objects.bulk_create(made, ignore_conflicts=True)
        return Fee.objects.filter(member__association=association, year=year).count() - before


def waive(fee: Fee, *, now: dt.datetime) -> Fee:
    """Nothing is owed for that year; a fee that was paid stays paid. Twice is once."""
    Fee.objects.filter(pk=fee.pk, paid_on=None, waived_on=None).update(waived_on=clock.local(now).date())
    fee.refresh_from_db()
    return fee


def find(association: Organisation, words: str) -> QuerySet[Member]:
    """By name or number, those who left at the end."""
    rows = Member.objects.filter(association=association).select_related("family")
    if words.isdigit() and len(words) < 10:
        return rows.filter(number=int(words))
    return rows.filter(name__icontains=words) if words else rows
