"""`/einsatz/heute/`: „Heute kann ich“, and what of today waits for somebody."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from piano.kit import clock
from piano.kit.once import once
from requests import today_free
from volunteers.models import VolunteerState


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
        if request.POST.get("an"):
            today_free.can_today(volunteer, now=now)
        else:
            today_free.cannot_today_after_all(volunteer, now=now)
        return redirect("requests:today_free")
    is_on = today_free.today_of(volunteer, clock.local(now).date()) is not None
    context: dict[str, Any] = {"is_on": is_on, "offers": today_free.asked_today(user, now=now)}
    if is_on:
        context["free"] = today_free.free_today(user, now=now)
        context["others"] = today_free.others_asked(user, now=now)
    return render(request, "requests/offers/today.html", context)
