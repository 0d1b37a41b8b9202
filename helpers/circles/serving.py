"""Which meeting points a care service serves, and what its help costs: dated rows, shown together."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Prefetch, Q

from helpers.circles.errors import AlreadyServed, WrongDays
from helpers.models import CareService, ServicePoint
from piano.kit.alphabet import alphabetical
from quarters.models import MeetingPoint, Price, PriceKind, User


def serve_point(
    service: CareService, point: MeetingPoint, *, valid_from: dt.date, valid_until: dt.date | None = None, by: User
) -> ServicePoint:
    """`valid_until` is exclusive. Raises `WrongDays`, `AlreadyServed`."""
    if valid_until is not None and valid_until <= valid_from:
        raise WrongDays()
    try:
        with transaction.atomic():
            return ServicePoint.objects.create(
                service=service, meeting_point=point, valid_from=valid_from, valid_until=valid_until
            )
    except IntegrityError as error:
        raise AlreadyServed() from error


def stop_serving(row: ServicePoint, *, day: dt.date, by: User) -> None:
    """From `day` on no more; what had not begun is gone. Twice changes nothing."""
    if row.valid_from >= day:
        ServicePoint.objects.filter(pk=row.pk).delete()
        return
    ServicePoint.objects.filter(Q(valid_until=None) | Q(valid_until__gt=day), pk=row.pk).update(valid_until=day)


@dataclass(frozen=True)
class Partner:
    """A care service as the team and a helper on the phone read it."""

    service: CareService
    points: list[ServicePoint]
    prices: list[Price]  # today's and later ones, each with its days


def partners(services: list[CareService], *, today: dt.date) -> list[Partner]:
    """Three queries for all of them."""
    keys = [service.pk for service in services]
    later = Q(valid_until=None) | Q(valid_until__gt=today)
    points = ServicePoint.objects.filter(later, service__in=keys).select_related("meeting_point__district")
    prices = Price.objects.filter(
        later, organisation__in=[service.organisation_id for service in services], kind=PriceKind.CARE
    ).select_related("category")
    found_points, found_prices = list(points.order_by("valid_from", "pk")), list(prices.order_by("valid_from", "pk"))
    return [
        Partner(
            service,
            [row for row in found_points if row.service_id == service.pk],
            [row for row in found_prices if row.organisation_id == service.organisation_id],
        )
        for service in services
    ]


def services_for(districts: frozenset[int]) -> list[CareService]:
    rows = CareService.objects.filter(districts__in=districts).distinct().select_related("organisation")
    return list(rows.prefetch_related(Prefetch("districts")).order_by(*alphabetical("organisation__name")))
