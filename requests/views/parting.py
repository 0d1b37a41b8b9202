"""`/einsatz/bescheinigung/` and `/einsatz/aufhoeren/`: hours on paper, and a farewell; the same for the helper on the telephone."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.once import once
from piano.kit.printing import pdf_response, wants_large
from quarters.access import role_required
from requests.arranged.looking import looks_at_address
from requests.people.parting import hours_of, say_farewell
from requests.prints.hours import hours_sheet
from requests.views.suspending import get_volunteer
from volunteers.models import Volunteer, VolunteerState


@login_required
@never_cache
def own_hours(request: HttpRequest) -> HttpResponse:
    """Also for whoever has left; not while she is suspended."""
    return _sheet(request, _own(request))


def _own(request: HttpRequest) -> Volunteer:
    user: Any = request.user
    if not user.is_volunteer or user.volunteer.state == VolunteerState.SUSPENDED:
        raise Http404
    volunteer: Volunteer = user.volunteer
    return volunteer


def _sheet(request: HttpRequest, volunteer: Volunteer) -> HttpResponse:
    sheet = hours_sheet(volunteer, hours_of(volunteer.user), today=clock.today(), large=wants_large(request))
    return pdf_response(sheet, "bescheinigung")


@login_required
@never_cache
@once
def stop(request: HttpRequest) -> HttpResponse:
    """She does not want to any more: said once, thanked for, everything given over."""
    user: Any = request.user
    volunteer = _own(request)
    if request.method == "POST":
        say_farewell(volunteer, by=user, now=clock.now())
        return redirect("requests:stop_helping")
    context = {"has_left": volunteer.state == VolunteerState.LEFT, "hours": hours_of(user)}
    return render(request, "requests/offers/farewell.html", context)


@role_required("helper", "coordinator")
@never_cache
def hours_for(request: HttpRequest, reference: str) -> HttpResponse:
    return _sheet(request, get_volunteer(request.user, reference))


@require_POST
@role_required("helper", "coordinator")
@once
def stop_for(request: HttpRequest, reference: str) -> HttpResponse:
    """She has said it to somebody of us."""
    user: Any = request.user
    if say_farewell(get_volunteer(user, reference), by=user, now=clock.now()):
        messages.success(
            request, _("Verabschiedet. Geplante Besuche suchen wir neu. Die Bescheinigung können Sie drucken.")
        )
    return redirect("requests:member", reference)


@login_required
@never_cache
def looks(request: HttpRequest) -> HttpResponse:
    """Who looked up where a tenant lives."""
    user: Any = request.user
    if not user.is_resident:
        raise Http404
    return render(request, "requests/mine/looks.html", {"looks": looks_at_address(user)})
