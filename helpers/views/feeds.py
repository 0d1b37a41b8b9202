"""Calendars to subscribe to: made, taken back, and read by a calendar program that shows nothing but its secret address."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from helpers.access import ROOM, get_district, user_of
from helpers.models import DutyFeed
from helpers.rota import feeds
from piano.kit import clock
from piano.kit.fields import decrypt, encrypt
from piano.kit.links import link_to
from quarters.access import role_required
from quarters.models import District

SHOWN_ONCE = "helpers.feed"


@role_required(*ROOM)
@never_cache
def own_feed(request: HttpRequest) -> HttpResponse:
    return _page(request, None)


@role_required("helper")
@never_cache
def team_feed(request: HttpRequest, district: str) -> HttpResponse:
    return _page(request, get_district(user_of(request), district))


def _page(request: HttpRequest, district: District | None) -> HttpResponse:
    """The address is shown once, on the page after the form that made it; making it again ends the one before."""
    user, now = user_of(request), clock.now()
    if request.method == "POST" and "ende" in request.POST:
        if feeds.revoke_feed(user, district=district, now=now):
            messages.success(request, _("Der Kalender ist abgeschaltet. Die Adresse gilt nicht mehr."))
        return redirect(request.path)
    if request.method == "POST":
        request.session[SHOWN_ONCE] = [request.path, encrypt(feeds.make_feed(user, district=district, now=now))]
        return redirect(request.path)
    live = DutyFeed.objects.filter(person=user, district=district, revoked_at=None).first()
    context = {"district": district, "feed": live, "address": _take_address(request)}
    return render(request, "helpers/feed.html", context)


def _take_address(request: HttpRequest) -> str:
    """Out of the session, where it lay sealed and which forgets it."""
    path, secret = request.session.pop(SHOWN_ONCE, ("", ""))
    return link_to("helpers:feed", decrypt(secret)) if path == request.path else ""


@require_safe
@never_cache
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """404 for a dead address, in the same words as for one that never was."""
    now = clock.now()
    found = feeds.find_feed(secret, now=now)
    if found is None:
        raise Http404
    response = HttpResponse(feeds.write_calendar(found, now=now), content_type="text/calendar; charset=utf-8")
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    response["Content-Disposition"] = 'inline; filename="bereitschaft.ics"'
    return response
