"""`/treffpunkte/`: all of them, and each one's page with its photos."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from piano.kit import clock
from piano.kit.photos import photo_response
from quarters.city_map.drawing import draw, read_city
from quarters.last_seen import remember_quarter
from quarters.models import MeetingPoint, PointPhoto
from quarters.points.keeping import may_keep
from quarters.points.opening import exceptions
from quarters.points.people import people_at
from quarters.points.reading import Shown, find_points, open_points, show, told
from quarters.points.week import week_rows


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
        "map": draw(read_city(point.district.city), around=point.district, dots=dots_of(shown)),
        "chosen": point.district_id,
        "may_keep": may_keep(request.user, point),
    }
    response = render(request, "quarters/points/point.html", context)
    return remember_quarter(request, response, point.district.slug)


def dots_of(shown: Shown) -> list[tuple[tuple[float, float], str]]:
    """Where it is, if somebody knows: the address or the stops."""
    tenure = shown.tenure
    if shown.is_mobile:
        stops = {halt.stop for halt in shown.halts if halt.stop.latitude is not None}
        return [((stop.latitude, stop.longitude), stop.place) for stop in sorted(stops, key=lambda one: one.pk)]  # type: ignore[misc]
    if tenure is None or tenure.latitude is None or tenure.longitude is None:
        return []
    return [((tenure.latitude, tenure.longitude), shown.point.name)]


def photo(request: HttpRequest, slug: str, digest: str, size: str) -> HttpResponse:
    """`size` is gross or klein. A removed photo is not there."""
    rows = PointPhoto.objects.with_bytes().filter(removed_at=None, meeting_point__slug=slug)
    if size not in ("gross", "klein"):
        raise Http404
    return photo_response(request, get_object_or_404(rows, digest=digest), is_small=size == "klein", is_public=True)
