"""`/bereitschaft/<ref>/nachweis/`: what was done on a call-out, the price told and charged, and the signature; and the same as PDF."""

from typing import cast

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
from piano.kit.printing import pdf_response
from quarters.access import role_required
from quarters.models import User
from requests.access import get_case
from requests.circles.record_sheet import record_sheet
from requests.circles.records import cents_told, sign_record, write_record
from requests.forms.circles import RecordForm, SignForm
from requests.models import Offer, PriceConfirmation, ServiceRecord


def _offer(request: HttpRequest, reference: str) -> Offer:
    """Her own case that was handed over."""
    offer = get_case(request.user, reference).offer
    if offer is None:
        raise Http404
    return offer


def _record(offer: Offer) -> ServiceRecord | None:
    return ServiceRecord.objects.filter(offer=offer).select_related("written_by").first()


@role_required("care_partner")
@never_cache
@once
def record(request: HttpRequest, reference: str) -> HttpResponse:
    offer = _offer(request, reference)
    if request.method != "POST":
        return _page(request, reference, offer)
    form = RecordForm(request.POST)
    if not form.is_valid():
        return _page(request, reference, offer, form=form, status=INVALID)
    try:
        write_record(offer, by=cast(User, request.user), now=clock.now(), **form.facts)
    except DomainError as error:
        return _page(request, reference, offer, form=form, status=CONFLICT, message=str(error))
    messages.success(request, _("Aufgeschrieben. Jetzt fehlt noch die Unterschrift."))
    return redirect("requests:service_record", reference)


def _page(
    request: HttpRequest,
    reference: str,
    offer: Offer,
    *,
    form: RecordForm | None = None,
    sign_form: SignForm | None = None,
    status: int = 200,
    message: str = "",
) -> HttpResponse:
    row = _record(offer)
    confirmed = PriceConfirmation.objects.filter(offer=offer).first()
    told = row.told if row else confirmed.price if confirmed else ""
    context = {
        "reference": reference,
        "offer": offer,
        "record": row,
        "told": told,
        "form": form or RecordForm(initial=_initial(row, told)),
        "sign_form": sign_form or SignForm(),
        "message": message,
    }
    return render(request, "requests/circles/record.html", context, status=status)


def _initial(row: ServiceRecord | None, told: str) -> dict[str, object]:
    cents = row.charged_cents if row else cents_told(told)
    charged = "" if cents is None else f"{cents // 100},{cents % 100:02d}"
    written = {"done": row.done, "minutes": row.minutes, "why_other": row.why_other} if row else {}
    return {**written, "charged": charged}


@require_POST
@role_required("care_partner")
@once
def sign(request: HttpRequest, reference: str) -> HttpResponse:
    offer = _offer(request, reference)
    row, form = _record(offer), SignForm(request.POST)
    if row is None:
        raise Http404
    if not form.is_valid():
        return _page(request, reference, offer, sign_form=form, status=INVALID)
    sign_record(row, name=form.cleaned_data["name"], now=clock.now())
    messages.success(request, _("Unterschrieben. Der Nachweis bleibt jetzt, wie er ist."))
    return redirect("requests:service_record", reference)


@role_required("care_partner")
@never_cache
def on_paper(request: HttpRequest, reference: str) -> HttpResponse:
    row = _record(_offer(request, reference))
    if row is None:
        raise Http404
    return pdf_response(record_sheet(row), "nachweis")
