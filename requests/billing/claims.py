"""Since when somebody has a claim under § 45b SGB XI, what others took of it, and what is left (domain 3.3)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from piano.kit import clock
from quarters.costs import say_euros
from quarters.models import Organisation, User
from requests.billing import budget
from requests.billing.errors import AfterTheClaim, BeforeTheClaim, BilledBefore, NoClaim, OverBudget
from requests.billing.pairs import check_not_oneself
from requests.locks import lock_person
from requests.models import ReliefClaim, ReliefElsewhere, ReliefLine
from volunteers.accounts.access import check_officer
from volunteers.accounts.rules import values_of
from volunteers.models import ValueKind


def check_budget(receiver: User, month: dt.date, cents: int) -> None:
    """Raises `NoClaim`, `BeforeTheClaim`, `AfterTheClaim`, `OverBudget`."""
    claim = ReliefClaim.objects.filter(receiver=receiver).first()
    if claim is None:
        raise NoClaim()
    if month < claim.since:
        raise BeforeTheClaim()
    if claim.until and month >= claim.until:
        raise AfterTheClaim()
    left = budgets_of([claim], month)[claim.receiver_id].left
    if cents > left:
        words = {"wanted": say_euros(cents), "left": say_euros(left), "month": clock.say_month(month)}
        raise OverBudget(_("Das sind %(wanted)s. Im %(month)s sind noch %(left)s vom Entlastungsbetrag da.") % words)


@dataclass(frozen=True)
class Budget:
    """In cents, over all associations and what others billed. `too_much`: by how much what is billed until then is more than there is:
    others told of theirs later, or the letter of the fund says less.
    """

    left: int
    too_much: int


def budgets_of(claims: Collection[ReliefClaim], month: dt.date) -> dict[int, Budget]:
    """By receiver. Four queries, whatever their number."""
    used = _used([one.receiver_id for one in claims])
    amount, lapses = values_of(ValueKind.RELIEF), values_of(ValueKind.RELIEF_LAPSES)(month) or 0
    found = {}
    for one in claims:
        facts = budget.Claim(one.since, one.carried_cents, partial(_amount, one, amount), lapses)
        mine = used[one.receiver_id]
        found[one.receiver_id] = Budget(budget.left_in(facts, mine, month), budget.overspent(facts, mine, month))
    return found


def _amount(claim: ReliefClaim, amount: Callable[[dt.date], int | None], month: dt.date) -> int:
    return 0 if claim.until and month >= claim.until else amount(month) or 0


def _used(receivers: Collection[int]) -> dict[int, dict[dt.date, int]]:
    """By receiver and month."""
    used: dict[int, dict[dt.date, int]] = defaultdict(dict)
    lines = ReliefLine.objects.filter(proof__receiver__in=receivers, is_void=False).order_by()
    others = ReliefElsewhere.objects.filter(receiver__in=receivers)
    sums = [
        *lines.values_list("proof__receiver", "proof__month").annotate(sum=Sum("cents")),
        *others.values_list("receiver", "month", "cents"),
    ]
    for receiver, month, cents in sums:
        used[receiver][month] = used[receiver].get(month, 0) + cents
    return used


def note_claim(
    receiver: User,
    *,
    since: dt.date,
    carried_cents: int,
    association: Organisation,
    by: User,
    now: dt.datetime,
    until: dt.date | None = None,
) -> ReliefClaim:
    """As the letter of the care fund says; what is noted later counts. `until` is a day of the last month with a claim.

    Locks her row, as billing does. Raises `BilledBefore` where a month outside of it is billed already, `NotOneself`.
    """
    check_officer(by, association)
    check_not_oneself(by, receiver.pk)
    begins, ends = since.replace(day=1), next_month(until) if until else None
    with transaction.atomic():
        lock_person(receiver.pk)
        billed = ReliefLine.objects.filter(proof__receiver=receiver, is_void=False)
        if billed.filter(Q(proof__month__lt=begins) | (Q(proof__month__gte=ends) if ends else Q(pk=None))).exists():
            raise BilledBefore()
        said = {"since": begins, "until": ends, "carried_cents": carried_cents, "noted_by": by, "noted_at": now}
        return ReliefClaim.objects.update_or_create(receiver=receiver, defaults=said)[0]


def note_elsewhere(
    receiver: User, *, month: dt.date, cents: int, association: Organisation, by: User
) -> ReliefElsewhere:
    """What others bill in that month; what is noted later counts. Locks her row. Raises `NotOneself`."""
    check_officer(by, association)
    check_not_oneself(by, receiver.pk)
    with transaction.atomic():
        lock_person(receiver.pk)
        return ReliefElsewhere.objects.update_or_create(
            receiver=receiver, month=month.replace(day=1), defaults={"cents": cents}
        )[0]


def next_month(month: dt.date) -> dt.date:
    """Its first day."""
    return (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
