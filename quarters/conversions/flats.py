"""The register of flats: „an adapted flat in this quarter“ is a search over what flats have (domain 7, steps 3 and 11)."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Count, Q, QuerySet

from quarters.conversions.catalogue import measures
from quarters.models import Conversion, Flat, Standard

MOST = 50


def search_flats(
    *,
    districts: Collection[int] | None = None,
    landlords: Collection[int] | None = None,
    features: Collection[str] = (),
    wheelchair: bool = False,
    free_by: dt.date | None = None,
) -> QuerySet[Flat]:
    """Flats that have all of these features, in the stricter standard where it is asked for; free ones first.

    `free_by`: only those that are free on that day.
    """
    rows = Flat.objects.select_related("building__district").prefetch_related("features")
    if districts is not None:
        rows = rows.filter(building__district__in=districts)
    if landlords is not None:
        rows = rows.filter(building__landlord__in=landlords)
    wanted = Q(features__code__in=features)
    if wheelchair:
        wanted &= Q(features__standard=Standard.WHEELCHAIR)
    if features:
        rows = rows.annotate(has=Count("features", filter=wanted, distinct=True)).filter(has=len(set(features)))
    else:
        any_ = Q(features__standard=Standard.WHEELCHAIR) if wheelchair else Q(features__isnull=False)
        rows = rows.filter(any_).distinct()
    if free_by is not None:
        rows = rows.filter(available_from__lte=free_by)
    return rows.order_by("available_from", "building", "position")


def needed_features(conversion: Conversion) -> list[str]:
    """What a flat has to have instead of this conversion."""
    known: Any = measures()
    return sorted({known[one.code].feature for one in conversion.measures.all() if one.code in known})
