"""`/verein/<slug>/entlastung/`: a month under § 45b SGB XI, for the officers of the association whose people helped."""

import datetime as dt
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from piano.kit.printing import pdf_response
from quarters.models import Organisation, User
from requests.billing import claims, relief, signing
from requests.billing.forms import ClaimForm, VoidForm
from requests.billing.reading import Pair, pairs_of
from requests.billing.sheets import proof_sheet
from requests.models import ReliefElsewhere, ReliefMonth
from volunteers.accounts.views.officer import carry_out, for_officers

MONTHS_SHOWN = 6
FIRST_DAYS = 10


def month_of(request: HttpRequest) -> dt.date:
    """`?monat=2026-11`; else this one, and in its first days the one that has just ended, as proofs are written then."""
    this = clock.today().replace(day=1)
    usual = this if clock.today().day > FIRST_DAYS else (this - dt.timedelta(days=1)).replace(day=1)
    said = clock.read_day(f"{request.GET.get('monat', '')}-01")
    return said if said and dt.date(2020, 1, 1) <= said <= this else usual


@require_safe
@for_officers
def overview(request: HttpRequest, association: Organisation) -> HttpResponse:
    month = month_of(request)
    context = {
        "association": association,
        "month": month,
        "key": f"{month:%Y-%m}",
        "months": list(_months_before(clock.today().replace(day=1))),
        "pairs": pairs_of(association, month),
        "still_runs": month == clock.today().replace(day=1),
    }
    return render(request, "requests/billing/month.html", context)


def _months_before(month: dt.date) -> list[dt.date]:
    found = [month]
    while len(found) < MONTHS_SHOWN:
        found.append((found[-1] - dt.timedelta(days=1)).replace(day=1))
    return found


def _pair(association: Organisation, month: dt.date, helper: str, receiver: str) -> Pair:
    """Two people of this association's month; nobody else is found here."""
    for pair in pairs_of(association, month):
        if (pair.helper.reference, pair.receiver.reference) == (helper, receiver):
            return pair
    raise Http404


@require_POST
@for_officers
@once
def bill(request: HttpRequest, association: Organisation, day: str, helper: str, receiver: str) -> HttpResponse:
    month = _read(day)
    pair = _pair(association, month, helper, receiver)
    two = {"helper": pair.helper, "receiver": pair.receiver}
    carry_out(
        request,
        lambda user: relief.bill_month(**two, association=association, month=month, by=user, now=clock.now()),
        _("Der Nachweis ist fertig. Drucken Sie ihn, und lassen Sie beide unterschreiben."),
    )
    return redirect(_here(association, month))


@for_officers
@once
def claim(request: HttpRequest, association: Organisation, day: str, helper: str, receiver: str) -> HttpResponse:
    """Since when somebody has a claim, and what others took of it."""
    month = _read(day)
    pair = _pair(association, month, helper, receiver)
    told = ReliefElsewhere.objects.filter(receiver=pair.receiver, month=month).first()
    known: dict[str, Any] = {"claim": pair.claim, "elsewhere_cents": told.cents if told else None}
    form, status = ClaimForm(request.POST or None, today=clock.today(), **known), 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            status = _note(association, pair, month, form, by=cast(User, request.user))
            if status == 200:
                messages.success(request, _("Eingetragen."))
                return redirect(_here(association, month))
    context = {"association": association, "pair": pair, "month": month, "key": f"{month:%Y-%m}", "form": form}
    return render(request, "requests/billing/claim.html", context, status=status)


def _note(association: Organisation, pair: Pair, month: dt.date, form: ClaimForm, *, by: User) -> int:
    """The status of the answer; what was not possible stands on the form."""
    data = form.cleaned_data
    who: dict[str, Any] = {"association": association, "by": by}
    said = {name: data[name] for name in ("since", "until", "carried_cents")}
    try:
        claims.note_claim(pair.receiver, **said, **who, now=clock.now())
    except DomainError as error:
        form.add_error("since", str(error))
        return CONFLICT
    if data["elsewhere_cents"] is not None:
        claims.note_elsewhere(pair.receiver, month=month, cents=data["elsewhere_cents"], **who)
    return 200


@require_safe
@for_officers
def paper(request: HttpRequest, association: Organisation, reference: str) -> HttpResponse:
    return pdf_response(proof_sheet(_proof(association, reference)), f"nachweis-{reference}")


@require_POST
@for_officers
@once
def signed(request: HttpRequest, association: Organisation, reference: str) -> HttpResponse:
    proof = _proof(association, reference)
    carry_out(
        request,
        lambda user: signing.note_signed(proof, on=clock.today(), by=user),
        _("Notiert: beide haben unterschrieben."),
    )
    return redirect(_here(association, proof.month))


@require_POST
@for_officers
@once
def take_back(request: HttpRequest, association: Organisation, reference: str) -> HttpResponse:
    proof = _proof(association, reference)
    carry_out(request, lambda user: signing.take_back(proof, by=user), _("Zurückgenommen."))
    return redirect(_here(association, proof.month))


@for_officers
@once
def void(request: HttpRequest, association: Organisation, reference: str) -> HttpResponse:
    """A signed proof that was wrong, with the reason; then a new one can be made."""
    proof = _proof(association, reference)
    form, status = VoidForm(request.POST or None), 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            try:
                signing.void(proof, by=cast(User, request.user), now=clock.now(), **form.cleaned_data)
            except DomainError as error:
                form.add_error(None, str(error))
                status = CONFLICT
            else:
                messages.success(request, _("Der Nachweis gilt nicht mehr. Sie können einen neuen erstellen."))
                return redirect(_here(association, proof.month))
    context = {"association": association, "proof": proof, "form": form, "key": f"{proof.month:%Y-%m}"}
    return render(request, "requests/billing/void.html", context, status=status)


def _proof(association: Organisation, reference: str) -> ReliefMonth:
    rows = ReliefMonth.objects.select_related("association", "helper", "receiver")
    return get_object_or_404(rows, association=association, reference=reference)


def _read(day: str) -> dt.date:
    month = clock.read_day(f"{day}-01")
    if month is None or month > clock.today() or month < dt.date(2020, 1, 1):
        raise Http404
    return month


def _here(association: Organisation, month: dt.date) -> str:
    return f"{reverse('requests:relief', args=[association.slug])}?monat={month:%Y-%m}"
