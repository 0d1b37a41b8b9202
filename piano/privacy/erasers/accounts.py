"""Time accounts and what was spent: people go, the bare numbers of the account book stay, so that every booking still sums to zero."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from piano.kit import clock
from piano.kit.retention import Period
from piano.privacy.erasing import Eraser, Rows, register
from requests.log import may_erase_log
from requests.models import ReliefClaim, ReliefElsewhere, ReliefLine, ReliefMonth
from volunteers.models import (
    Allowance,
    AllowanceElsewhere,
    Booking,
    Effort,
    Expense,
    ExpensePhoto,
    Posting,
    TimeAccount,
    VolunteerState,
)

STILL_HELPS = Q(person__volunteer__isnull=False) & ~Q(person__volunteer__state=VolunteerState.LEFT)


def _accounts(before: dt.datetime) -> Rows:
    """Closed so long ago; or nothing was booked since, and whose it was neither helps nor lives here any more."""
    moved = Posting.objects.filter(account=OuterRef("pk"), booking__made_at__gte=before)
    gone = Q(owner__resident=None) & (Q(owner__volunteer=None) | Q(owner__volunteer__state=VolunteerState.LEFT))
    idle = Q(~Exists(moved), opened_at__lt=before) & gone
    return TimeAccount.objects.filter(owner__isnull=False).filter(Q(closed_at__lt=before) | idle)


def _forget_owners(accounts: Rows, now: dt.datetime) -> None:
    accounts.update(owner=None, hardship_at=None)


def _bookings(before: dt.datetime) -> Rows:
    return Booking.objects.filter(made_at__lt=before).filter(Q(by__isnull=False) | ~Q(reason=""))


def _forget_reasons(bookings: Rows, now: dt.datetime) -> None:
    with may_erase_log():
        bookings.update(by=None, reason="")


def _efforts(before: dt.datetime) -> Rows:
    """Whoever still helps needs them for her certificate."""
    rows = Effort.objects.filter(day__lt=clock.local(before).date())
    return rows.exclude(pk__in=Effort.objects.filter(STILL_HELPS).values("pk"))


def _expenses(before: dt.datetime) -> Rows:
    """§ 147 AO: books and their receipts (domain 6.3), from the end of the year."""
    return Expense.objects.filter(day__lt=dt.date(clock.local(before).year, 1, 1))


def _allowances(before: dt.datetime) -> Rows:
    return Allowance.objects.filter(year__lt=clock.local(before).year)


def _declarations(before: dt.datetime) -> Rows:
    return AllowanceElsewhere.objects.filter(year__lt=clock.local(before).year)


register(
    Eraser(
        "time_accounts",
        "Wem ein Zeitkonto gehörte",
        Period.YEARS_3,
        _accounts,
        blanks={TimeAccount: ("owner", "hardship_at")},
        erase=_forget_owners,
    )
)
register(
    Eraser(
        "time_bookings",
        "Wer im Zeitkonto gebucht hat, und warum",
        Period.YEARS_3,
        _bookings,
        blanks={Booking: ("by", "reason")},
        erase=_forget_reasons,
    )
)
register(Eraser("efforts", "Stunden für einen Verein", Period.YEARS_3, _efforts, removes=(Effort,)))
register(Eraser("expenses", "Auslagen mit Belegen", Period.YEARS_10, _expenses, removes=(Expense, ExpensePhoto)))
register(Eraser("allowances", "Pauschalen", Period.YEARS_10, _allowances, removes=(Allowance,)))
register(Eraser("declarations", "Pauschalen von anderen", Period.YEARS_3, _declarations, removes=(AllowanceElsewhere,)))


def _relief_months(before: dt.datetime) -> Rows:
    """By then no rest of that year can be used any more."""
    return ReliefMonth.objects.filter(month__lt=clock.local(before).date())


def _relief_elsewhere(before: dt.datetime) -> Rows:
    return ReliefElsewhere.objects.filter(month__lt=clock.local(before).date())


def _relief_claims(before: dt.datetime) -> Rows:
    """Of whom nothing was billed since."""
    billed = ReliefMonth.objects.filter(receiver=OuterRef("receiver"), month__gte=clock.local(before).date())
    return ReliefClaim.objects.filter(~Exists(billed), noted_at__lt=before)


register(
    Eraser("relief", "Nachweise nach § 45b SGB XI", Period.YEARS_3, _relief_months, removes=(ReliefMonth, ReliefLine))
)
register(
    Eraser(
        "relief_elsewhere",
        "Entlastungsbetrag bei anderen",
        Period.YEARS_3,
        _relief_elsewhere,
        removes=(ReliefElsewhere,),
    )
)
register(Eraser("relief_claims", "Anspruch nach § 45b SGB XI", Period.YEARS_3, _relief_claims, removes=(ReliefClaim,)))
