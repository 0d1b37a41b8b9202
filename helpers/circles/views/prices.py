"""`/bereitschaft/partner/<slug>/preis/`: a care service's office enters what a call-out costs from a day on, and takes back what has not
begun.
"""

import datetime as dt
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helpers.circles.forms import PriceForm
from helpers.circles.pricing import may_price, planned_price, set_price, take_back_price
from helpers.circles.serving import partners
from helpers.models import CareService
from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import User

A_DAY = dt.timedelta(days=1)


def _service(request: HttpRequest, slug: str) -> CareService:
    """Her own, where she speaks for its office. Raises `Http404`."""
    rows = CareService.objects.select_related("organisation")
    service = get_object_or_404(rows, organisation__slug=slug)
    if not may_price(cast(User, request.user), service, today=clock.today()):
        raise Http404
    return service


@role_required("care_partner")
@never_cache
@once
def new_price(request: HttpRequest, slug: str) -> HttpResponse:
    service, today = _service(request, slug), clock.today()
    form = PriceForm(request.POST or None, initial={"valid_from": today + A_DAY})
    status, message = (INVALID if request.method == "POST" else 200), ""
    if request.method == "POST" and form.is_valid():
        try:
            set_price(service, by=cast(User, request.user), today=today, **form.facts)
            messages.success(request, _("Eingetragen. Bis dahin gilt der alte Preis."))
            return redirect("helpers:care_partners")
        except DomainError as error:
            status, message = CONFLICT, str(error)
    context = {"one": partners([service], today=today)[0], "form": form, "message": message}
    return render(request, "helpers/circles/price.html", context, status=status)


@require_POST
@role_required("care_partner")
@once
def take_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    service, today = _service(request, slug), clock.today()
    price = planned_price(service, pk, today=today)
    if price is None:
        raise Http404
    take_back_price(price, by=cast(User, request.user), today=today)
    messages.success(request, _("Zurückgenommen. Der Preis davor gilt weiter."))
    return redirect("helpers:care_partners")
