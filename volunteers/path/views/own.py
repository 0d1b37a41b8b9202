"""Where I stand and what comes next: by the link of the first day without signing in, or signed in."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from piano.kit import clock
from piano.kit.links import unkept
from volunteers.models import Path
from volunteers.path.links import own_page, path_behind
from volunteers.path.reading import rules, standing_of, way_of


def own_path(request: HttpRequest, token: str) -> HttpResponse:
    path = path_behind(token)
    if path is None:
        raise Http404
    return unkept(_page(request, path))


@login_required
@never_cache
def my_path(request: HttpRequest) -> HttpResponse:
    """For whoever signs in while she is still on her way."""
    path = Path.objects.filter(volunteer__user=request.user.pk).order_by("-pk").first()
    if path is None:
        raise Http404
    return redirect(own_page(path))


def _page(request: HttpRequest, path: Path) -> HttpResponse:
    way = way_of(standing_of(path), needed=rules()[path.level], now=clock.now())
    return render(request, "volunteers/path/own.html", {"path": path, "way": way})
