"""`/bereitschaft/wochen/`: whose weeks a care service writes on. It reads names and its own entries, nothing else."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helpers.models import CareService
from helpers.rota.team import services_of
from piano.kit import clock
from piano.kit.alphabet import alphabetical
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import Resident, User
from requests.forms.week import EntryForm
from requests.models import WeekEntry
from requests.weeks.care import residents_who_agree, service_agreed_to
from requests.weeks.entries import end_entry, standing_entries, write_entry
from requests.weeks.skipping import ahead

HINTS = {
    "who": gettext_lazy("Zum Beispiel: Anja, oder: Pflegekraft der Frühtour"),
    "what": gettext_lazy("Nur, was auf einem Blatt am Kühlschrank stehen darf."),
}


@role_required("care_partner")
@never_cache
def weeks(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    people = residents_who_agree(services_of(user, day=clock.today()), user)
    context = {"people": people.order_by(*alphabetical("user__family_name", "user__given_name"), "pk")}
    return render(request, "requests/weeks/service.html", context)


@role_required("care_partner")
@never_cache
@once
def service_week(request: HttpRequest, reference: str) -> HttpResponse:
    """Its own entries, and one more."""
    resident, service = _who_agrees(request, reference)
    form = EntryForm(request.POST or None, initial={"day": clock.today()}, hints=HINTS)
    if request.method != "POST":
        return _page(request, resident, service, form)
    if not form.is_valid():
        return _page(request, resident, service, form, status=INVALID)
    try:
        write_entry(resident, form.facts(), by=cast(User, request.user), now=clock.now(), service=service)
    except DomainError as error:
        return _page(request, resident, service, form, status=CONFLICT, message=str(error))
    messages.success(request, _("Das steht jetzt auf dem Wochenblatt."))
    return redirect("requests:service_week", reference)


@require_POST
@role_required("care_partner")
@once
def strike(request: HttpRequest, reference: str, entry: str) -> HttpResponse:
    end_entry(entry_of_service(request, reference, entry), by=cast(User, request.user), now=clock.now())
    messages.success(request, _("Weggenommen."))
    return redirect("requests:service_week", reference)


def entry_of_service(request: HttpRequest, reference: str, entry: str) -> WeekEntry:
    """One of its own, as long as the person agrees; else 404."""
    resident, service = _who_agrees(request, reference)
    return get_object_or_404(WeekEntry, resident=resident, service=service, reference=entry)


def _who_agrees(request: HttpRequest, reference: str) -> tuple[Resident, CareService]:
    """404 for whoever has not agreed, or does so no more."""
    user = cast(User, request.user)
    services = services_of(user, day=clock.today())
    resident = get_object_or_404(residents_who_agree(services, user), user__reference=reference)
    service = service_agreed_to(resident)
    assert service is not None, "she has just been found by it"
    return resident, service


def _page(
    request: HttpRequest,
    resident: Resident,
    service: CareService,
    form: EntryForm,
    *,
    status: int = 200,
    message: str = "",
) -> HttpResponse:
    rows = standing_entries(resident, today=clock.today()).filter(service=service)
    rows = rows.order_by("day", "starts", "pk").prefetch_related(ahead(clock.today()))
    context = {"resident": resident, "service": service, "form": form, "entries": rows, "message": message}
    return render(request, "requests/weeks/service_week.html", context, status=status)
