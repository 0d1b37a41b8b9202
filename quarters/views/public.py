"""Start, the pages that the law asks for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from piano.kit import clock
from quarters.points.reading import open_points, show

SHOWN_AT_START = 6


def start(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    points = open_points(clock.local(now).date()).filter(district__has_landlord_stock=True)[:SHOWN_AT_START]
    return render(request, "quarters/start.html", {"places": [show(point, now) for point in points]})


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "quarters/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "quarters/privacy.html")


def imprint(request: HttpRequest) -> HttpResponse:
    return render(request, "quarters/imprint.html")
