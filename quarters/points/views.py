"""`/treffpunkte/`: all of them, and each one's page with its photos."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from piano.kit import clock
from piano.kit.photos import photo_response
from quarters.city_map.drawing import draw, read_city
from quarters.models import MeetingPoint, PointPhoto
from quarters.points.in_district import dots_of
from quarters.points.keeping import may_keep
from quarters.points.opening import exceptions
from quarters.points.people import people_at
from quarters.points.reading import Shown, find_points, open_points, show, told
from quarters.points.week import week_rows
from quarters.signing.last_seen import remember_quarter


def meeting_points(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("suche", "").strip()[:80].replace("\x00", "")
    now = clock.now()
    day = clock.local(now).date()
    points = find_points(query, day) if query else open_points(day)
    context = {"places": [show(point, now) for point in points], "query": query}
    return render(request, "quarters/points/list.html", context)


def meeting_point(request: HttpRequest, slug: str) -> HttpResponse:
    now = clock.now()
    day = clock.local(now).date()
    point: MeetingPoint = get_object_or_404(told(MeetingPoint.objects.all(), day), slug=slug)
    shown = show(point, now)
    context = {
        "place": shown,
        "meeting_point": point,
        "week": week_rows(shown.hours),
        "exceptions": exceptions(shown.hours, day) if shown.opening else [],
        "people": people_at(point, day),
        "photos": list(point.photos.filter(removed_at=None)),
        "may_keep": may_keep(request.user, point),
        **map_of(shown),
    }
    response = render(request, "quarters/points/point.html", context)
    return remember_quarter(request, response, point.district.slug)


def map_of(shown: Shown) -> dict[str, Any]:
    """The surroundings; of one that drives the whole city, with the districts where it stops."""
    district = shown.point.district
    plan = read_city(district.city)
    if shown.is_mobile:
        return {"map": draw(plan, is_bare=True), "found": {halt.stop.district_id for halt in shown.halts}}
    return {"map": draw(plan, around=district, dots=dots_of(shown)), "chosen": district.pk}


def photo(request: HttpRequest, slug: str, digest: str, size: str) -> HttpResponse:
    """`size` is gross or klein. A removed photo is not there."""
    rows = PointPhoto.objects.with_bytes().filter(removed_at=None, meeting_point__slug=slug)
    if size not in ("gross", "klein"):
        raise Http404
    return photo_response(request, get_object_or_404(rows, digest=digest), is_small=size == "klein", is_public=True)
