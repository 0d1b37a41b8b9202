"""`/hinweis/…`: where a message leads that is about something private. Signed out it says what it is about, and nothing more."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from piano.kit import clock
from piano.kit.links import unkept
from quarters.signing.behind_sign_in import way_behind

GONE, NOT_YOURS = 404, 403


@require_safe
def way_in(request: HttpRequest, token: str) -> HttpResponse:
    """A GET leads on, or asks to sign in. Whoever is signed in as somebody else learns only that."""
    way = way_behind(token, now=clock.now())
    if way is None:
        return unkept(render(request, "quarters/way_in_gone.html", status=GONE))
    if request.user == way.person:
        return unkept(redirect(way.path))
    is_other = request.user.is_authenticated
    context = {"about": way.about, "is_other": is_other, "here": request.path}
    return unkept(render(request, "quarters/way_in.html", context, status=NOT_YOURS if is_other else 200))
