"""`/leitstand/schwierigkeiten/`: how often something did not work out, for helpers and for the coordination of an association."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from piano.kit import clock
from quarters.access import role_required
from quarters.models import User
from requests.mishaps.trouble_figures import load_figures


@role_required("helper", "coordinator")
@never_cache
def trouble_figures(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    context = {
        "places": load_figures(user, now=clock.now()),
        "is_helper": "helper" in user.role_kinds,
    }
    return render(request, "requests/board/trouble_figures.html", context)
