"""`/leitstand/anfragen/…/frist/` and `/kuemmern/`: how long until somebody has to leave, and who takes care of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from piano.kit import clock
from quarters.access import role_required
from requests.access import get_board_request
from requests.models import HelpRequest, TreePerson, Visit
from requests.urgency import escalating
from requests.urgency.phone_tree import tree_of
from requests.urgency.urgent import countdown_of
from requests.views.case import chosen_visit
from requests.views.steps import facts, step
from requests.wishes import needed

STOP_ASKING = 286  # what htmx takes as: no more of this


@role_required("helper")
@never_cache
def countdown(request: HttpRequest, reference: str) -> HttpResponse:
    """The words alone. When somebody is found, or it is over, the board stops asking."""
    visit = chosen_visit(request, get_board_request(request.user, reference))  # type: ignore[arg-type]
    counted = countdown_of(visit, clock.now())
    if counted is None or counted.is_over:
        return HttpResponse(visit.get_state_display(), status=STOP_ASKING)
    return HttpResponse(counted.words)


@step
def take_care(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    """She herself, or somebody of the phone tree who has said so on the phone."""
    person = _of_tree(request, help_request)
    escalating.take_care(visit, person=person.person if person else None, **facts(request))
    if person:
        return _("Notiert: %(name)s kümmert sich.") % {"name": person.person.full_name}
    return _("Notiert: Sie kümmern sich darum. Niemand sonst wird verständigt.")


def _of_tree(request: HttpRequest, help_request: HelpRequest) -> TreePerson | None:
    reference = request.POST.get("kette", "").replace("\x00", "")[:10]
    if not reference:
        return None
    found = tree_of(help_request.district_id).filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


@step
def still_needed(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    """She has said it on the phone."""
    needed.say_still_needed(visit, **facts(request))
    return _("Aufgeschrieben: Die Hilfe wird noch gebraucht.")
