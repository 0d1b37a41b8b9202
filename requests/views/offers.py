"""An offer: asked, answered, gone to, reported. The same pages serve who is signed in and who comes by a message's link."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from requests import visits
from requests.access import get_offer_for
from requests.forms.offers import ReasonForm, ReportForm
from requests.going import Case, load_case
from requests.links import offer_behind
from requests.models import Offer

View = Callable[..., HttpResponse]


def through_door(view: View) -> View:
    """Finds the offer by the signed-in person or by the link's token, and hands it to the view as `offer`.

    A stranger's offer answers 404; a dead link explains itself and offers to sign in.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, reference: str, token: str = "", **kwargs: Any) -> HttpResponse:
        if token:
            offer = offer_behind(reference, token, now=clock.now())
            if offer is None:
                return render(request, "requests/offers/dead_link.html", status=404)
        elif request.user.is_authenticated:
            offer = get_offer_for(request.user, reference)
        else:
            return redirect_to_login(request.get_full_path())
        return view(request, offer, token, **kwargs)

    return wrapper


def way_to(name: str, offer: Offer, token: str) -> str:
    """The address of an action, through the same door."""
    if token:
        return reverse(f"requests:{name}_by_link", args=[offer.reference, token])
    return reverse(f"requests:{name}", args=[offer.reference])


def offer_page(
    request: HttpRequest, offer: Offer, token: str, *, status: int = 200, message: str = "", **extra: Any
) -> HttpResponse:
    case = load_case(offer, now=clock.now())
    ways = {
        name: way_to(name, offer, token) for name in ("offer", "accept_offer", "decline_offer", "give_up", "report")
    }
    context = {"case": case, "offer": offer, "ways": ways, "message": message, **_words(case), **extra}
    return render(request, f"requests/offers/{_template(case)}.html", context, status=status)


def _template(case: Case) -> str:
    return {"ask": "ask", "going": "going", "done": "going"}.get(case.stage, "closed")


def _words(case: Case) -> dict[str, Any]:
    visit = case.offer.visit
    return {"visit": visit, "help_request": visit.help_request, "category": visit.help_request.category}


@through_door
def offer(request: HttpRequest, offer: Offer, token: str) -> HttpResponse:
    """A GET never acts."""
    return offer_page(request, offer, token)


@require_POST
@through_door
@once
def accept_offer(request: HttpRequest, offer: Offer, token: str) -> HttpResponse:
    try:
        visits.accept_offer(offer, by=offer.person, now=clock.now())
    except DomainError as error:
        offer.refresh_from_db()
        offer.visit.refresh_from_db()
        return offer_page(request, offer, token, status=CONFLICT, message=str(error))
    return redirect(way_to("offer", offer, token))


@require_POST
@through_door
@once
def decline_offer(request: HttpRequest, offer: Offer, token: str) -> HttpResponse:
    try:
        visits.decline_offer(offer, by=offer.person, now=clock.now())
    except DomainError as error:
        return offer_page(request, offer, token, status=CONFLICT, message=str(error))
    return redirect(way_to("offer", offer, token))


@require_POST
@through_door
@once
def give_up(request: HttpRequest, offer: Offer, token: str) -> HttpResponse:
    """Somebody cannot come after all: no blame, the search resumes."""
    case, form = load_case(offer, now=clock.now()), ReasonForm(request.POST)
    if case.assignment is not None and form.is_valid():
        visits.give_up_assignment(case.assignment, by=offer.person, now=clock.now(), reason=form.cleaned_data["reason"])
    return redirect(way_to("offer", offer, token))


@through_door
@once
def report(request: HttpRequest, offer: Offer, token: str) -> HttpResponse:
    """The report of who went; before the visit the page says so."""
    case = load_case(offer, now=clock.now())
    if case.stage != "going":
        return redirect(way_to("offer", offer, token))
    form = ReportForm(request.POST or None, initial={"minutes": offer.visit.minutes, "took_place": "yes"})
    message, status = "", 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            try:
                visits.report_visit(offer.visit, by=offer.person, now=clock.now(), **form.cleaned_data)
            except DomainError as error:
                message, status = str(error), CONFLICT
            else:
                return redirect(way_to("offer", offer, token))
    context = {"case": case, "form": form, "message": message, "way": way_to("report", offer, token), **_words(case)}
    return render(
        request, "requests/offers/report.html", {**context, "back": way_to("offer", offer, token)}, status=status
    )
