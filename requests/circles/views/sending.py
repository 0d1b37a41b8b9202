"""Calls that lie with others: handed on by a helper, read and answered by the care service, ended with what came of it."""

import datetime as dt
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import User
from requests.access import get_board_referral
from requests.circles import sending as acts
from requests.forms.circles import AnswerForm, OutcomeForm, SendForm
from requests.models import Sending

ANSWER_IN = dt.timedelta(days=3)


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
    form = SendForm(request.POST or None, initial={"answer_by": clock.today() + ANSWER_IN})
    status, message = (INVALID if request.method == "POST" else 200), ""
    if request.method == "POST" and form.is_valid():
        try:
            row = acts.send(referral, by=user, now=clock.now(), **form.cleaned_data)
            messages.success(request, _("Weitergegeben. Ohne Antwort steht es ab dem Tag danach ganz oben."))
            return redirect("requests:sending", row.reference)
        except DomainError as error:
            status, message = CONFLICT, str(error)
    context = {"referral": referral, "form": form, "message": message}
    return render(request, "requests/circles/fresh_sending.html", context, status=status)


def _own(request: HttpRequest, reference: str) -> Sending:
    """Of a helper's districts; what has ended is still read there."""
    user = cast(User, request.user)
    rows = Sending.objects.select_related("organisation", "referral__resident__user", "sent_by", "answered_by")
    return get_object_or_404(rows, reference=reference, referral__district__in=user.district_ids)


@role_required("helper")
@never_cache
def sending(request: HttpRequest, reference: str) -> HttpResponse:
    return _page(request, _own(request, reference))


def _page(request: HttpRequest, row: Sending, *, status: int = 200, message: str = "", **forms: Any) -> HttpResponse:
    context = {
        "sending": row,
        "told": acts.told(row),
        "is_overdue": acts.is_overdue(row, today=clock.today()),
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
def ended(request: HttpRequest, reference: str) -> HttpResponse:
    row, form = _own(request, reference), OutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, row, status=INVALID, outcome_form=form)
    acts.end(row, by=cast(User, request.user), now=clock.now(), **form.cleaned_data)
    messages.success(request, _("Aufgeschrieben."))
    return redirect("requests:sendings")


@role_required("care_partner")
@never_cache
def handed_to_us(request: HttpRequest) -> HttpResponse:
    rows = acts.sent_to(cast(User, request.user), now=clock.now()).order_by("answer_by", "pk")
    return render(request, "requests/circles/handed_to_us.html", {"rows": [(row, acts.told(row)) for row in rows]})


@role_required("care_partner")
@never_cache
@once
def handed_to_us_one(request: HttpRequest, reference: str) -> HttpResponse:
    """What consent allows at this moment, and the answer."""
    user, now = cast(User, request.user), clock.now()
    row = get_object_or_404(acts.sent_to(user, now=now), reference=reference)
    form = AnswerForm(request.POST or None)
    status, message = (INVALID if request.method == "POST" else 200), ""
    if request.method == "POST" and form.is_valid():
        try:
            acts.answer(row, by=user, now=now, **form.cleaned_data)
            messages.success(request, _("Danke. Ihre Antwort ist angekommen."))
            return redirect("requests:handed_to_us")
        except DomainError as error:
            status, message = CONFLICT, str(error)
    if request.method != "POST":
        acts.note_seen(row, now=now)
    context = {"sending": row, "told": acts.told(row), "form": form, "message": message}
    return render(request, "requests/circles/handed_to_us_one.html", context, status=status)
