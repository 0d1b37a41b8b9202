"""The meeting points on a district's page: those that stand there, and the stops of one that drives."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q

from piano.kit import clock
from quarters.city_map.parts import register_part
from quarters.models import District, RouteStop
from quarters.points.reading import Shown, open_points, show


def values(district: District, now: dt.datetime) -> dict[str, Any]:
    stops = RouteStop.objects.filter(meeting_point=OuterRef("pk"), district=district)
    points = open_points(clock.local(now).date()).filter(Q(district=district) | Exists(stops)).distinct()
    places = [show(point, now) for point in points]
    return {"places": places, "dots": [dot for place in places for dot in dots_of(place)]}


def dots_of(place: Shown) -> list[tuple[tuple[float, float], str]]:
    """Where it is, if somebody knows."""
    tenure = place.tenure
    if place.is_mobile or tenure is None or tenure.latitude is None or tenure.longitude is None:
        return []
    return [((tenure.latitude, tenure.longitude), place.point.name)]


register_part("points", position=10, template="quarters/points/_in_district.html", values=values, style="place")
