"""`…/zu-zweit/`: a helper lets a second one go along, or lets one be enough."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import User
from requests.access import get_board_request
from requests.arranged import tandem
from requests.board.case import current_visit
from requests.finding import second_place
from requests.finding.offers import open_offers
from requests.finding.second_place import set_people_needed
from requests.matching import rank_candidates
from requests.models import HelpRequest
from requests.states import VisitState
from requests.views.steps import chosen
from volunteers.path.reading import before_first_visit

SHOWN = 8


@role_required("helper")
@never_cache
@once
def going_together(request: HttpRequest, reference: str) -> HttpResponse:
    """Who could go along, the best first; a POST writes down whoever said yes on the telephone, or that one is enough."""
    user: Any = request.user
    help_request = get_board_request(user, reference)
    if request.method != "POST":
        return page(request, help_request)
    visit, now = current_visit(help_request), clock.now()
    try:
        if request.POST.get("allein"):
            tandem.cut_to_one(visit, by=user, now=now)
            messages.success(request, _("Notiert. Alle drei erfahren es."))
        elif request.POST.get("genuegt"):
            set_people_needed(visit, 1, by=user, now=now)
            messages.success(request, _("Notiert: Eine Person genügt."))
        elif request.POST.get("zwei"):
            set_people_needed(visit, 2, by=user, now=now)
            messages.success(request, _("Wir suchen eine zweite Person."))
        else:
            row = tandem.bring_along(visit, person=chosen(request), by=user, now=now)
            messages.success(
                request, _("Notiert: %(name)s geht mit. Alle erfahren es.") % {"name": row.person.full_name}
            )
    except DomainError as error:
        return page(request, help_request, status=CONFLICT, message=str(error))
    return redirect("requests:board_request", reference)


def page(request: HttpRequest, help_request: HelpRequest, *, status: int = 200, message: str = "") -> HttpResponse:
    visit, now = current_visit(help_request), clock.now()
    going = tandem.standing(visit)
    may_add = visit.state == VisitState.ARRANGED and len(going) == 1 and going[0].planned_window.lower > now
    is_searching = second_place.lacks_one(visit, going, now=now)
    found = rank_candidates(visit, now=now) if may_add else []
    ranked = [one for one in found if one.person_id != going[0].person_id][:SHOWN]
    people = User.objects.in_bulk([one.person_id for one in ranked])
    context = {
        "help_request": help_request,
        "resident": help_request.resident,
        "going": going,
        "may_add": may_add,
        "is_searching": is_searching,
        "waiting": open_offers(visit).count() if is_searching else 0,
        "people": [(one, people[one.person_id]) for one in ranked],
        "first": before_first_visit(district=help_request.district_id) if may_add else [],
        "message": message,
    }
    return render(request, "requests/board/tandem.html", context, status=status)
