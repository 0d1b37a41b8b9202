"""`/leitstand/menschen/…/sperre/`: a volunteer is suspended in one step, and that is lifted in one step.

Helpers of her district and the coordination of her association come in; why is shown to the coordination alone.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from requests.forms.suspending import LiftForm, SuspendForm
from requests.models import Suspension
from requests.people import suspending
from volunteers.models import Volunteer, VolunteerState


def get_volunteer(user: Any, reference: str) -> Volunteer:
    """404 for whoever may not suspend her."""
    rows = Volunteer.objects.select_related("user", "association")
    volunteer: Volunteer = get_object_or_404(rows, user__reference=reference)
    if not suspending.may_suspend(user, volunteer):
        raise Http404
    return volunteer


@role_required("helper", "coordinator")
@never_cache
@once
def suspend(request: HttpRequest, reference: str) -> HttpResponse:
    user: Any = request.user
    volunteer = get_volunteer(user, reference)
    if request.method != "POST":
        return suspend_page(request, volunteer)
    form = SuspendForm(request.POST)
    if not form.is_valid():
        return suspend_page(request, volunteer, status=INVALID, form=form)
    try:
        suspending.suspend(volunteer, reason=form.cleaned_data["reason"], by=user, now=clock.now())
    except DomainError as error:
        return suspend_page(request, volunteer, status=CONFLICT, message=str(error), form=form)
    messages.success(
        request, _("Gesperrt. Geplante Besuche stehen jetzt unter „Heute im Quartier“. Bitte rufen Sie die Person an.")
    )
    return redirect("requests:suspend", reference)


def suspend_page(
    request: HttpRequest,
    volunteer: Volunteer,
    *,
    status: int = 200,
    message: str = "",
    form: SuspendForm | None = None,
    lift_form: LiftForm | None = None,
) -> HttpResponse:
    user: Any = request.user
    may_know = suspending.may_read_why(user, volunteer)
    rows = Suspension.objects.filter(volunteer=volunteer).select_related("suspended_by", "lifted_by").order_by("-pk")
    context = {
        "volunteer": volunteer,
        "standing": suspending.standing_suspension(volunteer),
        "may_know": may_know,
        "earlier": [row for row in rows if row.lifted_at] if may_know else [],
        "has_left": volunteer.state == VolunteerState.LEFT,
        "is_helper": volunteer.district_id in user.district_ids,
        "form": form or SuspendForm(),
        "lift_form": lift_form or LiftForm(),
        "message": message,
    }
    return render(request, "requests/board/suspend.html", context, status=status)


@require_POST
@role_required("helper", "coordinator")
@once
def lift(request: HttpRequest, reference: str) -> HttpResponse:
    user: Any = request.user
    volunteer = get_volunteer(user, reference)
    form = LiftForm(request.POST)
    if not form.is_valid():
        return suspend_page(request, volunteer, status=INVALID, lift_form=form)
    standing = suspending.standing_suspension(volunteer)
    if standing is not None:
        suspending.lift(standing, by=user, now=clock.now(), words=form.cleaned_data["lift_words"])
        messages.success(request, _("Aufgehoben. Wir fragen wieder."))
    return redirect("requests:suspend", reference)
