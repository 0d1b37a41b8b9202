"""Calls that lie with others, for the helper: handed on, followed up, ended with what came of it."""

import datetime as dt
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from piano.kit.printing import pdf_response
from quarters.access import role_required
from quarters.models import User
from requests.access import get_board_referral
from requests.circles import sending as acts
from requests.circles.letter import sending_sheet
from requests.circles.links import is_over
from requests.circles.words import how_it_went
from requests.forms.circles import AS_REACHED, AnswerForm, OutcomeForm, SendForm
from requests.models import Sending, SendingWay

ANSWER_IN = dt.timedelta(days=3)
SENT = {  # what happens now, and what is left to do
    SendingWay.PAGE: _("Weitergegeben. Der Pflegedienst bekommt eine Nachricht."),
    SendingWay.EMAIL: _("Weitergegeben. Die Stelle bekommt eine E-Mail mit einem Link zum Antworten."),
    SendingWay.PHONE: _("Eingetragen. Bitte rufen Sie dort an. Der Anruf steht auch auf der Anrufliste."),
    SendingWay.LETTER: _("Eingetragen. Bitte drucken Sie den Brief, werfen Sie ihn ein und haken Sie ihn ab."),
}


@role_required("helper")
@never_cache
def sendings(request: HttpRequest) -> HttpResponse:
    """What is overdue stands first."""
    user, today = cast(User, request.user), clock.today()
    rows = [(row, acts.is_overdue(row, today=today)) for row in acts.sendings_of(user.district_ids)]
    context = {"rows": sorted(rows, key=lambda one: not one[1])}
    return render(request, "requests/circles/sendings.html", context)


@role_required("helper")
@never_cache
@once
def hand_on(request: HttpRequest, reference: str) -> HttpResponse:
    user = cast(User, request.user)
    referral = get_board_referral(user, reference)
    form = SendForm(request.POST or None, initial={"answer_by": clock.today() + ANSWER_IN, "way": AS_REACHED})
    status, message = (INVALID if request.method == "POST" else 200), ""
    if request.method == "POST" and form.is_valid():
        try:
            row = acts.send(referral, by=user, now=clock.now(), **form.facts)
            messages.success(request, str(SENT[SendingWay(row.way)]))
            return redirect("requests:sending", row.reference)
        except DomainError as error:
            status, message = CONFLICT, str(error)
    context = {"referral": referral, "form": form, "message": message}
    return render(request, "requests/circles/fresh_sending.html", context, status=status)


def _own(request: HttpRequest, reference: str) -> Sending:
    """Of a helper's districts; what has ended is still read there."""
    user = cast(User, request.user)
    rows = Sending.objects.select_related(
        "organisation", "referral__resident__user", "referral__resident__building", "referral__district"
    )
    rows = rows.select_related("sent_by", "answered_by", "posted_by")
    return get_object_or_404(rows.filter(acts.in_districts(user.district_ids)), reference=reference)


@role_required("helper")
@never_cache
def sending(request: HttpRequest, reference: str) -> HttpResponse:
    return _page(request, _own(request, reference))


def _page(request: HttpRequest, row: Sending, *, status: int = 200, message: str = "", **forms: Any) -> HttpResponse:
    context = {
        "sending": row,
        "told": acts.told(row),
        "is_overdue": acts.is_overdue(row, today=clock.today()),
        "is_over": is_over(row),
        "went": how_it_went(row),
        "answer_form": AnswerForm(),
        "outcome_form": OutcomeForm(),
        "message": message,
        **forms,
    }
    return render(request, "requests/circles/sending.html", context, status=status)


@require_POST
@role_required("helper")
@once
def answered(request: HttpRequest, reference: str) -> HttpResponse:
    """The helper heard it on the phone."""
    row, form = _own(request, reference), AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, row, status=INVALID, answer_form=form)
    try:
        acts.answer(row, by=cast(User, request.user), now=clock.now(), **form.cleaned_data)
    except DomainError as error:
        return _page(request, row, status=CONFLICT, message=str(error), answer_form=form)
    return redirect("requests:sending", reference)


@require_POST
@role_required("helper")
@once
def posted(request: HttpRequest, reference: str) -> HttpResponse:
    acts.post_letter(_own(request, reference), by=cast(User, request.user), now=clock.now())
    messages.success(request, _("Abgehakt: Der Brief ist unterwegs."))
    return redirect("requests:sending", reference)


@role_required("helper")
@never_cache
def on_paper(request: HttpRequest, reference: str) -> HttpResponse:
    """What consent allows at the moment of printing."""
    row = _own(request, reference)
    if is_over(row):
        raise Http404
    return pdf_response(sending_sheet(row, today=clock.today()), "weitergabe")


@require_POST
@role_required("helper")
@once
def ended(request: HttpRequest, reference: str) -> HttpResponse:
    row, form = _own(request, reference), OutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, row, status=INVALID, outcome_form=form)
    acts.end(row, by=cast(User, request.user), now=clock.now(), **form.cleaned_data)
    messages.success(request, _("Aufgeschrieben."))
    return redirect("requests:sendings")
