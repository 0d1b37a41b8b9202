"""What the team may see of one person: asked on the phone by a helper, given and taken back by herself, each look to be read."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helpers.models import CircleMember, CircleRole
from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import Resident, User
from quarters.people.residents import has_consent
from requests.circles.sharing import ROLES, TEAM, WORDING, agree_to_team, case_of, end_case, looks_at, share_case
from requests.forms.circles import ShareForm
from requests.people.consents import withdraw
from requests.views.person import in_language, load_card


def _resident(request: HttpRequest, reference: str) -> Resident:
    resident = load_card(cast(User, request.user), reference).resident
    if resident is None:
        raise Http404
    return resident


@role_required("helper")
@never_cache
@once
def share(request: HttpRequest, reference: str) -> HttpResponse:
    """Reading the sentence out, and handing the case to the team until a day."""
    resident, user, now = _resident(request, reference), cast(User, request.user), clock.now()
    form = ShareForm(request.POST or None, has_agreed=has_consent(resident.user, TEAM))
    if request.method != "POST":
        return _page(request, resident, form)
    if not form.is_valid():
        return _page(request, resident, form, status=INVALID)
    data = form.cleaned_data
    try:
        if data.get("agreed"):
            agree_to_team(resident, now=now, read_out_by=user)
        share_case(resident, until=data["until"], why=data["why"], by=user, now=now)
    except DomainError as error:
        return _page(request, resident, form, status=CONFLICT, message=str(error))
    messages.success(request, _("Eingetragen."))
    return redirect("requests:person_team", reference)


def _page(
    request: HttpRequest, resident: Resident, form: ShareForm, *, status: int = 200, message: str = ""
) -> HttpResponse:
    context = {
        "resident": resident,
        "form": form,
        "message": message,
        "wording": in_language(WORDING, resident.user.reads_in),
        "language": resident.user.reads_in,
        "case": case_of(resident),
        "has_agreed": has_consent(resident.user, TEAM),
        "looks": looks_at(resident),
    }
    return render(request, "requests/circles/share.html", context, status=status)


@require_POST
@role_required("helper")
@once
def end(request: HttpRequest, reference: str) -> HttpResponse:
    """The team has no more to do with it; the agreement stands."""
    resident = _resident(request, reference)
    case = case_of(resident)
    if case is not None:
        end_case(case, now=clock.now())
    messages.success(request, _("Beendet. Das Team sieht nichts mehr."))
    return redirect("requests:person_team", reference)


def _me(request: HttpRequest) -> Resident:
    return get_object_or_404(Resident.objects.select_related("user", "district"), user=request.user.pk)


@login_required
@never_cache
def own(request: HttpRequest) -> HttpResponse:
    """`/meine/team/`: who is in it, whether it may look, and who has looked."""
    me = _me(request)
    members = CircleMember.objects.valid_on(clock.today()).filter(circle__district=me.district_id)
    context = {
        "members": [
            (one, ROLES[CircleRole(one.role)]) for one in members.select_related("person").order_by("role", "pk")
        ],
        "wording": WORDING,
        "has_agreed": has_consent(me.user, TEAM),
        "case": case_of(me),
        "looks": [(look, ROLES[CircleRole(look.role)]) for look in looks_at(me)],
    }
    return render(request, "requests/circles/own.html", context)


@require_POST
@login_required
@once
def agree(request: HttpRequest) -> HttpResponse:
    """„ja“ is the agreement, anything else takes it back."""
    me, now = _me(request), clock.now()
    if request.POST.get("team") == "ja":
        agree_to_team(me, now=now)
        messages.success(request, _("Danke. Ihr Team darf jetzt über Ihre Hilfe sprechen."))
    else:
        withdraw(me.user, purpose=TEAM, by=me.user, now=now)
        messages.success(request, _("Beendet. Das Team sieht nichts mehr."))
    return redirect("requests:own_team")
