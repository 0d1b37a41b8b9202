"""Another time, or „ich komme später“: who goes proposes and answers through the errand's door, the tenant on her own page."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.models import LookKind
from requests.access import get_own_request
from requests.arranged import rescheduling
from requests.arranged.going import Errand, load_case
from requests.board.case import current_visit, standing_assignment
from requests.forms.times import LateForm, LaterAtHomeForm, NewTimeForm
from requests.models import Assignment, TimeProposal
from requests.views.mine import note, page_again
from requests.views.offers import acting, errand_page, refused, through_door, way_to

ASKED = gettext_lazy("Gefragt. Bis zur Antwort bleibt es beim alten Termin.")


def waiting(assignment: Assignment | None, *, by_tenant: bool) -> TimeProposal:
    """The open proposal of this side. 404 when there is none."""
    proposal = rescheduling.open_proposal(assignment)
    if proposal is None or proposal.by_tenant != by_tenant:
        raise Http404
    return proposal


def _going(errand: Errand) -> Assignment:
    assignment = load_case(errand, now=clock.now()).assignment
    if assignment is None:
        raise Http404
    return assignment


@through_door
@acting
def propose(request: HttpRequest, errand: Errand, token: str) -> HttpResponse:
    form = NewTimeForm(request.POST)
    if not form.is_valid():
        return errand_page(request, errand, token, status=INVALID, time_form=form)
    start = form.cleaned_data["new_start"]
    try:
        rescheduling.propose_time(_going(errand), start=start, by_tenant=False, by=errand.person, now=clock.now())
    except DomainError as error:
        return errand_page(request, errand, token, status=CONFLICT, message=str(error), time_form=form)
    return redirect(way_to("offer", errand, token))


@through_door
@acting
def come_later(request: HttpRequest, errand: Errand, token: str) -> HttpResponse:
    form = LateForm(request.POST)
    if not form.is_valid():
        return errand_page(request, errand, token, status=INVALID, late_form=form)
    minutes = form.cleaned_data["late_minutes"]
    try:
        rescheduling.come_later(_going(errand), minutes=minutes, by=errand.person, now=clock.now())
    except DomainError as error:
        return errand_page(request, errand, token, status=CONFLICT, message=str(error), late_form=form)
    return redirect(way_to("offer", errand, token))


@through_door
@acting
def answer(request: HttpRequest, errand: Errand, token: str) -> HttpResponse:
    """To what the tenant proposed."""
    proposal, agrees = waiting(_going(errand), by_tenant=True), request.POST.get("answer") == "yes"
    try:
        rescheduling.answer_proposal(proposal, agrees=agrees, by=errand.person, now=clock.now())
    except DomainError as error:
        return refused(request, errand, token, error)
    return redirect(way_to("offer", errand, token))


@require_POST
@login_required
@once
def mine_propose(request: HttpRequest, reference: str) -> HttpResponse:
    form = NewTimeForm(request.POST)
    if not form.is_valid():
        get_own_request(request.user, reference)
        return page_again(request, reference, status=INVALID, time_form=form)
    user: Any = request.user
    start, assignment = form.cleaned_data["new_start"], _coming(user, reference)
    try:
        rescheduling.propose_time(assignment, start=start, by_tenant=True, by=user, now=clock.now())
    except DomainError as error:
        return page_again(request, reference, status=CONFLICT, message=str(error), time_form=form)
    note(request, assignment.visit.help_request, LookKind.MOVE)
    messages.success(request, ASKED)
    return redirect("requests:mine_detail", reference)


@require_POST
@login_required
@once
def mine_later(request: HttpRequest, reference: str) -> HttpResponse:
    """It gets later on her side: who comes is asked whether that goes."""
    form = LaterAtHomeForm(request.POST)
    if not form.is_valid():
        get_own_request(request.user, reference)
        return page_again(request, reference, status=INVALID, late_form=form)
    user: Any = request.user
    minutes, assignment = form.cleaned_data["late_minutes"], _coming(user, reference)
    try:
        rescheduling.come_later(assignment, minutes=minutes, by=user, now=clock.now(), by_tenant=True)
    except DomainError as error:
        return page_again(request, reference, status=CONFLICT, message=str(error), late_form=form)
    note(request, assignment.visit.help_request, LookKind.MOVE)
    messages.success(request, ASKED)
    return redirect("requests:mine_detail", reference)


@require_POST
@login_required
@once
def mine_answer(request: HttpRequest, reference: str) -> HttpResponse:
    user: Any = request.user
    assignment = _coming(user, reference)
    proposal, agrees = waiting(assignment, by_tenant=False), request.POST.get("answer") == "yes"
    try:
        rescheduling.answer_proposal(proposal, agrees=agrees, by=user, now=clock.now())
    except DomainError as error:
        return page_again(request, reference, status=CONFLICT, message=str(error))
    note(request, assignment.visit.help_request, LookKind.ANSWER)
    messages.success(request, _("Danke, das ist der neue Termin.") if agrees else _("Es bleibt beim alten Termin."))
    return redirect("requests:mine_detail", reference)


def _coming(user: Any, reference: str) -> Assignment:
    visit = current_visit(get_own_request(user, reference))
    assignment = standing_assignment(visit)
    if assignment is None:
        raise Http404
    assignment.visit = visit
    return assignment
