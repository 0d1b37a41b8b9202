"""`/bereitschaft/partner/`: the care services, what a call-out costs and since when, and which meeting points they serve."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helpers.circles.forms import PointForm
from helpers.circles.pricing import may_price
from helpers.circles.serving import partners, serve_point, services_for, stop_serving
from helpers.models import CareService, ServicePoint
from helpers.rota.team import services_of
from piano.kit import clock
from piano.kit.alphabet import alphabetical
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import MeetingPoint, User


def _services(user: User) -> list[CareService]:
    """A helper's districts' services; a care partner her own."""
    own = services_of(user, day=clock.today()).select_related("organisation")
    found = {service.pk: service for service in [*services_for(user.district_ids), *own]}
    return list(found.values())


def _form(user: User, services: list[CareService], data: Any = None) -> PointForm | None:
    """Points are entered by the helpers of their districts."""
    if not user.district_ids:
        return None
    points = MeetingPoint.objects.filter(district__in=user.district_ids).order_by(*alphabetical("name"))
    return PointForm(data, services=services, points=points, initial={"valid_from": clock.today()})


@role_required("helper", "care_partner")
@never_cache
def care_partners(request: HttpRequest) -> HttpResponse:
    return _page(request)


def _page(request: HttpRequest, *, form: PointForm | None = None, status: int = 200, message: str = "") -> HttpResponse:
    user = cast(User, request.user)
    services = _services(user)
    today = clock.today()
    found = partners(services, today=today)
    context = {
        "partners": found,
        "priced": [one.service.pk for one in found if may_price(user, one.service, today=today)],
        "form": form or _form(user, services),
        "own_districts": user.district_ids,
        "today": clock.today(),
        "message": message,
    }
    return render(request, "helpers/circles/partners.html", context, status=status)


@require_POST
@role_required("helper")
@once
def add_point(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    form = _form(user, _services(user), request.POST)
    if form is None:
        raise PermissionDenied
    if not form.is_valid():
        return _page(request, form=form, status=INVALID)
    try:
        serve_point(**form.facts, by=user)
    except DomainError as error:
        return _page(request, form=form, status=CONFLICT, message=str(error))
    messages.success(request, _("Eingetragen."))
    return redirect("helpers:care_partners")


@require_POST
@role_required("helper")
@once
def end_point(request: HttpRequest, pk: int) -> HttpResponse:
    """From today on no more."""
    user = cast(User, request.user)
    row = get_object_or_404(ServicePoint, pk=pk, meeting_point__district__in=user.district_ids)
    stop_serving(row, day=clock.today(), by=user)
    messages.success(request, _("Beendet."))
    return redirect("helpers:care_partners")
