"""`/stadtteile/`: the map and the list; `/stadtteile/<slug>/`: what there is in one."""

from itertools import groupby

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from piano.kit import clock
from quarters.city_map.drawing import draw, plan_of, read_city
from quarters.city_map.parts import parts_of
from quarters.models import District, Quarter
from quarters.models.people import Plain
from quarters.points.reading import near
from quarters.signing.last_seen import remember_quarter


def districts(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("suche", "").strip()[:80].replace("\x00", "")
    rows = District.objects.select_related("shape").prefetch_related("quarters").order_by("city", "number")
    cities = [(city, list(found)) for city, found in groupby(rows, key=lambda district: district.city)]
    found = list(find_districts(query)) if query else []
    context = {
        "cities": [{"name": city, "districts": rows, "map": draw(plan_of(rows))} for city, rows in cities],
        "found": [{"district": one, "names": _names_like(one, query)} for one in found],
        "found_keys": {one.pk for one in found},
        "query": query,
    }
    return render(request, "quarters/city_map/districts.html", context)


def district(request: HttpRequest, slug: str) -> HttpResponse:
    rows = District.objects.select_related("shape").prefetch_related("quarters")
    here: District = get_object_or_404(rows, slug=slug)
    now = clock.now()
    parts = parts_of(here, now)
    dots = [dot for part in parts for dot in part.values.get("dots", [])]
    context = {
        "district": here,
        "map": draw(read_city(here.city), around=here, dots=dots),
        "parts": parts,
        "styles": sorted({part.style for part in parts if part.style} - {"map"}),
        "chosen": here.pk,
    }
    return remember_quarter(request, render(request, "quarters/city_map/district.html", context), here.slug)


def find_districts(query: str) -> QuerySet[District]:
    """By name or everyday name; a typing mistake or two is forgiven (pg_trgm)."""
    wanted = Plain(Value(query))
    everyday = Quarter.objects.filter(district=OuterRef("pk")).filter(near("name", wanted))
    found = District.objects.filter(near("name", wanted) | Q(Exists(everyday)))
    return found.prefetch_related("quarters").order_by("city", "number")


def _names_like(district: District, query: str) -> list[str]:
    """The everyday names that were asked for, so that „Mattenberg“ is answered with itself."""
    wanted = Plain(Value(query))
    return list(Quarter.objects.filter(near("name", wanted), district=district).values_list("name", flat=True))
