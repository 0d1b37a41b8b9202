"""`/bereitschaft/alarm/…/`: an alert, behind its link. Works signed out: four digits stand for the person on duty."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from helpers.on_duty.duty_phones import PinIsDead, find_running, phone_of
from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.links import unkept
from piano.kit.once import once
from requests.arranged.going import Case, Errand, load_case
from requests.forms.duty_phone import AlertForm, PinForm
from requests.models import AlertStep
from requests.urgency import alerts
from requests.views.offers import words
from requests.wishes.price_yes import price_of

PROVEN = "alerts"  # reference of the offer → reference of the duty telephone whose digits were right


@sensitive_post_parameters("pin")
@never_cache
@once
def alert(request: HttpRequest, token: str) -> HttpResponse:
    now = clock.now()
    errand = alerts.errand_behind(token, now=now)
    if errand is None:
        return unkept(render(request, "requests/on_call/dead_alert.html", status=404))
    if request.user == errand.person and "care_partner" in errand.person.role_kinds:
        return redirect("requests:on_call_case", errand.reference)
    if request.method == "POST":
        return unkept(answer(request, errand, token, now=now))
    alerts.note_look(errand, AlertStep.OPENED, now=now)
    return unkept(page(request, errand, now=now))


def answer(request: HttpRequest, errand: Errand, token: str, *, now: dt.datetime) -> HttpResponse:
    """A yes, or after it the digits once more to see where to go."""
    case = load_case(errand, now=now)
    is_open = case.stage == "ask"
    form: Any = (
        AlertForm(request.POST, said=price_of(errand.offer)) if is_open and errand.offer else PinForm(request.POST)
    )
    if case.stage not in ("ask", "going"):
        return page(request, errand, now=now, status=CONFLICT)
    if not form.is_valid():
        return page(request, errand, now=now, form=form, status=INVALID)
    try:
        phone = alerts.prove(errand, pin=form.cleaned_data["pin"], now=now)
    except DomainError as error:
        form.add_error("pin", str(error))
        return page(request, errand, now=now, form=form, is_dead=isinstance(error, PinIsDead), status=INVALID)
    try:
        if is_open:
            alerts.accept(errand, price=form.cleaned_data["price"], by=errand.person, now=now)
    except DomainError as error:
        fresh = alerts.errand_behind(token, now=now) or errand
        return page(request, fresh, now=now, message=str(error), status=CONFLICT)
    request.session[PROVEN] = request.session.get(PROVEN, {}) | {errand.reference: phone.reference}
    return redirect("requests:alert", token)


def is_proven(request: HttpRequest, errand: Errand, *, now: dt.datetime) -> bool:
    """The right digits were typed in this browser, and the telephone they belong to is still in her hands."""
    reference = request.session.get(PROVEN, {}).get(errand.reference)
    return bool(reference and find_running(reference, errand.person, now=now))


def page(
    request: HttpRequest,
    errand: Errand,
    *,
    now: dt.datetime,
    form: Any = None,
    message: str = "",
    is_dead: bool = False,
    status: int = 200,
) -> HttpResponse:
    case = load_case(errand, now=now)
    may_see = case.contact is not None and is_proven(request, errand, now=now)
    if may_see:
        alerts.note_look(errand, AlertStep.DETAILS, now=now)
    context = {
        **words(case),
        "contact": case.contact if may_see else None,
        "asker": alerts.asker_of(errand) if case.stage == "ask" else None,
        "colleague": alerts.colleague_of(errand, now=now) if case.stage == "ask" else None,
        "has_pin": not is_dead and phone_of(errand.person, now=now) is not None,
        "price": price_of(errand.offer) if errand.offer else "",
        "form": form or _form(case),
        "message": message,
    }
    return render(request, "requests/on_call/alert.html", context, status=status)


def _form(case: Case) -> Any:
    offer = case.errand.offer
    return AlertForm(said=price_of(offer)) if case.stage == "ask" and offer else PinForm()
