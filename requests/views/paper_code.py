"""A resident's code for signing in on paper: a helper makes it, prints it, ends it, or confirms who used it."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT
from piano.kit.once import once
from piano.kit.printing import pdf_response, wants_large
from quarters.access import role_required
from quarters.models import Resident, User
from quarters.signing.paper_codes import confirm_use, current_code, make_code, revoke_codes
from requests.board.sheets_of_codes import find_code, lay_down, take_away
from requests.prints.code import code_sheet
from requests.views.person import load_card, person_page


def resident_of(request: HttpRequest, reference: str) -> Resident:
    """404 for who is not of the helper's districts, and for who lives elsewhere or has died."""
    resident = load_card(cast(User, request.user), reference).resident
    if resident is None or resident.died_on:
        raise Http404
    return resident


@require_POST
@role_required("helper")
@once
def make(request: HttpRequest, reference: str) -> HttpResponse:
    resident, user = resident_of(request, reference), cast(User, request.user)
    try:
        lay_down(request, reference, make_code(resident.user, by=user, now=clock.now()))
    except DomainError as error:
        return person_page(request, reference, message=str(error), status=CONFLICT)
    messages.success(request, _("Der Code ist da. Bitte drucken Sie den Brief in den nächsten zehn Minuten."))
    return redirect("requests:person", reference)


@role_required("helper")
def sheet(request: HttpRequest, reference: str) -> HttpResponse:
    """Only in the session that made it, and only while the code still opens something."""
    resident, digits = resident_of(request, reference), find_code(request, reference)
    code = current_code(resident.user)
    if digits is None or code is None or code.used_at:
        raise Http404
    today, large = clock.today(), wants_large(request, default=True)
    return pdf_response(
        code_sheet(resident, code=digits, ends_at=code.ends_at, today=today, large=large), "zettel-code"
    )


@require_POST
@role_required("helper")
@once
def revoke(request: HttpRequest, reference: str) -> HttpResponse:
    revoke_codes(resident_of(request, reference).user, now=clock.now())
    take_away(request)
    messages.success(request, _("Der Code gilt nicht mehr. Wer damit angemeldet war, ist abgemeldet."))
    return redirect("requests:person", reference)


@require_POST
@role_required("helper")
@once
def confirm(request: HttpRequest, reference: str) -> HttpResponse:
    user = cast(User, request.user)
    confirm_use(resident_of(request, reference).user, by=user, now=clock.now())
    messages.success(request, _("Freigegeben: Jetzt lassen sich auch Adresse, Telefon und Vertrauenspersonen ändern."))
    return redirect("requests:person", reference)
