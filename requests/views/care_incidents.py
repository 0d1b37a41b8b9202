"""`/bereitschaft/vorfaelle/`: what a care worker saw and must not be lost; she writes it down for whom she names."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from helpers.rota.team import services_of
from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import District
from requests.forms.incidents import CareIncidentForm
from requests.incidents import acts
from requests.incidents.access import who_can_be_told
from requests.models import Incident


@role_required("care_partner")
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """That she wrote it, and who reads it; what stands in it and what follows is for them."""
    rows = Incident.objects.filter(opened_by=request.user.pk).select_related("district")
    context = {"rows": rows.prefetch_related("readers__person").order_by("-opened_at")[:50]}
    return render(request, "requests/incidents/care_list.html", context)


@role_required("care_partner")
@never_cache
@once
def new(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    districts = District.objects.filter(care_services__in=services_of(user, day=clock.today())).distinct()
    people = [one for one in who_can_be_told([one.pk for one in districts]) if one.pk != user.pk]
    form = CareIncidentForm(request.POST or None, districts=districts, people=people)
    status = 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            try:
                acts.write_down(about=None, by=user, now=clock.now(), **form.cleaned_data)
                messages.success(request, _("Aufgeschrieben. Die Gewählten bekommen Bescheid."))
                return redirect("requests:care_incidents")
            except DomainError as error:
                form.add_error(None, str(error))
                status = CONFLICT
    return render(request, "requests/incidents/care_new.html", {"form": form}, status=status)
