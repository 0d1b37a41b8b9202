"""What pages and papers read: accounts, hours, expenses of one person or one association. Nothing is written here."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from quarters.models import Organisation, User
from volunteers.accounts.rules import rule_on, say_time
from volunteers.models import (
    AccountRule,
    BookingKind,
    Effort,
    Expense,
    ExpenseKind,
    ExpenseState,
    Posting,
    TimeAccount,
)


@dataclass(frozen=True)
class Line:
    """One side of a booking, in words."""

    day: dt.date
    what: str
    amount: str
    minutes: int
    reference: str
    is_corrected: bool = False
    may_correct: bool = True


@dataclass(frozen=True)
class Account:
    """Somebody's account: what is on it, in words, and the rule by which it is said."""

    row: TimeAccount
    rule: AccountRule | None
    balance: str
    lines: list[Line]

    def say(self, minutes: int) -> str:
        return say_time(minutes, self.rule)


def accounts_of(person: User, *, today: dt.date, most: int = 8) -> list[Account]:
    """Hers that are open, the latest bookings first."""
    rows = TimeAccount.objects.filter(owner=person, closed_at=None).select_related("association")
    return [read_account(row, today=today, most=most) for row in rows]


def read_account(row: TimeAccount, *, today: dt.date, most: int = 500, since: dt.date | None = None) -> Account:
    sides = sides_of(row)
    if since:
        sides = sides.filter(booking__day__gte=since)
    return say_account(row, sides[:most], today=today)


def sides_of(row: TimeAccount) -> QuerySet[Posting]:
    """What was booked on an account, the latest day first."""
    sides = Posting.objects.filter(account=row).select_related("booking", "booking__corrected_by")
    return sides.order_by("-booking__day", "-booking__made_at", "-booking")


def say_account(row: TimeAccount, sides: Iterable[Posting], *, today: dt.date) -> Account:
    """With these of its bookings."""
    rule = rule_on(row.association, today)
    return Account(row, rule, say_time(row.minutes, rule), [_line(side, rule) for side in sides])


def _line(side: Posting, rule: AccountRule | None) -> Line:
    booking = side.booking
    what = str(BookingKind(booking.kind).label)
    what = f"{what}: {booking.reason}" if booking.reason else what
    sign = "+" if side.minutes > 0 else ""
    is_corrected = hasattr(booking, "corrected_by")
    return Line(
        booking.day,
        what,
        sign + say_time(side.minutes, rule),
        side.minutes,
        booking.reference,
        is_corrected,
        booking.corrects_id is None,
    )


def counted(person: User, *, since: dt.date, until: dt.date, association: Organisation | None = None) -> int:
    """Her minutes from the first day to before the last, that count."""
    rows = Effort.objects.filter(person=person, counts=True, day__gte=since, day__lt=until)
    if association:
        rows = rows.filter(association=association)
    return rows.aggregate(sum=Sum("minutes"))["sum"] or 0


@dataclass(frozen=True)
class Totals:
    """Of an association: minutes and kilometres by kind, without anybody's name."""

    minutes: dict[str, int]
    km: dict[str, int]
    people: int
    visits: int


def totals(association: Organisation, *, since: dt.date, until: dt.date) -> Totals:
    """What the insurer asks for. Kilometres that were turned down were driven all the same and count."""
    span = {"association": association, "day__gte": since, "day__lt": until}
    efforts = Effort.objects.filter(**span, counts=True)
    drives = Expense.objects.filter(**span, kind=ExpenseKind.KM)
    minutes = dict(efforts.order_by().values_list("kind").annotate(sum=Sum("minutes")))
    km = dict(drives.order_by().values_list("purpose").annotate(sum=Sum("km")))
    people = set(efforts.order_by().values_list("person", flat=True)) | set(
        drives.order_by().values_list("person", flat=True)
    )
    visits = efforts.exclude(about="").values("about").distinct().count()
    return Totals(minutes, km, len(people), visits)


def expenses_of(person: User) -> QuerySet[Expense]:
    return Expense.objects.filter(person=person).select_related("association")


def open_cents(person: User) -> int:
    """Entered or approved, not paid yet, and wanted."""
    rows = expenses_of(person).filter(state__in=(ExpenseState.ENTERED, ExpenseState.APPROVED), is_waived=False)
    return rows.aggregate(sum=Sum("cents"))["sum"] or 0
