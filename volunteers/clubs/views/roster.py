"""Office duty: who is planned, somebody is planned for one day or for weeks, and the sheet for the wall."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.printing import pdf_response, wants_large
from quarters.models import Organisation
from volunteers.clubs import rostering as verbs
from volunteers.clubs.club_forms import DutyForm
from volunteers.clubs.views.pages import status_of
from volunteers.models import OfficeDuty

LOOK_BACK = dt.timedelta(days=7)
USUAL = {"starts": dt.time(9), "ends": dt.time(11), "weeks": 1}


def duties(request: HttpRequest, club: Organisation) -> HttpResponse:
    """Who answers when, from a week ago on."""
    form, error = DutyForm(request.POST or None, association=club, initial=USUAL), ""
    if request.method == "POST" and form.is_valid():
        try:
            planned = verbs.plan_weekly(form.cleaned_data.pop("member"), **form.cleaned_data)
        except DomainError as found:
            error = str(found)
        else:
            messages.success(request, _say(planned))
            return redirect("volunteers:club_office", club.slug)
    if error:
        form.add_error(None, error)
    rows = OfficeDuty.objects.filter(association=club, day__gte=clock.today() - LOOK_BACK).select_related("member")
    context = {"club": club, "rows": rows, "form": form, "today": clock.today()}
    return render(request, "volunteers/clubs/duties.html", context, status=status_of(request, error))


def _say(planned: verbs.Planned) -> str:
    count = len(planned.rows)
    words = ngettext("Eingeteilt an {n} Tag.", "Eingeteilt an {n} Tagen.", count).format(n=count)
    if not planned.left_out:
        return words
    days = ", ".join(clock.say_date(one) for one in planned.left_out)
    return f"{words} {_('Feiertage ausgelassen: {days}.').format(days=days)}"


def drop(request: HttpRequest, club: Organisation, reference: str) -> HttpResponse:
    row = get_object_or_404(OfficeDuty.objects.filter(association=club), reference=reference)
    if request.method == "POST":
        verbs.drop_duty(row)
        messages.success(request, _("Ausgetragen."))
    return redirect("volunteers:club_office", club.slug)


def sheet(request: HttpRequest, club: Organisation) -> HttpResponse:
    """The next weeks, to hang up."""
    first = clock.today()
    last = first + dt.timedelta(weeks=verbs.SHEET_WEEKS)
    rows = OfficeDuty.objects.filter(association=club, day__gte=first, day__lt=last).select_related("member")
    return pdf_response(verbs.roster_sheet(club, list(rows), first=first, large=wants_large(request)), "buerodienst")
