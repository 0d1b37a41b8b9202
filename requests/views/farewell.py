"""`/leitstand/menschen/…/verstorben/`: a resident has died. Asked twice, since it stops everything at once."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.htmx import INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import Resident, User
from requests.forms.farewell import DeathForm
from requests.people import farewell
from requests.views.person import load_card


@role_required("helper")
@once
def died(request: HttpRequest, reference: str) -> HttpResponse:
    """What will be stopped and who is called stands on the page before anything happens."""
    helper: User = request.user  # type: ignore[assignment]
    resident = _resident(helper, reference)
    if resident.died_on is not None:
        return redirect("requests:person", reference)
    now = clock.now()
    form = DeathForm(request.POST or None, today=clock.local(now).date())
    if request.method == "POST" and form.is_valid():
        farewell.record_death(resident, died_on=form.cleaned_data["died_on"], by=helper, now=now)
        messages.success(request, _("Alles ist angehalten. Wer sie oder ihn kannte, steht auf der Anrufliste."))
        return redirect("requests:person", reference)
    context = {
        "resident": resident,
        "form": form,
        "visits": farewell.open_visits(resident),
        "people": farewell.who_to_call(resident, now=now),
    }
    return render(request, "requests/board/died.html", context, status=INVALID if request.method == "POST" else 200)


@require_POST
@role_required("helper")
@once
def lives(request: HttpRequest, reference: str) -> HttpResponse:
    """It was a mistake."""
    resident = _resident(request.user, reference)  # type: ignore[arg-type]
    farewell.take_back(resident, now=clock.now())
    messages.success(request, _("Zurückgenommen. Was abgesagt wurde, nehmen Sie bitte neu auf."))
    return redirect("requests:person", reference)


def _resident(helper: User, reference: str) -> Resident:
    resident = load_card(helper, reference).resident
    if resident is None:
        raise Http404
    return resident
