"""What a care service charges for a call-out, kept by its own office: each price with the day from which it holds.

A price that holds today is never changed, since it has been told: a new one begins tomorrow at the earliest and ends it. What had not
begun may be taken back. GWG sees and keeps the same rows in the panel; both leave their trace in the audit trail.
"""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q

from helpers.circles.errors import PriceBeginsTooEarly, PriceHolds, PriceIsPlanned
from helpers.models import CareService
from helpers.rota.team import office_of
from quarters.models import Category, Price, PriceKind, User


def may_price(user: User, service: CareService, *, today: dt.date) -> bool:
    """The office of the service; a nurse on call only where it has nobody else."""
    return user in office_of(service, day=today)


def set_price(
    service: CareService,
    *,
    cents: int,
    valid_from: dt.date,
    by: User,
    today: dt.date,
    category: Category | None = None,
) -> Price:
    """Ends what holds then. The same price twice is one. Locks the service's prices of that kind. Raises `PriceBeginsTooEarly`,
    `PriceIsPlanned` where another one begins on that day or later.
    """
    if valid_from <= today:
        raise PriceBeginsTooEarly()
    kind = {"organisation": service.organisation, "category": category, "kind": PriceKind.CARE}
    try:
        with transaction.atomic():
            rows = list(Price.objects.select_for_update().filter(**kind).order_by("valid_from"))
            same = next((row for row in rows if (row.valid_from, row.cents) == (valid_from, cents)), None)
            if same is not None:
                return same
            if any(row.valid_from >= valid_from for row in rows):
                raise PriceIsPlanned()
            until = None
            for row in rows:
                if row.valid_until is None or row.valid_until > valid_from:
                    until, row.valid_until = row.valid_until, valid_from
                    row.save(update_fields=["valid_until"])
            return Price.objects.create(**kind, cents=cents, valid_from=valid_from, valid_until=until)
    except IntegrityError as error:  # somebody else was faster
        raise PriceIsPlanned() from error


def take_back_price(price: Price, *, by: User, today: dt.date) -> None:
    """What had not begun is gone, and what it was to end goes on as before. Locks the price. Raises `PriceHolds`."""
    with transaction.atomic():
        row = Price.objects.select_for_update().filter(pk=price.pk).order_by("pk").first()
        if row is None:
            return
        if row.valid_from <= today:
            raise PriceHolds()
        before = Price.objects.filter(
            organisation=row.organisation_id, category=row.category_id, kind=row.kind, valid_until=row.valid_from
        )
        until, keys = row.valid_until, list(before.values_list("pk", flat=True))
        row.delete()
        Price.objects.filter(pk__in=keys).update(valid_until=until)


def planned_price(service: CareService, pk: int, *, today: dt.date) -> Price | None:
    """Of this service alone, and only what has not begun."""
    rows = Price.objects.filter(organisation=service.organisation_id, kind=PriceKind.CARE)
    return rows.filter(Q(valid_from__gt=today), pk=pk).first()
