"""Something went wrong, as the staff sees it: on the case's page, and for whoever has duty. And „Es ist niemand gekommen“."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import LookKind
from requests.access import get_board_request, get_board_trouble, get_duty_trouble, get_own_request
from requests.board.case import standing_assignment
from requests.forms.trouble import OutcomeForm, StepForm
from requests.mishaps import troubles
from requests.mishaps.trouble_words import load_checklist
from requests.models import Assignment, HelpRequest, Trouble, TroubleKind, Visit
from requests.states import VisitState
from requests.views.case import case_page
from requests.views.mine import note, page_again
from requests.views.steps import step

THEY_STEPPED_BACK = (TroubleKind.GAVE_UP, TroubleKind.ONE_OF_TWO)


@require_POST
@login_required
@once
def mine_nobody_came(request: HttpRequest, reference: str) -> HttpResponse:
    help_request = get_own_request(request.user, reference)
    user: Any = request.user
    try:
        troubles.nobody_came(expected(help_request), by=user, now=clock.now())
    except DomainError as error:
        return page_again(request, reference, status=CONFLICT, message=str(error))
    note(request, help_request, LookKind.FEEDBACK)
    messages.success(request, _("Danke, dass Sie es sagen. Wir kümmern uns sofort und rufen Sie an."))
    return redirect("requests:mine_detail", reference)


def expected(help_request: HelpRequest) -> Assignment:
    """Who was to come first of all. 404 where nobody was."""
    rows = help_request.visits.filter(state=VisitState.ARRANGED).order_by("wish_window", "pk")
    found = [one for one in map(standing_assignment, rows) if one is not None]
    if not found:
        raise Http404
    return found[0]


@step
def nobody_came(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    """She has called: nobody came."""
    troubles.nobody_came(expected(help_request), **facts(request))
    return _("Notiert. Bitte rufen Sie zuerst an, wer kommen wollte.")


@step
def nobody_opens(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    """Whoever stands at the door has called."""
    troubles.nobody_opens(expected(help_request), **facts(request))
    return _("Notiert. Bitte bleiben Sie am Telefon, bis jemand öffnet.")


def facts(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "now": clock.now()}


def _tick(request: HttpRequest, trouble: Trouble) -> DomainError | None:
    form = StepForm(request.POST, kind=trouble.kind)
    if not form.is_valid():
        raise Http404
    try:
        troubles.tick(trouble, form.cleaned_data["step"], **facts(request))
    except DomainError as error:
        return error
    return None


def _form(request: HttpRequest, trouble: Trouble) -> OutcomeForm:
    return OutcomeForm(
        request.POST, outcomes=load_checklist(trouble, now=clock.now()).outcomes, prefix=trouble.reference
    )


def _settle(request: HttpRequest, trouble: Trouble, form: OutcomeForm) -> DomainError | None:
    said = form.cleaned_data
    try:
        troubles.settle(trouble, said["outcome"], words=said["trouble_words"], **facts(request))
    except DomainError as error:
        return error
    return None


@require_POST
@role_required("helper")
@once
def tick(request: HttpRequest, reference: str, trouble: str) -> HttpResponse:
    user: Any = request.user
    help_request = get_board_request(user, reference)
    error = _tick(request, get_board_trouble(help_request, trouble))
    if error:
        return case_page(request, help_request, message=str(error), status=CONFLICT)
    return redirect("requests:board_request", reference)


@require_POST
@role_required("helper")
@once
def settle(request: HttpRequest, reference: str, trouble: str) -> HttpResponse:
    user: Any = request.user
    help_request = get_board_request(user, reference)
    row = get_board_trouble(help_request, trouble)
    form = _form(request, row)
    if not form.is_valid():
        return case_page(request, help_request, status=INVALID, trouble_forms={row.reference: form})
    error = _settle(request, row, form)
    if error:
        return case_page(request, help_request, message=str(error), status=CONFLICT)
    messages.success(request, _("Geklärt und aufgeschrieben."))
    return redirect("requests:board_request", reference)


@role_required("helper", "care_partner")
@never_cache
def duty_trouble(request: HttpRequest, reference: str) -> HttpResponse:
    return duty_page(request, get_duty_trouble(request.user, reference))


def duty_page(
    request: HttpRequest, trouble: Trouble, *, status: int = 200, message: str = "", form: OutcomeForm | None = None
) -> HttpResponse:
    checklist = load_checklist(trouble, now=clock.now())
    context = {
        "checklist": checklist,
        "form": form or OutcomeForm(outcomes=checklist.outcomes, prefix=trouble.reference),
        "message": message,
        "resident": trouble.visit.help_request.resident,
        "assignment": trouble.assignment,
        "is_going": trouble.kind not in THEY_STEPPED_BACK,
        "help_request": trouble.visit.help_request,
    }
    return render(request, "requests/on_call/trouble.html", context, status=status)


@role_required("helper", "care_partner")
@once
def duty_tick(request: HttpRequest, reference: str) -> HttpResponse:
    row = get_duty_trouble(request.user, reference)
    error = _tick(request, row) if request.method == "POST" else None
    if error:
        return duty_page(request, row, status=CONFLICT, message=str(error))
    return redirect("requests:duty_trouble", reference)


@role_required("helper", "care_partner")
@once
def duty_settle(request: HttpRequest, reference: str) -> HttpResponse:
    row = get_duty_trouble(request.user, reference)
    if request.method != "POST":
        return redirect("requests:duty_trouble", reference)
    form = _form(request, row)
    if not form.is_valid():
        return duty_page(request, row, status=INVALID, form=form)
    error = _settle(request, row, form)
    if error:
        return duty_page(request, row, status=CONFLICT, message=str(error), form=form)
    messages.success(request, _("Danke. Das ist geklärt und aufgeschrieben."))
    return redirect("requests:on_call")
