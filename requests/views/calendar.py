"""The own calendar to subscribe to: made, made anew, taken back, and read by a program that shows nothing but its address."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from piano.kit import clock
from piano.kit.fields import decrypt, encrypt
from piano.kit.links import link_to
from piano.messaging.channels.push import vapid
from requests.arranged import feeds

SHOWN_ONCE = "requests.feed"
DUTY_ROLES = {"helper", "care_partner"}


@login_required
@never_cache
def calendar(request: HttpRequest) -> HttpResponse:
    """The address is shown once, on the page after the form that made it; making it again ends the one before."""
    user: Any = request.user
    if feeds.is_barred(user):
        raise Http404
    if request.method == "POST" and "ende" in request.POST:
        if feeds.revoke_visit_feed(user, now=clock.now()):
            messages.success(request, _("Der Kalender ist abgeschaltet. Die Adresse gilt nicht mehr."))
        return redirect("requests:calendar")
    if request.method == "POST":
        request.session[SHOWN_ONCE] = encrypt(feeds.make_visit_feed(user, now=clock.now()))
        return redirect("requests:calendar")
    sealed = request.session.pop(SHOWN_ONCE, "")
    address = link_to("requests:visit_feed", decrypt(sealed)) if sealed else ""
    context = {"feed": feeds.live_feed(user), "address": address, "has_duties": user.role_kinds & DUTY_ROLES}
    context["push_key"] = vapid.public_key() if vapid.has_keys() else ""
    return render(request, "requests/calendar.html", context)


@require_safe
@never_cache
def visit_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """404 for a dead address, in the same words as for one that never was."""
    found = feeds.find_visit_feed(secret)
    if found is None:
        raise Http404
    response = HttpResponse(feeds.write_visits(found, now=clock.now()), content_type="text/calendar; charset=utf-8")
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    response["Content-Disposition"] = 'inline; filename="piano.ics"'
    return response
