"""The care partner's room: what needs an answer now, the own duties, the cases handed over."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from helpers.models import Duty
from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT
from piano.kit.once import once
from quarters.access import role_required
from requests import visits
from requests.access import get_case
from requests.forms.offers import ReasonForm
from requests.going import load_case
from requests.models import Offer, Tier
from requests.views.week import open_offers, standing

AHEAD = dt.timedelta(days=14)


@role_required("care_partner")
def on_call(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    duties = Duty.objects.filter(person=request.user.pk, window__overlap=(now, now + AHEAD)).order_by("window")
    context = {
        "now": now,
        "offers": open_offers(request.user).filter(tier=Tier.CARE),
        "duties": duties.select_related("service__organisation"),
        "cases": standing(request.user),
    }
    return render(request, "requests/on_call/room.html", context)


@role_required("care_partner")
def case(request: HttpRequest, reference: str) -> HttpResponse:
    return case_page(request, get_case(request.user, reference))


def case_page(request: HttpRequest, offer: Offer, *, message: str = "", status: int = 200) -> HttpResponse:
    """The contents as long as the case is handed over; afterwards only that it was."""
    now = clock.now()
    case = load_case(offer, now=now)
    context = {"case": case, "offer": offer, "visit": offer.visit, "help_request": offer.visit.help_request}
    return render(request, "requests/on_call/case.html", {**context, "message": message}, status=status)


@require_POST
@role_required("care_partner")
@once
def accept_case(request: HttpRequest, reference: str) -> HttpResponse:
    offer = get_case(request.user, reference)
    try:
        visits.accept_offer(offer, by=offer.person, now=clock.now())
    except DomainError as error:
        return case_page(request, get_case(request.user, reference), message=str(error), status=CONFLICT)
    return redirect("requests:on_call_case", reference)


@require_POST
@role_required("care_partner")
@once
def refuse_case(request: HttpRequest, reference: str) -> HttpResponse:
    offer, form = get_case(request.user, reference), ReasonForm(request.POST)
    note = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        visits.decline_offer(offer, by=offer.person, now=clock.now(), note=note)
    except DomainError as error:
        return case_page(request, offer, message=str(error), status=CONFLICT)
    return redirect("requests:on_call")
