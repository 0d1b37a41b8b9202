"""`/einsatz/kann-nicht/`: „Ich kann nicht“, for today or for days; and the same by phone, on a person's card."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import User
from requests.arranged import signing_off
from requests.arranged.looking import note_looks
from requests.forms.sign_off import SignOffForm
from requests.messages.sign_off_notices import FOR_TAKING_BACK
from requests.models import SeenOn, SignOff
from requests.states import VisitState
from requests.views.person import load_card, person_page
from requests.views.week import standing
from volunteers.profile import is_suspended

SHOWN = dt.timedelta(days=28)


@login_required
@once
def sign_off(request: HttpRequest) -> HttpResponse:
    """One question: how long. What she would go to stands below it."""
    user: Any = request.user
    if not user.is_volunteer:
        raise Http404
    if request.method != "POST":
        asked_for = SignOffForm.asked_for(request.GET.get("vom", "")[:10], request.GET.get("bis", "")[:10])
        return sign_off_page(request, SignOffForm(initial=asked_for, today=clock.today()))
    form = SignOffForm(request.POST, today=clock.today())
    if not form.is_valid():
        return sign_off_page(request, form, status=INVALID)
    try:
        row = _carry_out(form, person=user, by=user)
    except DomainError as error:
        return sign_off_page(request, form, status=CONFLICT, message=str(error))
    return redirect("requests:signed_off", row.reference)


def _carry_out(form: SignOffForm, *, person: User, by: User) -> SignOff:
    first, last = form.days
    return signing_off.sign_off(person, first_day=first, last_day=last, by=by, now=clock.now())


def sign_off_page(request: HttpRequest, form: SignOffForm, *, status: int = 200, message: str = "") -> HttpResponse:
    now = clock.now()
    ahead = [one for one in standing(request.user) if now < one.planned_window.upper <= now + SHOWN]
    note_looks(ahead, seen_on=SeenOn.LIST, now=now)
    context = {"form": form, "ahead": ahead, "message": message}
    return render(request, "requests/offers/sign_off.html", context, status=status)


@login_required
def signed_off(request: HttpRequest, reference: str) -> HttpResponse:
    """What becomes of the visits that she gave up, and the way back while it is open."""
    return signed_off_page(request, own(request, reference))


def own(request: HttpRequest, reference: str) -> SignOff:
    """404 also while she is suspended: it names whom she would have gone to."""
    if is_suspended(request.user.pk):  # type: ignore[arg-type]
        raise Http404
    row: SignOff = get_object_or_404(SignOff, reference=reference, person=request.user.pk)
    return row


def signed_off_page(request: HttpRequest, row: SignOff, *, status: int = 200, message: str = "") -> HttpResponse:
    case = "visit__help_request__category", "visit__help_request__resident__user"
    given_up = list(row.given_up.select_related(*case).order_by("planned_window"))
    may_see = may_take_back(row)
    note_looks(given_up if may_see else [], seen_on=SeenOn.LIST, now=clock.now())
    context = {
        "row": row,
        "visits": [(one, one.visit.state == VisitState.ARRANGED) for one in given_up],
        "until": row.noted_at + FOR_TAKING_BACK if may_see else None,
        "message": message,
    }
    return render(request, "requests/offers/signed_off.html", context, status=status)


def may_take_back(row: SignOff) -> bool:
    return row.taken_back_at is None and clock.now() <= row.noted_at + FOR_TAKING_BACK


@require_POST
@login_required
@once
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    """„Doch da“."""
    row, user = own(request, reference), request.user
    try:
        signing_off.take_back(row, by=user, now=clock.now())  # type: ignore[arg-type]
    except DomainError as error:
        return signed_off_page(request, row, status=CONFLICT, message=str(error))
    return redirect("requests:signed_off", reference)


@require_POST
@role_required("helper")
@once
def sign_off_for(request: HttpRequest, reference: str) -> HttpResponse:
    """She has called. What she gives up in other helpers' districts is given up, too; of it nothing is said here."""
    helper: Any = request.user
    volunteer = load_card(helper, reference).volunteer
    if volunteer is None:
        raise Http404
    form = SignOffForm(request.POST, today=clock.today())
    if not form.is_valid():
        return person_page(request, reference, status=INVALID, sign_off_form=form)
    try:
        row = _carry_out(form, person=volunteer.user, by=helper)
    except DomainError as error:
        return person_page(request, reference, status=CONFLICT, message=str(error), sign_off_form=form)
    number = row.given_up.filter(visit__help_request__district__in=helper.district_ids).count()
    said = ngettext(
        "Notiert. Für %(n)d Besuch suchen wir weiter.", "Notiert. Für %(n)d Besuche suchen wir weiter.", number
    )
    messages.success(request, said % {"n": number} if number else _("Notiert. In diesen Tagen fragen wir nicht."))
    return redirect("requests:person", reference)


@require_POST
@role_required("helper")
@once
def take_back_for(request: HttpRequest, reference: str, sign_off: str) -> HttpResponse:
    helper: Any = request.user
    volunteer = load_card(helper, reference).volunteer
    row = get_object_or_404(SignOff, reference=sign_off, person=volunteer.user_id if volunteer else None)
    try:
        signing_off.take_back(row, by=helper, now=clock.now())
    except DomainError as error:
        return person_page(request, reference, status=CONFLICT, message=str(error))
    messages.success(request, _("Zurückgenommen."))
    return redirect("requests:person", reference)
