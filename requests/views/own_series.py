"""`/meine/anfragen/…/reihe/…`: what a tenant, or somebody who may act for her, does with help that repeats."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.models import LookKind
from requests.access import get_own_request
from requests.views import series_acts
from requests.views.mine import note, page_again
from requests.views.series_acts import Act, BadForm


def own(act: Act, kind: str) -> Callable[..., HttpResponse]:
    """Makes a view of an act: gate, verb, word of success; what went wrong stands on the page as it is now."""

    @require_POST
    @login_required
    @once
    def view(request: HttpRequest, reference: str) -> HttpResponse:
        user: Any = request.user
        help_request = get_own_request(user, reference)
        try:
            words = act(request, help_request, user, clock.now())
        except BadForm as bad:
            forms: dict[str, Any] = {bad.name: bad.form}
            return page_again(request, reference, status=INVALID, **forms)
        except DomainError as error:
            return page_again(request, reference, status=CONFLICT, message=str(error))
        note(request, help_request, kind)
        messages.success(request, words)
        return redirect("requests:mine_detail", reference)

    return view


answer_question = own(series_acts.answer_question, LookKind.ANSWER)
skip = own(series_acts.skip, LookKind.CANCEL)
unskip = own(series_acts.unskip, LookKind.MOVE)
end = own(series_acts.end, LookKind.CANCEL)
undo_end = own(series_acts.undo_end, LookKind.MOVE)
pause = own(series_acts.pause, LookKind.CANCEL)
unpause = own(series_acts.unpause, LookKind.MOVE)
change = own(series_acts.change_as_chosen, LookKind.MOVE)
go_on = own(series_acts.go_on, LookKind.ANSWER)
