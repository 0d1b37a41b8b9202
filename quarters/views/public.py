"""Start, meeting points, the pages that the law asks for."""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.lookups import GreaterThan
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from piano.kit import clock
from quarters.last_seen import remember_quarter
from quarters.models import MeetingPoint, Quarter
from quarters.models.people import Plain

SHOWN_AT_START = 6


def start(request: HttpRequest) -> HttpResponse:
    points = open_points().filter(district__has_landlord_stock=True)[:SHOWN_AT_START]
    return render(request, "quarters/start.html", {"meeting_points": points})


def meeting_points(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("suche", "").strip()[:80].replace("\x00", "")
    points = search_points(query) if query else open_points()
    return render(request, "quarters/meeting_points.html", {"meeting_points": points, "query": query})


def meeting_point(request: HttpRequest, slug: str) -> HttpResponse:
    point = get_object_or_404(MeetingPoint.objects.select_related("district", "operator", "landlord"), slug=slug)
    response = render(request, "quarters/meeting_point.html", {"meeting_point": point})
    return remember_quarter(request, response, point.district.slug)


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "quarters/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "quarters/privacy.html")


def imprint(request: HttpRequest) -> HttpResponse:
    return render(request, "quarters/imprint.html")


def open_points() -> QuerySet[MeetingPoint]:
    """Meeting points that are open today, in the order of the districts."""
    points: QuerySet[MeetingPoint] = MeetingPoint.objects.open_on(clock.today())
    return points.select_related("district", "operator", "landlord")


def search_points(query: str) -> QuerySet[MeetingPoint]:
    """By name, street, district or everyday name; a typing mistake or two is forgiven (pg_trgm)."""
    wanted = Plain(Value(query))
    everyday = Quarter.objects.filter(district=OuterRef("district")).filter(_near("name", wanted))
    return open_points().filter(
        _near("name", wanted) | _near("street", wanted) | _near("district__name", wanted) | Q(Exists(everyday))
    )


def _near(column: str, wanted: Plain) -> Q:
    return Q(GreaterThan(TrigramWordSimilarity(wanted, Plain(column)), 0.5))  # type: ignore[arg-type]
