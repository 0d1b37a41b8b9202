"""`/einsatz/…/tuer/`: nobody opens. A checklist on the telephone of who stands there; every tick is a plain POST.

And „Ich weiß Bescheid“ for whoever was to come and need not, „Ersatz“ for whoever was a moment too late.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from requests.arranged.going import Errand, load_case
from requests.arranged.looking import note_looks
from requests.finding import standing_in
from requests.forms.trouble import OutcomeForm, StepForm
from requests.mishaps import troubles
from requests.mishaps.trouble_words import load_checklist
from requests.models import Assignment, SeenOn, Trouble, TroubleKind
from requests.states import AssignmentState
from requests.views.offers import acting, errand_page, through_door, way_to, words

CASE = ("visit__help_request__resident__user", "visit__help_request__district", "assignment__person")


def open_door(errand: Errand) -> Trouble | None:
    """The door that stays shut, as long as nobody has settled it and she may still read whose it is."""
    if load_case(errand, now=clock.now()).contact is None:
        return None
    rows = Trouble.objects.filter(visit=errand.visit, kind=TroubleKind.DOOR, ended_at=None)
    return rows.filter(assignment__person=errand.person).select_related(*CASE).first()


@through_door
def door(request: HttpRequest, errand: Errand, token: str) -> HttpResponse:
    """A POST begins; a GET shows how it stands."""
    if request.method == "POST":
        return begin(request, errand, token)
    trouble = open_door(errand)
    if trouble is None:
        return redirect(way_to("offer", errand, token))
    return door_page(request, errand, token, trouble)


@acting
def begin(request: HttpRequest, errand: Errand, token: str) -> HttpResponse:
    case = load_case(errand, now=clock.now())
    if case.assignment is None:
        return redirect(way_to("offer", errand, token))
    try:
        troubles.nobody_opens(case.assignment, by=errand.person, now=clock.now())
    except DomainError as error:
        return errand_page(request, errand, token, status=CONFLICT, message=str(error))
    return redirect(way_to("door", errand, token))


def door_page(
    request: HttpRequest,
    errand: Errand,
    token: str,
    trouble: Trouble,
    *,
    status: int = 200,
    message: str = "",
    form: Any = None,
) -> HttpResponse:
    now = clock.now()
    note_looks([trouble.assignment], seen_on=SeenOn.DOOR, now=now)
    checklist = load_checklist(trouble, now=now, at_the_door=True)
    context = {
        **words(load_case(errand, now=now)),
        "checklist": checklist,
        "form": form or OutcomeForm(outcomes=checklist.outcomes),
        "message": message,
        "ways": {name: way_to(name, errand, token) for name in ("offer", "door", "door_step", "door_end")},
    }
    return render(request, "requests/offers/door.html", context, status=status)


@through_door
@acting
def step(request: HttpRequest, errand: Errand, token: str) -> HttpResponse:
    trouble = open_door(errand)
    form = StepForm(request.POST, kind=TroubleKind.DOOR)
    if trouble is not None and form.is_valid():
        try:
            troubles.tick(trouble, form.cleaned_data["step"], by=errand.person, now=clock.now())
        except DomainError as error:
            return door_page(request, errand, token, trouble, status=CONFLICT, message=str(error))
    elif trouble is not None:
        return door_page(request, errand, token, trouble, status=INVALID, form=None)
    return redirect(way_to("door", errand, token))


@through_door
@acting
def end(request: HttpRequest, errand: Errand, token: str) -> HttpResponse:
    trouble = open_door(errand)
    if trouble is None:
        return redirect(way_to("offer", errand, token))
    form = OutcomeForm(request.POST, outcomes=load_checklist(trouble, now=clock.now(), at_the_door=True).outcomes)
    if not form.is_valid():
        return door_page(request, errand, token, trouble, status=INVALID, form=form)
    facts = {"by": errand.person, "now": clock.now(), "words": form.cleaned_data["trouble_words"]}
    try:
        troubles.settle(trouble, form.cleaned_data["outcome"], at_the_door=True, **facts)
    except DomainError as error:
        return door_page(request, errand, token, trouble, status=CONFLICT, message=str(error), form=form)
    return redirect(way_to("offer", errand, token))


@through_door
@acting
def understood(request: HttpRequest, errand: Errand, token: str) -> HttpResponse:
    """She has read that nobody needs to come."""
    rows = Assignment.objects.filter(visit=errand.visit, person=errand.person, state=AssignmentState.CANCELLED)
    assignment = rows.order_by("-pk").first()
    if assignment is not None:
        troubles.understood(assignment, by=errand.person, now=clock.now())
    return redirect(way_to("offer", errand, token))


@through_door
@acting
def stand_by(request: HttpRequest, errand: Errand, token: str) -> HttpResponse:
    """Somebody was faster; she stays ready, or not any more."""
    try:
        if request.POST.get("an"):
            standing_in.stand_by(errand.visit, person=errand.person, now=clock.now())
        else:
            standing_in.step_back(errand.visit, person=errand.person)
    except DomainError as error:
        return errand_page(request, errand, token, status=CONFLICT, message=str(error))
    return redirect(way_to("offer", errand, token))
