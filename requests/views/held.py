"""`/leitstand/anfragen/…/kennenlernen/`: what a helper settles before anybody is asked."""

import datetime as dt
from typing import Any

from django.contrib import messages
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
from quarters.people.acquaintance import get_to_know as note_acquaintance
from quarters.people.guardians import note_guardian
from quarters.people.residents import agree_to_help
from requests.access import get_board_request
from requests.forms.board import AgreementForm, KnowForm
from requests.models import HelpRequest, Hold
from requests.views.case import case_page
from requests.wishes.holds import let_go, settle

AGREED = {
    "call": "hat es selbst am Telefon gesagt",
    "language": "hat es selbst gesagt, in der eigenen Sprache",
    "guardian": "gesetzliche Betreuung",
}


@require_POST
@role_required("helper")
@once
def get_to_know(request: HttpRequest, reference: str) -> HttpResponse:
    help_request, user, now = _request(request, reference), request.user, clock.now()
    form = KnowForm(request.POST, today=clock.local(now).date())
    if not form.is_valid():
        return case_page(request, help_request, status=INVALID, know_form=form)
    note_acquaintance(help_request.resident, by=user, on=form.today, **form.cleaned_data)  # type: ignore[arg-type]
    return _say(request, help_request, opened=let_go(help_request.resident, by=user, now=now))  # type: ignore[arg-type]


@require_POST
@role_required("helper")
@once
def settle_hold(request: HttpRequest, reference: str, hold: str) -> HttpResponse:
    if hold not in Hold.values:
        raise Http404
    help_request, user, now = _request(request, reference), request.user, clock.now()
    how = request.POST.get("how", "")
    if hold == Hold.AGREEMENT:
        form = AgreementForm(request.POST, resident=help_request.resident)
        if not form.is_valid():
            return case_page(request, help_request, status=INVALID, agree_form=form)
    try:
        if hold == Hold.AGREEMENT:
            how = _agree(help_request, form, by=user, now=now)
        settle(help_request, Hold(hold), how=how, by=user, now=now)  # type: ignore[arg-type]
    except DomainError as error:
        return case_page(request, help_request, message=str(error), status=CONFLICT)
    return _say(request, help_request, opened=help_request.visits.exclude(state="held").count())


def _agree(help_request: HelpRequest, form: AgreementForm, *, by: Any, now: dt.datetime) -> str:
    """Keeps the consent, and the guardian who gave it. Returns the way in words."""
    said, resident = form.cleaned_data, help_request.resident
    how = AGREED[said["how"]]
    if said["how"] == "guardian":
        facts = {name: said[f"guardian_{name}"] for name in ("name", "phone", "file")}
        how = f"{how}: {form.guardian or note_guardian(resident, **facts, by=by, now=now)}"
    elif said["interpreter"]:
        how = f"{how}, übersetzt von {said['interpreter']}"
    agree_to_help(resident.user, tells_hints=help_request.has_hints, now=now, read_out_by=by)
    return how


def _request(request: HttpRequest, reference: str) -> HelpRequest:
    return get_board_request(request.user, reference)  # type: ignore[arg-type]


def _say(request: HttpRequest, help_request: HelpRequest, *, opened: int) -> HttpResponse:
    messages.success(request, _("Danke. Wir suchen jetzt jemanden.") if opened else _("Aufgeschrieben."))
    return redirect("requests:board_request", help_request.reference)


@role_required("helper")
@never_cache
def first_visit_sheet(request: HttpRequest, reference: str) -> HttpResponse:
    """The sheet for the first visit, to print and to sign."""
    help_request = _request(request, reference)
    context = {"help_request": help_request, "resident": help_request.resident, "today": clock.today()}
    return render(request, "requests/board/first_visit.html", context)
