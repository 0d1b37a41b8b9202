"""`/leitstand/anruf/…/dazu/`: during a call something is added to what is open already."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.people.talking import changed_needs
from requests.access import get_board_request
from requests.board.case import current_visit, standing_assignment
from requests.forms.call import ASK_FIRST
from requests.models import HelpRequest
from requests.views.call import FITTING, FREE_TEXT, chosen_person, make_form, must_warn, page, posted
from requests.wishes.adding import NothingToAdd, add_said
from requests.wishes.phrases import PHRASES, asks_to_tell, codes_of
from requests.wishes.red_flags import find_red_flags


class AskFirst(DomainError):
    message = ASK_FIRST


@role_required("helper")
@once
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """Adds what was typed as the wish; by GET what to say now. Danger is shown as in the intake itself."""
    user: Any = request.user
    help_request = get_board_request(user, reference)
    if request.method != "POST":
        going = standing_assignment(current_visit(help_request)) if help_request.is_open else None
        return render(request, "requests/board/call_added.html", {"help_request": help_request, "going": going})
    known = chosen_person(request)
    if known is None or known.resident.pk != help_request.resident_id:
        raise Http404
    data, flags = posted(request), find_red_flags(*(request.POST.get(name, "") for name in FREE_TEXT))
    data["outcome"] = "request"
    if must_warn(data, flags):
        data["outcome"] = FITTING[flags[0].kind]
        return page(request, make_form(request, data), known, flags=flags, status=INVALID)
    try:
        add_said(
            help_request,
            words=request.POST.get("words", "")[:1000],
            by=user,
            now=clock.now(),
            **_ticked(request, help_request),
        )
    except AskFirst as error:
        form = make_form(request, data)
        form.errors.clear()
        form.add_error("may_tell_hints", str(error))
        return page(request, form, known, status=INVALID)
    except NothingToAdd as error:
        form = make_form(request, data)
        form.errors.clear()
        form.add_error("words", str(error))
        return page(request, form, known, status=INVALID)
    except DomainError as error:
        return page(request, make_form(request, initial=data.dict()), known, message=str(error), status=CONFLICT)
    return redirect("requests:call_add", reference)


def _ticked(request: HttpRequest, help_request: HelpRequest) -> dict[str, Any]:
    """Boxes beside the words. Raises `AskFirst` for set phrases about which nobody has asked her."""
    phrases = [code for code in request.POST.getlist("phrases") if code in PHRASES]
    may_tell = bool(request.POST.get("may_tell_hints"))
    if set(phrases) - set(codes_of(help_request)) and asks_to_tell(help_request) and not may_tell:
        raise AskFirst()
    ticked = {name: bool(request.POST.get(name)) for name in ("uses_relief", "needs_two")}
    return {"phrases": phrases, "may_tell_hints": may_tell, "talking": changed_needs(request.POST.dict()), **ticked}
