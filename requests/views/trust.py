"""`/meine/vertrauen/` and `/meine/fuer/…`: naming a trusted person, ending it, and her look at the resident's page."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID, render_page
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import LookKind, Resident, Trust, User
from quarters.people.trust import TRUST_WORDING, note_look, revoke_trust, standing_trusts
from requests.access import requests_for
from requests.forms.trust import TrustForm
from requests.people.trusting import looks_at, trust_person, trusted_by
from requests.views.mine import cards_of
from requests.views.person import load_card, person_page
from requests.wishes import wizard
from requests.wishes.asking import answers_for


@login_required
@never_cache
@once
def trusted(request: HttpRequest) -> HttpResponse:
    """Who may look at my page, who did, and a form for one more."""
    resident = _own_row(request)
    if request.method != "POST":
        return _page(request, resident, TrustForm())
    form = TrustForm(request.POST)
    if not form.is_valid():
        return _page(request, resident, form, status=INVALID)
    try:
        trust_person(resident, now=clock.now(), **form.facts)
    except DomainError as error:
        return _page(request, resident, form, message=str(error), status=CONFLICT)
    messages.success(request, _("Eingetragen. Wir schreiben, wie die Anmeldung geht."))
    return redirect("requests:trusted")


@require_POST
@login_required
@once
def revoke(request: HttpRequest, reference: str) -> HttpResponse:
    trust = get_object_or_404(Trust, reference=reference, resident=_own_row(request))
    revoke_trust(trust, by=cast(User, request.user), now=clock.now())
    messages.success(request, _("Beendet. Ab jetzt sieht diese Person nichts mehr."))
    return redirect("requests:trusted")


def _own_row(request: HttpRequest) -> Resident:
    user = cast(User, request.user)
    if not user.is_resident:
        raise Http404
    return user.resident


def _page(
    request: HttpRequest, resident: Resident, form: TrustForm, *, message: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "trusts": trusted_by(resident),
        "looks": looks_at(resident),
        "form": form,
        "wording": TRUST_WORDING,
        "message": message,
    }
    return render(request, "requests/mine/trusted.html", context, status=status)


def get_trust(request: HttpRequest, reference: str) -> Trust:
    """A standing trust in whoever is signed in; one that was revoked is not there any more."""
    rows = standing_trusts().filter(person=request.user.pk).select_related("resident__user")
    return get_object_or_404(rows, reference=reference)


@login_required
@never_cache
def looked_after(request: HttpRequest, reference: str) -> HttpResponse:
    """„Sie sehen die Seite von Frau Brandt.“"""
    trust = get_trust(request, reference)
    resident: Any = trust.resident
    note_look(trust, LookKind.PAGE, now=clock.now())
    context = {**cards_of(requests_for(resident), request), "trust": trust, "whose": resident.user.addressed_name}
    return render_page(request, "requests/mine/list.html", context)


@require_POST
@login_required
@once
def ask_for(request: HttpRequest, reference: str) -> HttpResponse:
    """The wizard with everything known about her; she herself still has to agree."""
    trust, user = get_trust(request, reference), cast(User, request.user)
    if not trust.may_act:
        raise PermissionDenied
    wizard.forget(request)
    wizard.keep(request, answers_for(cast(Resident, trust.resident), user, trust.relation), now=clock.now())
    return redirect("requests:wizard")


@require_POST
@role_required("helper")
@once
def trust_by_phone(request: HttpRequest, reference: str) -> HttpResponse:
    """The helper has read the sentence out, and the person said yes."""
    helper = cast(User, request.user)
    resident = _resident_of(helper, reference)
    form = TrustForm(request.POST, is_read_out=True)
    if not form.is_valid():
        return person_page(request, reference, trust_form=form, status=INVALID)
    try:
        trust_person(resident, now=clock.now(), taken_by=helper, **form.facts)
    except DomainError as error:
        return person_page(request, reference, trust_form=form, message=str(error), status=CONFLICT)
    messages.success(request, _("Eingetragen. Wir schreiben, wie die Anmeldung geht."))
    return redirect("requests:person", reference)


@require_POST
@role_required("helper")
@once
def revoke_by_phone(request: HttpRequest, reference: str, trust: str) -> HttpResponse:
    helper = cast(User, request.user)
    row = get_object_or_404(Trust, reference=trust, resident=_resident_of(helper, reference))
    revoke_trust(row, by=helper, now=clock.now())
    messages.success(request, _("Beendet."))
    return redirect("requests:person", reference)


def _resident_of(helper: User, reference: str) -> Resident:
    resident = load_card(helper, reference).resident
    if resident is None:
        raise Http404
    return resident
