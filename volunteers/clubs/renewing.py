"""What an association has to do again: the tax return every three years, elections, changes in the register, the yearly assembly.

A day in the past is said as overdue, nothing is sent off by itself (domain 5, step 13).
"""

import datetime as dt

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]
from django.db import transaction

from piano.kit import clock
from quarters.models import Organisation, User
from volunteers.models import Renewal, RenewalKind

TAX_MONTHS, YEAR_MONTHS = 36, 12
REGISTER_WEEKS = 4  # a new board is registered without delay, § 67 BGB; how long that may be is our own measure


def plan(association: Organisation, kind: str, *, due_on: dt.date, every_months: int = 0, words: str = "") -> Renewal:
    """The same for the same day is one."""
    row, _made = Renewal.objects.get_or_create(
        association=association, kind=kind, due_on=due_on, words=words.strip(), defaults={"every_months": every_months}
    )
    return row


def plan_tax(association: Organisation, *, notice_on: dt.date) -> Renewal:
    """Three years after the notice (domain 5, step 13)."""
    return plan(
        association, RenewalKind.TAX, due_on=notice_on + relativedelta(months=TAX_MONTHS), every_months=TAX_MONTHS
    )


def plan_board(association: Organisation, *, ends_on: dt.date) -> Renewal:
    return plan(association, RenewalKind.BOARD, due_on=ends_on)


def plan_assembly(association: Organisation, *, last_on: dt.date) -> Renewal:
    return plan(
        association, RenewalKind.ASSEMBLY, due_on=last_on + relativedelta(months=YEAR_MONTHS), every_months=YEAR_MONTHS
    )


def plan_register(association: Organisation, *, changed_on: dt.date) -> Renewal:
    """The board is another one: the register has to know."""
    return plan(association, RenewalKind.REGISTER, due_on=changed_on + dt.timedelta(weeks=REGISTER_WEEKS))


def finish(renewal: Renewal, *, on: dt.date, by: User, now: dt.datetime) -> Renewal:
    """Done; what comes again stands there at once. Twice is once. Locks the row."""
    with transaction.atomic():
        row = Renewal.objects.select_for_update(of=("self",)).select_related("association").get(pk=renewal.pk)
        if row.done_on:
            return row
        row.done_on, row.done_by = min(on, clock.local(now).date()), by
        row.save(update_fields=["done_on", "done_by"])
        if row.every_months:
            again = _again(row)
            plan(row.association, row.kind, due_on=again, every_months=row.every_months, words=row.words)
    return row


def _again(row: Renewal) -> dt.date:
    """The next time: counted from when it was done; from its own day where that would not come later."""
    months = relativedelta(months=row.every_months)
    again: dt.date = (row.done_on or row.due_on) + months
    return again if again > row.due_on else row.due_on + months


def finish_open(
    association: Organisation, kind: str, *, on: dt.date, by: User, now: dt.datetime, before: dt.date = dt.date.max
) -> None:
    """What stood open of a kind and is due before that day is done by something else that happened, as an election; but not
    what came of it: an assembly a year ago is no reason to leave out this year's.
    """
    for row in Renewal.objects.filter(association=association, kind=kind, done_on=None, due_on__lt=before):
        if not row.every_months or on + relativedelta(months=row.every_months) > row.due_on:
            finish(row, on=on, by=by, now=now)


def reopen(renewal: Renewal) -> Renewal:
    """Taken back: it stands open again, and what was planned after it is gone."""
    with transaction.atomic():
        row = Renewal.objects.select_for_update(of=("self",)).get(pk=renewal.pk)
        if row.done_on is None:
            return row
        if row.every_months:
            again = _again(row)
            later = Renewal.objects.filter(association=row.association_id, kind=row.kind, words=row.words)
            later.filter(due_on=again, done_on=None).exclude(pk=row.pk).delete()
        row.done_on, row.done_by = None, None
        row.save(update_fields=["done_on", "done_by"])
    return row
