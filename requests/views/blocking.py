"""`/meine/nicht-mehr/`: who shall not come any more, without a reason; and the same by phone, on a person's card."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.htmx import CONFLICT
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import User
from requests.messages.naming import announced_name, organisation_of
from requests.people import blocking
from requests.views.person import load_card, person_page

UNDO = "requests.kept_away"


@login_required
@never_cache
@once
def mine(request: HttpRequest) -> HttpResponse:
    """Whom she keeps away, and who comes or may come; one press each, and a way back."""
    user = _resident(request)
    if request.method == "POST":
        other = _named(request, blocking.who_comes(user))
        blocking.keep_away(user, other, by=user, now=clock.now())
        request.session[UNDO] = other.reference
        return redirect("requests:kept_away")
    away = blocking.kept_away(user)
    people = [one for one in blocking.who_comes(user) if one not in away]
    last = request.session.pop(UNDO, None)
    undo = next((one for one in away if one.reference == last), None)
    named = announced_name(undo) if undo else ""
    context = {"away": _rows(away), "people": _rows(people), "undo": undo, "undo_name": named}
    return render(request, "requests/mine/kept_away.html", context)


@require_POST
@login_required
@once
def mine_allow(request: HttpRequest) -> HttpResponse:
    user = _resident(request)
    if blocking.allow_again(user, other=_named(request, blocking.kept_away(user))):
        messages.success(request, _("Gut. Diese Person darf wieder kommen."))
    return redirect("requests:kept_away")


def _resident(request: HttpRequest) -> User:
    user: Any = request.user
    if not user.is_resident:
        raise Http404
    person: User = user
    return person


def _named(request: HttpRequest, people: list[User]) -> User:
    wanted = request.POST.get("wer", "")
    found = next((one for one in people if one.reference == wanted), None)
    if found is None:
        raise Http404
    return found


def _rows(people: list[User]) -> list[tuple[User, str, str]]:
    return [(one, announced_name(one), organisation_of(one)) for one in people]


@require_POST
@role_required("helper")
@once
def keep_away_for(request: HttpRequest, reference: str) -> HttpResponse:
    """She said it on the telephone. Nobody asks why. What a helper wrote down of herself is not hers to write."""
    helper: Any = request.user
    tenant = _on_card(helper, reference)
    wanted = request.POST.get("wer", "")
    people = [one for one in blocking.who_may_come(tenant) if one.pk != helper.pk]
    other = next((one for one in people if one.reference == wanted), None)
    if other is None:
        return person_page(request, reference, status=CONFLICT, message=_("Bitte wählen Sie jemanden aus der Liste."))
    blocking.keep_away(tenant, other, by=helper, now=clock.now())
    messages.success(
        request, _("Aufgeschrieben. Die beiden begegnen sich durch uns nicht mehr; niemand sonst erfährt es.")
    )
    return redirect("requests:person", reference)


@require_POST
@role_required("helper")
@once
def allow_for(request: HttpRequest, reference: str) -> HttpResponse:
    helper: Any = request.user
    tenant = _on_card(helper, reference)
    others = [one for one in blocking.kept_away(tenant) if one.pk != helper.pk]
    blocking.allow_again(tenant, other=_named(request, others))
    messages.success(request, _("Zurückgenommen."))
    return redirect("requests:person", reference)


def _on_card(helper: Any, reference: str) -> User:
    resident = load_card(helper, reference).resident
    if resident is None:
        raise Http404
    return resident.user
