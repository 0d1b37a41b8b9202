"""What this room puts on the „Liste für die Kasse“: approved expenses and granted allowances, by member number and without a name."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from piano.kit import clock
from piano.kit.alphabet import alphabetical
from quarters.costs import say_euros
from quarters.models import Organisation, User
from volunteers.accounts import allowances, expenses
from volunteers.accounts.forms import PURPOSES
from volunteers.clubs.cash import CashLine, register_cash_lines
from volunteers.clubs.errors import NotOnTheList, PaidAlready
from volunteers.clubs.members import numbers_of
from volunteers.models import Allowance, Expense, ExpenseState


def expense_lines(association: Organisation, *, year: int, on: dt.date) -> Iterable[CashLine]:
    """Approved or paid, save what somebody does not want paid."""
    numbers = numbers_of(association, on=on)
    rows = Expense.objects.filter(association=association, day__year=year, is_waived=False).select_related("person")
    for row in rows.filter(state__in=(ExpenseState.APPROVED, ExpenseState.PAID)):
        words = str(PURPOSES.get(row.purpose, row.purpose))
        yield CashLine(
            key=row.reference,
            number=numbers.get(row.person_id),
            what=gettext_lazy("Auslage"),
            words=f"{words}, {row.km} km" if row.km else words,
            sign=sign_of(row.person, numbers),
            cents=row.cents,
            due_on=clock.local(row.decided_at).date() if row.decided_at else row.day,
            goes_out=True,
            paid_on=row.paid_on,
            page=reverse("volunteers:expense", args=[association.slug, row.reference]),
        )


def sign_of(person: User, numbers: dict[int, int]) -> str:
    """Who is no member has a sign instead of a number; „Zeit und Geld“ says whose it is."""
    return "" if person.pk in numbers else person.reference


def without_number(association: Organisation, *, year: int, on: dt.date) -> list[User]:
    """Who stands on the list by her sign, by name."""
    numbers = numbers_of(association, on=on)
    spent = Expense.objects.filter(
        association=association, day__year=year, state=ExpenseState.APPROVED, is_waived=False
    )
    given = Allowance.objects.filter(association=association, year=year, withdrawn_at=None, paid_on=None)
    wanted = {*spent.values_list("person", flat=True), *given.values_list("person", flat=True)} - set(numbers)
    return list(User.objects.filter(pk__in=wanted).order_by(*alphabetical("family_name", "given_name"), "pk"))


def settle_expense(association: Organisation, key: str, *, on: dt.date, by: User, now: dt.datetime) -> bool:
    """Raises `NotOnTheList`, `PaidAlready`."""
    rows = Expense.objects.select_related("association").filter(association=association, reference=key, is_waived=False)
    row = rows.filter(state__in=(ExpenseState.APPROVED, ExpenseState.PAID)).first()
    if row is None:
        raise NotOnTheList()
    if expenses.mark_paid(row, on=on, by=by):
        return True
    row.refresh_from_db()
    return _was_paid(row.paid_on, on)


def allowance_lines(association: Organisation, *, year: int, on: dt.date) -> Iterable[CashLine]:
    """With what is left of the person's ceiling, over all organisations."""
    numbers = numbers_of(association, on=on)
    rows = Allowance.objects.filter(association=association, year=year, withdrawn_at=None).select_related("person")
    for row in rows:
        room = allowances.room_of(row.person, row.kind, year)
        yield CashLine(
            key=row.reference,
            number=numbers.get(row.person_id),
            what=row.get_kind_display(),
            words=row.purpose,
            sign=sign_of(row.person, numbers),
            cents=row.cents,
            due_on=clock.local(row.granted_at).date(),
            goes_out=True,
            paid_on=row.paid_on,
            page=reverse("volunteers:allowances", args=[association.slug]),
            note=_say_room(room, is_paid=row.paid_on is not None),
        )


def _say_room(room: allowances.Room, *, is_paid: bool) -> str:
    if room.over and not is_paid:
        return _("%(over)s über der Jahresgrenze: bitte nicht auszahlen, erst klären") % {"over": say_euros(room.over)}
    return _("noch %(left)s bis zur Jahresgrenze") % {"left": say_euros(room.left)}


def settle_allowance(association: Organisation, key: str, *, on: dt.date, by: User, now: dt.datetime) -> bool:
    """Raises `NotOnTheList`, `PaidAlready`."""
    rows = Allowance.objects.select_related("association").filter(association=association, reference=key)
    row = rows.filter(withdrawn_at=None).first()
    if row is None:
        raise NotOnTheList()
    if allowances.mark_paid(row, on=on, by=by):
        return True
    row.refresh_from_db()
    return _was_paid(row.paid_on, on)


def reopen_expense(association: Organisation, key: str) -> None:
    rows = Expense.objects.filter(association=association, reference=key, state=ExpenseState.PAID)
    rows.update(state=ExpenseState.APPROVED, paid_on=None, paid_by=None)


def reopen_allowance(association: Organisation, key: str) -> None:
    rows = Allowance.objects.filter(association=association, reference=key, withdrawn_at=None)
    rows.update(paid_on=None, paid_by=None)


def _was_paid(paid_on: dt.date | None, on: dt.date) -> bool:
    """False where it was paid on this very day already; else raises."""
    if paid_on is None:
        raise NotOnTheList()
    if paid_on != on:
        raise PaidAlready()
    return False


register_cash_lines("auslage", lines=expense_lines, settle=settle_expense, take_back=reopen_expense)
register_cash_lines("pauschale", lines=allowance_lines, settle=settle_allowance, take_back=reopen_allowance)
