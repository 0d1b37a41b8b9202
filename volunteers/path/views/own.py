"""Where I stand and what comes next: by the link of the first day without signing in, or signed in; and a word that I'd rather not."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from piano.kit import clock
from piano.kit.links import unkept
from piano.kit.once import once
from volunteers.models import Path, VolunteerState, WhyEnded
from volunteers.path.acts import end_path, resume_path
from volunteers.path.first_visits import first_visit_of
from volunteers.path.links import own_page, path_behind, person_of
from volunteers.path.reading import rules, standing_of, way_of


@once
def own_path(request: HttpRequest, token: str) -> HttpResponse:
    """A POST says that she would rather not, and another one that she would after all."""
    now = clock.now()
    path = path_behind(token, now=now)
    if path is None:
        raise Http404
    if request.method == "POST":
        if not request.POST.get("weiter"):
            end_path(path, why=WhyEnded.WITHDREW, by=person_of(path), now=now)
        elif ended_herself(path):
            resume_path(path, now=now)
        return unkept(redirect(request.path))
    return unkept(_page(request, path))


def ended_herself(path: Path) -> bool:
    """What one of us has ended is talked about first."""
    return path.why_ended == WhyEnded.WITHDREW and path.ended_by == person_of(path)


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
    context = {
        "path": path,
        "way": way,
        "first": first_visit_of(path.volunteer.user_id) if path.volunteer and path.is_open else None,
        "may_resume": ended_herself(path),
        "has_left": bool(path.active_at and path.volunteer and path.volunteer.state == VolunteerState.LEFT),
    }
    return render(request, "volunteers/path/own.html", context)
