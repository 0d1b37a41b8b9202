"""`/einsatz/heute/`: „Heute kann ich“, and what of today waits for somebody."""

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT
from piano.kit.once import once
from requests.finding import today_free
from volunteers.models import Volunteer, VolunteerState


@login_required
@never_cache
@once
def today(request: HttpRequest) -> HttpResponse:
    """A POST turns the switch; the page shows what of today she may say yes to."""
    user: Any = request.user
    if not user.is_volunteer or user.volunteer.state not in (VolunteerState.ACTIVE, VolunteerState.PAUSED):
        raise Http404
    volunteer, now = user.volunteer, clock.now()
    if request.method == "POST":
        try:
            if request.POST.get("an"):
                today_free.can_today(volunteer, now=now)
            else:
                today_free.cannot_today_after_all(volunteer, now=now)
        except DomainError:
            return page(request, volunteer, now=now, status=CONFLICT)
        return redirect("requests:today_free")
    return page(request, volunteer, now=now)


def page(request: HttpRequest, volunteer: Volunteer, *, now: dt.datetime, status: int = 200) -> HttpResponse:
    is_late = today_free.is_too_late(now)
    is_on = not is_late and today_free.today_of(volunteer, clock.local(now).date()) is not None
    context: dict[str, Any] = {
        "is_on": is_on,
        "too_late": today_free.TooLateToday.message if is_late else "",
        "is_paused": volunteer.state == VolunteerState.PAUSED,
        "offers": today_free.asked_today(volunteer.user, now=now),
    }
    if is_on:
        context["free"] = today_free.free_today(volunteer.user, now=now)
        context["others"] = today_free.others_asked(volunteer.user, now=now)
    return render(request, "requests/offers/today.html", context, status=status)
