"""Billing a month of help under § 45b SGB XI: recognised people alone, three receivers a month, never more than the budget.

Locks helper and receiver by their ids first, as everything does that depends on a cap over somebody's rows. That there is no
fourth receiver is also a constraint.
"""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from piano.kit import clock
from quarters.costs import say_euros
from quarters.models import Kin, Organisation, Price, PriceKind, User
from requests.billing import budget
from requests.billing.errors import (
    AlreadySigned,
    BeforeTheClaim,
    FourthReceiver,
    Kinship,
    NoClaim,
    NoPrice,
    NotBillable,
    NothingToBill,
    NotRecognised,
    OverBudget,
)
from requests.locks import lock_person
from requests.matching.allowing import MOST_RECEIVERS
from requests.models import Assignment, ReliefClaim, ReliefElsewhere, ReliefLine, ReliefMonth
from requests.states import AssignmentState
from volunteers.accounts.access import check_officer
from volunteers.accounts.rules import value_on
from volunteers.models import Recognition, ValueKind

BILLABLE = "ja"  # what `Category.relief_amount` says of help that the care fund pays


def bill_month(
    *, helper: User, receiver: User, association: Organisation, month: dt.date, by: User, now: dt.datetime
) -> ReliefMonth:
    """Puts every visit of the month that is not billed yet on the proof of these two; all of them or none. What the care fund does not
    pay never gets there.

    Raises what `requests.billing.errors` names.
    """
    check_officer(by, association)
    with transaction.atomic():
        for person in sorted((helper.pk, receiver.pk)):
            lock_person(person)
        going = list(
            billable_visits(association, month).filter(person=helper, visit__help_request__resident__user=receiver)
        )
        lines = [_line(one, association) for one in going if is_billable(one)]
        if not lines:
            raise NotBillable() if going else NothingToBill()
        _check_people(helper, receiver, [one.starts_at.astimezone(clock.BERLIN).date() for one in lines])
        _check_budget(receiver, month, sum(line.cents for line in lines))
        proof = _proof(helper, receiver, association, month, by=by, now=now)
        for line in lines:
            line.proof = proof
        ReliefLine.objects.bulk_create(lines)
    return proof


def visits_of(association: Organisation, month: dt.date) -> QuerySet[Assignment]:
    """Done in the month by this association's people where § 45b pays."""
    begins = clock.at(month, dt.time())
    ends = clock.at(next_month(month), dt.time())
    rows = Assignment.objects.filter(
        state=AssignmentState.DONE,
        part="lead",
        planned_window__startswith__gte=begins,
        planned_window__startswith__lt=ends,
        visit__help_request__uses_relief=True,
        visit__report__took_place=True,
        visit__report__minutes__gt=0,
        person__volunteer__association=association,
    )
    rows = rows.select_related("person", "visit__report", "visit__help_request__category")
    return rows.select_related("person", "visit__help_request__resident__user").order_by("planned_window", "pk")


def billable_visits(association: Organisation, month: dt.date) -> QuerySet[Assignment]:
    """Not on a proof yet."""
    return visits_of(association, month).exclude(visit__reference__in=ReliefLine.objects.values("about"))


def is_billable(one: Assignment) -> bool:
    """Household, shopping, cooking: yes. Garden, repairs, and what nobody has asked the fund about: no (domain 2)."""
    return one.visit.help_request.category.relief_amount == BILLABLE


def _line(one: Assignment, association: Organisation) -> ReliefLine:
    """Raises `NoPrice`."""
    category, minutes = one.visit.help_request.category, one.visit.report.minutes
    starts_at = one.planned_window.lower
    prices = Price.objects.valid_on(clock.local(starts_at).date()).filter(organisation=association, kind=PriceKind.HOUR)
    price = prices.filter(category=category).first() or prices.filter(category=None).first()
    if price is None:
        raise NoPrice()
    cents = (2 * minutes * price.cents + 60) // 120  # half a cent up
    said = {"about": one.visit.reference, "starts_at": starts_at, "minutes": minutes, "activity": category.name}
    return ReliefLine(cents=cents, **said)


def _check_people(helper: User, receiver: User, days: Iterable[dt.date]) -> None:
    """Raises `Kinship`, `NotRecognised`."""
    both = Q(person=helper, other=receiver) | Q(person=receiver, other=helper)
    if Kin.objects.filter(both).exists():
        raise Kinship()
    known = list(Recognition.objects.filter(volunteer__user=helper))
    for day in days:
        if not any(one.valid_from <= day and (one.valid_until is None or day < one.valid_until) for one in known):
            raise NotRecognised()


def _check_budget(receiver: User, month: dt.date, cents: int) -> None:
    """Raises `NoClaim`, `BeforeTheClaim`, `OverBudget`."""
    claim = ReliefClaim.objects.filter(receiver=receiver).first()
    if claim is None:
        raise NoClaim()
    if month < claim.since:
        raise BeforeTheClaim()
    left = left_of(claim, month)
    if cents > left:
        words = {"wanted": say_euros(cents), "left": say_euros(left), "month": clock.say_month(month)}
        raise OverBudget(_("Das sind %(wanted)s. Im %(month)s sind noch %(left)s vom Entlastungsbetrag da.") % words)


def left_of(claim: ReliefClaim, month: dt.date) -> int:
    """In cents, over all associations and what others billed."""
    used: dict[dt.date, int] = {}
    lines = ReliefLine.objects.filter(proof__receiver=claim.receiver_id).order_by().values_list("proof__month")
    for key, cents in [
        *lines.annotate(sum=Sum("cents")),
        *ReliefElsewhere.objects.filter(receiver=claim.receiver_id).values_list("month", "cents"),
    ]:
        used[key] = used.get(key, 0) + cents
    lapses = value_on(ValueKind.RELIEF_LAPSES, month) or 0
    facts = budget.Claim(claim.since, claim.carried_cents, lambda one: value_on(ValueKind.RELIEF, one) or 0, lapses)
    return budget.left_in(facts, used, month)


def _proof(
    helper: User, receiver: User, association: Organisation, month: dt.date, *, by: User, now: dt.datetime
) -> ReliefMonth:
    """The one of these two and this month, or a new one on the next free place. Raises `FourthReceiver`, `AlreadySigned`."""
    mine = ReliefMonth.objects.filter(helper=helper, month=month)
    known = mine.filter(receiver=receiver).first()
    if known and known.signed_on:
        raise AlreadySigned()
    if known:
        return known
    taken = set(mine.values_list("place", flat=True))
    free = [place for place in range(1, MOST_RECEIVERS + 1) if place not in taken]
    if not free:
        raise FourthReceiver()
    said = {"association": association, "month": month, "made_by": by, "made_at": now}
    return ReliefMonth.objects.create(helper=helper, receiver=receiver, place=free[0], **said)


def take_back(proof: ReliefMonth, *, by: User) -> None:
    """Everything on it can be billed anew, as long as nobody noted the signatures. Raises `AlreadySigned`."""
    check_officer(by, proof.association)
    with transaction.atomic():
        row = ReliefMonth.objects.select_for_update(of=("self",)).filter(pk=proof.pk).first()
        if row and row.signed_on:
            raise AlreadySigned()
        if row:
            row.delete()


def note_signed(proof: ReliefMonth, *, on: dt.date, by: User) -> ReliefMonth:
    """Both have signed the paper. The first word stands. Locks the row."""
    check_officer(by, proof.association)
    with transaction.atomic():
        row = ReliefMonth.objects.select_for_update(of=("self",)).get(pk=proof.pk)
        if row.signed_on is None:
            row.signed_on, row.signed_noted_by = on, by
            row.save(update_fields=["signed_on", "signed_noted_by"])
    return row


def note_claim(receiver: User, *, since: dt.date, carried_cents: int, by: User, now: dt.datetime) -> ReliefClaim:
    """As the letter of the care fund says; what is noted later counts. Locks her row, as billing does."""
    with transaction.atomic():
        lock_person(receiver.pk)
        said = {"since": since.replace(day=1), "carried_cents": carried_cents, "noted_by": by, "noted_at": now}
        return ReliefClaim.objects.update_or_create(receiver=receiver, defaults=said)[0]


def note_elsewhere(receiver: User, *, month: dt.date, cents: int) -> ReliefElsewhere:
    """What others bill in that month; what is noted later counts. Locks her row."""
    with transaction.atomic():
        lock_person(receiver.pk)
        return ReliefElsewhere.objects.update_or_create(
            receiver=receiver, month=month.replace(day=1), defaults={"cents": cents}
        )[0]


def next_month(month: dt.date) -> dt.date:
    return (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
