"""Which care service may write on her week, and whether new sheets come: said by herself, or by a helper who has asked her."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.models import Consent, User
from requests.forms.week import CareForm
from requests.people.consents import withdraw
from requests.weeks import plans
from requests.weeks.care import WORDING, agree_to_care, service_agreed_to
from requests.weeks.desk import Desk, desk_of


def _deciding_desk(request: HttpRequest, side: str, reference: str) -> Desk:
    desk = desk_of(request, side, reference)
    if not desk.may_decide:
        raise PermissionDenied
    return desk


@login_required
@never_cache
@once
def care(request: HttpRequest, side: str, reference: str = "") -> HttpResponse:
    desk = _deciding_desk(request, side, reference)
    form = CareForm(request.POST or None, is_read_out=desk.is_helper)
    if request.method != "POST":
        return _page(request, desk, form)
    if not form.is_valid():
        return _page(request, desk, form, status=INVALID)
    reader = cast(User, request.user) if desk.is_helper else None
    try:
        agree_to_care(desk.resident, form.cleaned_data["service"], now=clock.now(), read_out_by=reader)
    except DomainError as error:
        return _page(request, desk, form, status=CONFLICT, message=str(error))
    messages.success(request, _("Eingetragen. Der Pflegedienst kann jetzt schreiben, wann er kommt."))
    return redirect(desk.url("week"))


def _page(request: HttpRequest, desk: Desk, form: CareForm, *, status: int = 200, message: str = "") -> HttpResponse:
    """What a helper reads out is in the person's language."""
    language = desk.resident.user.reads_in
    with override(language if desk.is_helper else get_language()):
        wording = str(WORDING)
    context = {
        "desk": desk,
        "form": form,
        "message": message,
        "wording": wording,
        "language": language,
        "service": service_agreed_to(desk.resident),
    }
    return render(request, "requests/weeks/care.html", context, status=status)


@require_POST
@login_required
@once
def end_care(request: HttpRequest, side: str, reference: str = "") -> HttpResponse:
    """As easily as it was given, and at once."""
    desk = _deciding_desk(request, side, reference)
    person = cast(User, request.user)
    withdraw(desk.resident.user, purpose=Consent.ConsentPurpose.WEEK, by=person, now=clock.now())
    messages.success(request, _("Beendet. Die Einträge des Pflegedienstes sind gelöscht."))
    return redirect(desk.url("week"))


@require_POST
@login_required
@once
def paper(request: HttpRequest, side: str, reference: str = "") -> HttpResponse:
    """New sheets: „ja“ from now on, anything else no more."""
    desk = _deciding_desk(request, side, reference)
    if request.POST.get("blatt") == "ja":
        plans.wish_sheets(desk.resident, by=cast(User, request.user), now=clock.now())
        messages.success(request, _("Gut. Ein neues Blatt kommt, sobald sich etwas ändert."))
    else:
        plans.end_sheets(desk.resident, now=clock.now())
        messages.success(request, _("Es kommen keine neuen Blätter mehr."))
    return redirect(desk.url("week"))
