"""`/bereitschaft/reserve/`: the care flats in reserve, free or taken; who lives there reads only who needs to."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helpers.circles.forms import StayForm
from helpers.circles.reserve import flats_for, may_note, move_in, move_out
from helpers.models import ReserveFlat, Stay
from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import User


@role_required("helper", "care_partner")
@never_cache
def flats(request: HttpRequest) -> HttpResponse:
    context = {"flats": flats_for(cast(User, request.user), today=clock.today())}
    return render(request, "helpers/circles/flats.html", context)


@role_required("helper", "care_partner")
@never_cache
@once
def stay(request: HttpRequest, reference: str) -> HttpResponse:
    """Somebody moves in."""
    user, today = cast(User, request.user), clock.today()
    flat = get_object_or_404(ReserveFlat.objects.select_related("service__organisation"), reference=reference)
    if not may_note(user, flat, today=today):
        raise Http404
    form = StayForm(request.POST or None, initial={"first_day": today})
    status, message = (INVALID if request.method == "POST" else 200), ""
    if request.method == "POST" and form.is_valid():
        try:
            move_in(flat, by=user, now=clock.now(), **form.cleaned_data)
            messages.success(request, _("Eingetragen. Die Wohnung gilt in diesen Tagen als belegt."))
            return redirect("helpers:reserve_flats")
        except DomainError as error:
            status, message = CONFLICT, str(error)
    context = {"flat": flat, "form": form, "message": message}
    return render(request, "helpers/circles/stay.html", context, status=status)


@require_POST
@role_required("helper", "care_partner")
@once
def end_stay(request: HttpRequest, stay: str) -> HttpResponse:
    """Today is the last day; a stay that has not begun falls out."""
    user, today = cast(User, request.user), clock.today()
    row = get_object_or_404(Stay.objects.select_related("flat"), reference=stay)
    if not may_note(user, row.flat, today=today):
        raise Http404
    move_out(row, day=today, by=user, now=clock.now())
    messages.success(request, _("Eingetragen. Danach ist die Wohnung wieder frei."))
    return redirect("helpers:reserve_flats")
