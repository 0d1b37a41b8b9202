"""`/bereitschaft/anruf/`: whoever has duty notes a call. `/leitstand/nacht/…/`: a helper reads and takes it."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once, token_of
from quarters.access import role_required
from quarters.models import User
from requests.forms.night_call import NightCallForm
from requests.models import NightCall
from requests.urgency import night_calls
from requests.wishes.red_flags import find_red_flags

READ = "gelesen"  # the warning was on the page when it was sent again
ON_DUTY = ("care_partner", "helper")


@role_required(*ON_DUTY)
@never_cache
@once
def night_call(request: HttpRequest) -> HttpResponse:
    user, now = cast(User, request.user), clock.now()
    districts = night_calls.districts_to_note(user, now=now)
    if not districts:
        return render(request, "requests/on_call/no_duty.html", status=403)
    if request.method != "POST":
        return page(request, NightCallForm(districts=districts))
    form = NightCallForm(request.POST, districts=districts)
    flags = read_flags(request)
    if not form.is_valid() or (flags and READ not in request.POST):
        return page(request, form, flags=flags, status=INVALID)
    district = form.cleaned_data.get("district") or districts[0]
    try:
        night_calls.note_call(district, heard=form.heard, by=user, now=now, form_token=token_of(request))
    except DomainError as error:
        return page(request, form, message=str(error), status=CONFLICT)
    messages.success(request, _("Notiert. Morgen früh steht es zuerst auf der Liste des Treffpunkts."))
    return redirect("requests:night_call")


def read_flags(request: HttpRequest) -> list[str]:
    """Words of danger in what was typed."""
    found = find_red_flags(request.POST.get("words", ""), request.POST.get("place", ""))
    return [flag.word for flag in found if flag.kind == "emergency"]


def page(
    request: HttpRequest,
    form: NightCallForm,
    *,
    flags: list[str] | None = None,
    message: str = "",
    status: int = 200,
) -> HttpResponse:
    user, now = cast(User, request.user), clock.now()
    context = {
        "form": form,
        "flags": flags or [],
        "message": message,
        "noted": night_calls.noted_in_shift(user, now=now),
        "is_care": "care_partner" in user.role_kinds,
    }
    return render(request, "requests/on_call/night_call.html", context, status=status)


@require_POST
@role_required(*ON_DUTY)
def check(request: HttpRequest) -> HttpResponse:
    """Reads along while somebody types. Keeps nothing."""
    return render(request, "requests/on_call/_danger.html", {"flags": read_flags(request)})


@require_POST
@role_required(*ON_DUTY)
@once
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    user = cast(User, request.user)
    row = get_object_or_404(night_calls.noted_in_shift(user, now=clock.now()), reference=reference)
    try:
        night_calls.take_back(row, by=user)
        messages.success(request, _("Zurückgenommen."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("requests:night_call")


def get_board_night_call(user: User, reference: str) -> NightCall:
    """A helper's door: the calls of her districts."""
    rows = NightCall.objects.filter(district__in=user.district_ids).select_related("district", "noted_by", "taken_by")
    call: NightCall = get_object_or_404(rows, reference=reference)
    return call


@role_required("helper")
@never_cache
def board_night_call(request: HttpRequest, reference: str) -> HttpResponse:
    row = get_board_night_call(cast(User, request.user), reference)
    return render(request, "requests/board/night_call.html", {"call": row})


@require_POST
@role_required("helper")
@once
def take(request: HttpRequest, reference: str) -> HttpResponse:
    user = cast(User, request.user)
    row = night_calls.take_call(get_board_night_call(user, reference), by=user, now=clock.now())
    if row.taken_by == user:
        messages.success(request, _("Sie kümmern sich. Der Anruf steht nicht mehr auf der Liste."))
    return redirect("requests:board_night_call", reference)


@require_POST
@role_required("helper")
@once
def put_back(request: HttpRequest, reference: str) -> HttpResponse:
    user = cast(User, request.user)
    night_calls.put_back(get_board_night_call(user, reference), by=user)
    messages.success(request, _("Der Anruf steht wieder auf der Liste."))
    return redirect("requests:board_night_call", reference)
