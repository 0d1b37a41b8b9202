"""`/leitstand/anruf/`: the telephone intake. One page, the keyboard alone; danger is shown before anything is kept."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import FIELD, once
from quarters.access import role_required
from quarters.models import District, Resident
from quarters.people_search import find_people
from quarters.residents import CONSENT_WORDING
from requests.access import get_board_request
from requests.call import load_known, refer, take_call
from requests.forms.call import REQUEST, CallForm
from requests.models import ReferralKind
from requests.red_flags import EMERGENCY, LANDLORD, MEDICAL, RedFlag, find_red_flags

FREE_TEXT = ("words", "hints", "wish_time")
FITTING = {EMERGENCY: ReferralKind.EMERGENCY, LANDLORD: ReferralKind.LANDLORD, MEDICAL: ReferralKind.PROFESSIONAL}


@role_required("helper")
@once
def call(request: HttpRequest) -> HttpResponse:
    resident = chosen_person(request)
    if request.method != "POST":
        return page(request, CallForm(initial=presets(resident), districts=districts(request)), resident)
    form = CallForm(request.POST, districts=districts(request))
    flags = find_red_flags(*(request.POST.get(name, "") for name in FREE_TEXT))
    if not form.is_valid():
        return page(request, form, resident, flags=flags, status=INVALID)
    if form.cleaned_data["outcome"] == REQUEST and must_warn(form, flags):
        return page(request, with_fitting_outcome(request, flags), resident, flags=flags, status=INVALID)
    try:
        return keep(request, form.cleaned_data, resident)
    except DomainError as error:
        return page(request, form, resident, message=str(error), status=CONFLICT)


def keep(request: HttpRequest, data: dict[str, Any], resident: Resident | None) -> HttpResponse:
    user: Any = request.user
    facts = {
        "resident": resident,
        "default": districts(request)[0],
        "by": user,
        "now": clock.now(),
        "token": token(request),
    }
    if data["outcome"] == REQUEST:
        taken = take_call(data, **facts)
        messages.success(request, _("Aufgenommen: %(reference)s. Wir suchen schon.") % {"reference": taken.reference})
        return redirect("requests:call_taken", taken.reference)
    referral = refer(data, **facts)
    messages.success(request, _("Notiert als: %(kind)s.") % {"kind": referral.get_kind_display()})
    return redirect("requests:call")


def must_warn(form: CallForm, flags: list[RedFlag]) -> bool:
    """An emergency is never a request; the other kinds are when the helper says so after reading."""
    if any(flag.kind == EMERGENCY for flag in flags):
        return True
    return bool(flags) and not form.cleaned_data["anyway"]


def with_fitting_outcome(request: HttpRequest, flags: list[RedFlag]) -> CallForm:
    """The same form with everything typed; what fits the danger is chosen, to be sent once more."""
    data = request.POST.copy()
    data["outcome"] = FITTING[flags[0].kind]
    return CallForm(data, districts=districts(request))


def page(
    request: HttpRequest,
    form: CallForm,
    resident: Resident | None,
    *,
    flags: list[RedFlag] | None = None,
    message: str = "",
    status: int = 200,
) -> HttpResponse:
    query = request.GET.get("suche", "")
    context = {
        "form": form,
        "known": load_known(resident) if resident else None,
        "query": query,
        "results": search(request, query),
        "consent": CONSENT_WORDING,
        "flags": flags or [],
        "is_emergency": any(flag.kind == EMERGENCY for flag in flags or []),
        "message": message,
    }
    return render(request, "requests/board/call.html", context, status=status)


def presets(resident: Resident | None) -> dict[str, Any]:
    """A known person with a usual wish is one key away from being saved."""
    if resident is None:
        return {}
    known = load_known(resident)
    return {
        "person": resident.user.reference,
        "category": known.usual_category,
        "agreed": known.has_agreed,
        "language": resident.user.language,
        "needs_language": not resident.speaks_german,
    }


def districts(request: HttpRequest) -> QuerySet[District]:
    return District.objects.filter(pk__in=request.user.district_ids).order_by("number")  # type: ignore[union-attr]


def chosen_person(request: HttpRequest) -> Resident | None:
    """The known person of the form or the address, of the helper's districts or of none yet."""
    reference = request.POST.get("person") or request.GET.get("person", "")
    if not reference:
        return None
    people = Resident.objects.select_related("user", "district", "building")
    mine = people.filter(district__in=districts(request)) | people.filter(district=None)
    return get_object_or_404(mine, user__reference=reference)


def search(request: HttpRequest, query: str) -> list[Resident]:
    return find_people(query, district_ids=request.user.district_ids)  # type: ignore[union-attr]


@role_required("helper")
def call_search(request: HttpRequest) -> HttpResponse:
    """The people found while typing."""
    query = request.GET.get("suche", "")
    return render(request, "requests/board/_found.html", {"results": search(request, query), "query": query})


@require_POST
@role_required("helper")
def call_check(request: HttpRequest) -> HttpResponse:
    """Reads what is being typed for words of danger. Keeps nothing."""
    flags = find_red_flags(*(request.POST.get(name, "") for name in FREE_TEXT))
    return render(request, "requests/board/_flags.html", {"flags": flags})


@role_required("helper")
def call_taken(request: HttpRequest, reference: str) -> HttpResponse:
    taken = get_board_request(request.user, reference)  # type: ignore[arg-type]
    return render(request, "requests/board/call_taken.html", {"help_request": taken})


def token(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None
