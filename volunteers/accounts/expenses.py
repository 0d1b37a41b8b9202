"""Kilometres and outlays: entered by whoever had them, approved by somebody else, paid by the treasurer's list."""

import datetime as dt

from django.db import transaction

from piano.kit.photos import Photo, fields_of
from quarters.models import Organisation, User
from volunteers.accounts.access import check_officer
from volunteers.accounts.efforts import check_day
from volunteers.accounts.errors import AlreadyDecided, NoRate, NoReceipt
from volunteers.accounts.rules import value_on
from volunteers.accounts.staff_errors import NotOneself
from volunteers.models import Expense, ExpenseKind, ExpensePhoto, ExpenseState, ValueKind

RECEIPT = "Beleg"


def enter_km(
    *,
    person: User,
    association: Organisation,
    day: dt.date,
    km: int,
    purpose: str,
    now: dt.datetime,
    is_waived: bool = False,
) -> Expense:
    """`cents` by the rate of that day. Raises `InTheFuture`, `TooLongAgo`, `NoRate`."""
    check_day(day, now=now)
    rate = value_on(ValueKind.KM, day, organisation=association)
    if rate is None:
        raise NoRate()
    kept = {"km": km, "cents": km * rate, "purpose": purpose.strip(), "is_waived": is_waived}
    return Expense.objects.create(
        person=person, association=association, kind=ExpenseKind.KM, day=day, entered_at=now, **kept
    )


def enter_outlay(
    *,
    person: User,
    association: Organisation,
    day: dt.date,
    cents: int,
    purpose: str,
    photo: Photo | None,
    now: dt.datetime,
    is_waived: bool = False,
) -> Expense:
    """With its receipt, in one transaction. Raises `InTheFuture`, `TooLongAgo`, `NoReceipt`."""
    check_day(day, now=now)
    if photo is None:
        raise NoReceipt()
    kept = {"cents": cents, "purpose": purpose.strip(), "is_waived": is_waived, "entered_at": now}
    with transaction.atomic():
        row = Expense.objects.create(person=person, association=association, kind=ExpenseKind.OUTLAY, day=day, **kept)
        ExpensePhoto.objects.create(expense=row, **fields_of(photo), description=RECEIPT, added_at=now)
    return row


def decide_expense(expense: Expense, *, is_approved: bool, reason: str, by: User, now: dt.datetime) -> Expense:
    """By an officer, never for herself; a no has a reason. The same again changes nothing. Locks the row.

    Raises `NotOneself`, `AlreadyDecided`.
    """
    check_officer(by, expense.association)
    if expense.person_id == by.pk:
        raise NotOneself()
    to = ExpenseState.APPROVED if is_approved else ExpenseState.TURNED_DOWN
    with transaction.atomic():
        row = Expense.objects.select_for_update(of=("self",)).get(pk=expense.pk)
        if row.state == to:
            return row
        if row.state != ExpenseState.ENTERED:
            raise AlreadyDecided()
        row.state, row.reason, row.decided_at, row.decided_by = to, reason.strip(), now, by
        row.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    return row


def reopen_expense(expense: Expense, *, by: User) -> Expense:
    """Takes a decision back, as long as nothing was paid. Raises `NotOneself`, `AlreadyDecided`."""
    check_officer(by, expense.association)
    if expense.person_id == by.pk:
        raise NotOneself()
    with transaction.atomic():
        row = Expense.objects.select_for_update(of=("self",)).get(pk=expense.pk)
        if row.state == ExpenseState.PAID:
            raise AlreadyDecided()
        row.state, row.reason, row.decided_at, row.decided_by = ExpenseState.ENTERED, "", None, None
        row.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    return row


def mark_paid(expense: Expense, *, on: dt.date, by: User) -> bool:
    """True when it is paid now, false when it was already, or is nothing to pay. Locks the row."""
    check_officer(by, expense.association)
    with transaction.atomic():
        row = Expense.objects.select_for_update(of=("self",)).get(pk=expense.pk)
        if row.state != ExpenseState.APPROVED or row.is_waived:
            return False
        row.state, row.paid_on, row.paid_by = ExpenseState.PAID, on, by
        row.save(update_fields=["state", "paid_on", "paid_by"])
    return True


def remove_own(expense: Expense, *, by: User) -> bool:
    """Hers with its photo, as long as nobody decided; false when it was gone already."""
    return bool(Expense.objects.filter(pk=expense.pk, person=by, state=ExpenseState.ENTERED).delete()[0])
