"""`/verein/<slug>/zeit/satz/`: what an association pays a kilometre, from a day on."""

import datetime as dt
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.models import Organisation, User
from volunteers.accounts import amounts
from volunteers.accounts.staff_forms import KmRateForm
from volunteers.accounts.views.officer import for_officers


@for_officers
@once
def km_rate(request: HttpRequest, association: Organisation) -> HttpResponse:
    """The rate of today, those ahead and before; a new one from today or later."""
    form, status, today = KmRateForm(request.POST or None), 200, clock.today()
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            try:
                amounts.set_km_rate(association, by=cast(User, request.user), today=today, **form.cleaned_data)
            except DomainError as error:
                form.add_error("valid_from", str(error))
                status = CONFLICT
            else:
                messages.success(request, _("Gespeichert."))
                return redirect("volunteers:km_rate", association.slug)
    context = {"association": association, "form": form, "rates": amounts.km_rates(association, today=today)}
    return render(request, "volunteers/accounts/staff/km_rate.html", context, status=status)


@require_POST
@for_officers
@once
def take_back(request: HttpRequest, association: Organisation, day: str) -> HttpResponse:
    """One that has not begun; what is gone already is no error."""
    found = clock.read_day(day) or dt.date.min
    is_gone = amounts.take_back_km_rate(association, valid_from=found, by=cast(User, request.user), today=clock.today())
    if is_gone:
        messages.success(request, _("Zurückgenommen."))
    else:
        messages.error(
            request, _("Dieser Satz gilt schon. Was gilt, wird nicht zurückgenommen; ein neuer Satz löst ihn ab.")
        )
    return redirect("volunteers:km_rate", association.slug)
