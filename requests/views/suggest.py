"""Other times where nobody was found: the helper suggests, the tenant or the helper on the telephone answers."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT
from piano.kit.once import once
from quarters.models import LookKind, User
from requests.access import get_own_request
from requests.board.case import current_visit
from requests.finding import suggesting
from requests.forms.decisions import SuggestForm
from requests.models import HelpRequest, SuggestedTime, Visit
from requests.views.mine import note, page_again
from requests.views.steps import facts, filled, step


@filled("suggest_form", lambda request, visit: SuggestForm(request.POST))
def suggest(request: HttpRequest, help_request: HelpRequest, visit: Visit, said: dict[str, Any]) -> str:
    suggesting.suggest_times(visit, windows=said["windows"], **facts(request))
    visit.refresh_from_db(fields=["decide_by"])
    words = _("Gefragt. Kommt bis %(when)s keine Antwort, steht die Entscheidung wieder bei Ihnen.")
    return words % {"when": clock.say_moment(visit.decide_by)}  # type: ignore[arg-type]


def _said(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    """What the person said on the telephone."""
    return _answer(request, visit)


answer_for = step(_said)
answer_on_list = step(_said, from_call_list=True)


def _answer(request: HttpRequest, visit: Visit) -> str:
    """`time` is the one that fits, `none` any of those that do not. 404 for what was never suggested."""
    chosen, refused = (request.POST.get(name, "").replace("\x00", "")[:10] for name in ("time", "none"))
    row = get_object_or_404(SuggestedTime, visit=visit, reference=chosen or refused)
    if chosen:
        suggesting.choose_time(row, **facts(request))
        return _("Der neue Termin ist aufgeschrieben. Wir suchen wieder.")
    suggesting.refuse_times(row, **facts(request))
    return _("Aufgeschrieben. Wir überlegen weiter.")


@require_POST
@login_required
@once
def mine_answer(request: HttpRequest, reference: str) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    help_request = get_own_request(user, reference)
    try:
        words = _answer(request, current_visit(help_request))
    except DomainError as error:
        return page_again(request, reference, status=CONFLICT, message=str(error))
    note(request, help_request, LookKind.ANSWER)
    messages.success(request, words)
    return redirect("requests:mine_detail", reference)
