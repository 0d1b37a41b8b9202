"""`/bereitschaft/anruf/…/`, `…/sorge/…/` and `…/bescheid/…/`: whoever has duty calls somebody, before a visit or after one. Shut as
soon as it is done.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from requests.access import get_duty_call, get_duty_telling, get_duty_worry
from requests.arranged import afterwards
from requests.arranged.telling import load_telling, note_call
from requests.board.case import standing_assignment
from requests.forms.decisions import PriceForm
from requests.forms.telling import TellingForm
from requests.models import Visit
from requests.urgency import judging
from requests.wishes.costs import care_price


@role_required("care_partner")
@never_cache
def duty_call(request: HttpRequest, reference: str) -> HttpResponse:
    return duty_page(request, get_duty_call(request.user, reference))


def duty_page(
    request: HttpRequest, visit: Visit, *, message: str = "", status: int = 200, form: Any = None
) -> HttpResponse:
    resident = visit.help_request.resident
    context = {
        "visit": visit,
        "help_request": visit.help_request,
        "resident": resident,
        "message": message,
        "form": form or _form(request, visit),
    }
    return render(request, "requests/on_call/call.html", context, status=status)


def _form(request: HttpRequest, visit: Visit, data: Any = None) -> PriceForm:
    """With the price of her own care service."""
    worker = getattr(request.user, "care_worker", None)
    services = [worker.service.organisation_id] if worker else []
    price = care_price(visit.help_request, day=clock.today(), services=services)
    return PriceForm(data, known_price=price, has_own_service=bool(visit.help_request.resident.care_service_name))


@role_required("care_partner")
@once
def take_on(request: HttpRequest, reference: str) -> HttpResponse:
    visit, user = get_duty_call(request.user, reference), request.user
    if request.method != "POST":
        return redirect("requests:duty_call", reference)
    form = _form(request, visit, request.POST)
    if not form.is_valid():
        return duty_page(request, visit, status=INVALID, form=form)
    try:
        judging.take_on(visit, **form.said, by=user, now=clock.now())  # type: ignore[arg-type]
    except DomainError as error:
        return duty_page(request, visit, message=str(error), status=CONFLICT, form=form)
    offer = visit.offers.filter(person=user).order_by("-pk")[0]  # type: ignore[misc]
    return redirect("requests:on_call_case", offer.reference)


@role_required("care_partner")
@once
def let_wait(request: HttpRequest, reference: str) -> HttpResponse:
    visit, user = get_duty_call(request.user, reference), request.user
    if request.method == "POST":
        try:
            judging.let_wait(visit, by=user, now=clock.now())  # type: ignore[arg-type]
        except DomainError as error:
            return duty_page(request, visit, message=str(error), status=CONFLICT)
        messages.success(request, _("Danke. Es wartet, bis der Treffpunkt öffnet."))
    return redirect("requests:on_call")


@role_required("care_partner")
@never_cache
def worry(request: HttpRequest, reference: str) -> HttpResponse:
    """Whom to call after a visit, and what was said."""
    visit = get_duty_worry(request.user, reference)
    context = {"visit": visit, "help_request": visit.help_request, "resident": visit.help_request.resident}
    return render(request, "requests/on_call/worry.html", context)


@role_required("care_partner")
@once
def acknowledge(request: HttpRequest, reference: str) -> HttpResponse:
    visit, user = get_duty_worry(request.user, reference), request.user
    if request.method != "POST":
        return redirect("requests:duty_worry", reference)
    afterwards.acknowledge_report(visit.report, by=user, now=clock.now())  # type: ignore[arg-type]
    messages.success(request, _("Danke. Wer sich gesorgt hat, erfährt, dass jemand erreicht wurde."))
    return redirect("requests:on_call")


@role_required("care_partner")
@never_cache
@once
def tell(request: HttpRequest, reference: str) -> HttpResponse:
    """Whom to call before a visit, and what to say: the tenant does not know yet who comes."""
    visit, user, now = get_duty_telling(request.user, reference), request.user, clock.now()
    assignment = standing_assignment(visit)
    telling, form = load_telling(assignment, now=now), TellingForm(request.POST or None)
    if telling is None or assignment is None:
        return redirect("requests:on_call")
    if request.method == "POST" and form.is_valid():
        note_call(assignment, by=user, has_reached=form.cleaned_data["reached"], now=now)  # type: ignore[arg-type]
        messages.success(request, _("Danke. Das ist notiert."))
        return redirect("requests:on_call")
    context = {"telling": telling, "form": form, "visit": visit, "resident": visit.help_request.resident}
    status = INVALID if request.method == "POST" else 200
    return render(request, "requests/on_call/tell.html", context, status=status)
