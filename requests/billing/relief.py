"""Billing a month of help under § 45b SGB XI: recognised people alone, three receivers a month, never more than the budget.

Locks helper and receiver by their ids first, as everything does that depends on a cap over somebody's rows. That there is no
fourth receiver is also a constraint.
"""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from piano.kit import clock
from piano.kit.dated import holds
from quarters.models import Kin, Organisation, Price, PriceKind, User
from requests.billing.claims import check_budget, next_month
from requests.billing.errors import (
    AlreadySigned,
    BilledByOthers,
    FourthReceiver,
    Kinship,
    NoPrice,
    NotBillable,
    NothingToBill,
    NotRecognised,
)
from requests.billing.pairs import check_not_oneself, lock_both
from requests.matching.allowing import MOST_RECEIVERS
from requests.models import Assignment, ReliefLine, ReliefMonth
from requests.states import AssignmentState
from volunteers.accounts.access import check_officer
from volunteers.models import Effort, Recognition

BILLABLE = "ja"  # what `Category.relief_amount` says of help that the care fund pays


def bill_month(
    *, helper: User, receiver: User, association: Organisation, month: dt.date, by: User, now: dt.datetime
) -> ReliefMonth:
    """Puts every visit of the month that is not billed yet on the proof of these two; all of them or none. What the care fund does not
    pay never gets there.

    Raises what `requests.billing.errors` names, and `NotOneself`.
    """
    check_officer(by, association)
    check_not_oneself(by, helper.pk, receiver.pk)
    with transaction.atomic():
        lock_both(helper.pk, receiver.pk)
        going = list(
            billable_visits(association, month).filter(person=helper, visit__help_request__resident__user=receiver)
        )
        lines = [_line(one, association) for one in going if is_billable(one)]
        if not lines:
            raise NotBillable() if going else NothingToBill()
        _check_people(helper, receiver, [one.starts_at.astimezone(clock.BERLIN).date() for one in lines])
        check_budget(receiver, month, sum(line.cents for line in lines))
        proof = _proof(helper, receiver, association, month, by=by, now=now)
        for line in lines:
            line.proof = proof
        ReliefLine.objects.bulk_create(lines)
    return proof


def visits_of(association: Organisation, month: dt.date) -> QuerySet[Assignment]:
    """Done in the month for this association where § 45b pays. For whom she helped stands with the hours that a report brought; whoever
    has joined another one since takes nobody's name there.
    """
    noted = Effort.objects.filter(person=OuterRef("person"), about=OuterRef("visit__reference"))
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
    )
    hers = Q(~Exists(noted), person__volunteer__association=association)
    rows = rows.filter(Exists(noted.filter(association=association)) | hers)
    rows = rows.select_related("person", "visit__report", "visit__help_request__category")
    return rows.select_related("person", "visit__help_request__resident__user").order_by("planned_window", "pk")


def billable_visits(association: Organisation, month: dt.date) -> QuerySet[Assignment]:
    """Not on a proof yet."""
    billed = ReliefLine.objects.filter(is_void=False).values("about")
    return visits_of(association, month).exclude(visit__reference__in=billed)


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
        if not any(holds(one, day) for one in known):
            raise NotRecognised()


def _proof(
    helper: User, receiver: User, association: Organisation, month: dt.date, *, by: User, now: dt.datetime
) -> ReliefMonth:
    """The one of these two and this month, or a new one on the next free place.

    Raises `FourthReceiver`, `AlreadySigned`, `BilledByOthers`.
    """
    mine = ReliefMonth.objects.filter(helper=helper, month=month, voided_at=None)
    known = mine.filter(receiver=receiver).first()
    if known and known.association_id != association.pk:
        raise BilledByOthers()
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
