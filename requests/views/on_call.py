"""The care partner's room: what needs an answer now, the own duties, the cases handed over."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from helpers.circles.members import circles_of
from helpers.models import Duty
from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import User
from requests.access import duty_calls_of, duty_tellings_of, duty_troubles_of, duty_worries_of, get_case
from requests.arranged import visits
from requests.arranged.going import Errand, load_case
from requests.arranged.telling import load_telling
from requests.forms.offers import PriceYesForm, ReasonForm, RefusalForm
from requests.forms.telling import TellingForm
from requests.models import Offer, Tier
from requests.states import OfferState
from requests.urgency.night_calls import duties_to_note
from requests.views.offers import words
from requests.views.week import open_offers, standing
from requests.wishes.price_yes import confirm_price, price_of

AHEAD = dt.timedelta(days=7)


@role_required("care_partner")
def on_call(request: HttpRequest) -> HttpResponse:
    """Twelve queries besides the person's own."""
    now = clock.now()
    duties = Duty.objects.filter(person=request.user.pk, window__overlap=(now, now + AHEAD)).order_by("window")
    handed_over = {"visit__offers__person": request.user, "visit__offers__tier": Tier.CARE}
    context = {
        "now": now,
        "calls": duty_calls_of(request.user),
        "troubles": duty_troubles_of(request.user),
        "worries": duty_worries_of(request.user),
        "tellings": duty_tellings_of(request.user),
        "offers": open_offers(request.user).filter(tier=Tier.CARE),
        "is_on_duty": duties_to_note(request.user, now=now).exists(),  # type: ignore[arg-type]
        "duties": [(duty, say_end(duty)) for duty in duties],
        "teams": circles_of(request.user, day=clock.local(now).date()),  # type: ignore[arg-type]
        "cases": standing(request.user).filter(**handed_over, visit__offers__state=OfferState.ACCEPTED),
    }
    return render(request, "requests/on_call/room.html", context)


def say_end(duty: Duty) -> str:
    """„19:00 Uhr“ on the same day, else with the day."""
    start, end = duty.window.lower, duty.window.upper
    is_same_day = clock.local(start).date() == clock.local(end).date()
    return clock.say_time(end) if is_same_day else clock.say_moment(end)


@role_required("care_partner")
def case(request: HttpRequest, reference: str) -> HttpResponse:
    return case_page(request, get_case(request.user, reference))


def case_page(
    request: HttpRequest, errand: Errand, *, message: str = "", status: int = 200, **forms: Any
) -> HttpResponse:
    """The contents as long as the case is handed over; afterwards only that it was."""
    now = clock.now()
    case = load_case(errand, now=now)
    context = {
        **words(case),
        "telling": load_telling(case.assignment, now=now) if case.stage == "going" else None,
        "telling_form": TellingForm(),
        "message": message,
        "refusal_form": RefusalForm(),
        "form": ReasonForm(),
        **(prices(errand) if case.stage == "ask" else {}),
        **forms,
    }
    return render(request, "requests/on_call/case.html", context, status=status)


def prices(errand: Errand) -> dict[str, Any]:
    """The sentence to which the person agreed, and the form that confirms it."""
    price = price_of(errand.offer) if errand.offer else ""
    return {"price": price, "price_form": PriceYesForm(said=price)}


@role_required("care_partner")
@once
def accept_case(request: HttpRequest, reference: str) -> HttpResponse:
    errand = get_case(request.user, reference)
    if request.method == "POST" and errand.offer is not None:
        form = PriceYesForm(request.POST, said=price_of(errand.offer))
        if load_case(errand, now=clock.now()).stage == "ask" and not form.is_valid():
            return case_page(request, errand, status=INVALID, price_form=form)
        try:
            _confirm(errand.offer, form, by=errand.person)
            visits.accept_offer(errand.offer, by=errand.person, now=clock.now())
        except DomainError as error:
            return case_page(request, get_case(request.user, reference), message=str(error), status=CONFLICT)
    return redirect("requests:on_call_case", reference)


def _confirm(offer: Offer, form: PriceYesForm, *, by: User) -> None:
    """Where nothing is asked any more, `accept_offer` says how things stand."""
    if form.is_valid():
        confirm_price(offer, price=form.cleaned_data["price"], by=by, now=clock.now())


@role_required("care_partner")
@once
def refuse_case(request: HttpRequest, reference: str) -> HttpResponse:
    """A no with a reason: the helper reads it when the search goes on."""
    errand, form = get_case(request.user, reference), RefusalForm(request.POST)
    if request.method != "POST" or errand.offer is None:
        return redirect("requests:on_call_case", reference)
    if not form.is_valid():
        return case_page(request, errand, status=INVALID, refusal_form=form)
    try:
        visits.decline_offer(errand.offer, by=errand.person, now=clock.now(), note=form.note)
    except DomainError as error:
        return case_page(request, get_case(request.user, reference), message=str(error), status=CONFLICT)
    return redirect("requests:on_call")
