"""Everything that is printed, as PDF. Each sheet has the gate of the page that shows the same."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from piano.kit import clock
from piano.kit.printing import pdf_response, wants_large
from quarters.access import role_required
from quarters.models import User
from requests.access import board_requests, get_board_request, requests_of
from requests.arranged.going import Errand, load_case
from requests.arranged.looking import note_looks
from requests.board.case import current_visit, standing_assignment
from requests.models import SeenOn
from requests.prints import day, letter, slip, visit, week
from requests.progress import standing_of, with_visits
from requests.views.offers import through_door
from requests.views.week import standing


@role_required("helper")
def help_slip(request: HttpRequest) -> HttpResponse:
    """The empty slip for the box."""
    return pdf_response(slip.help_slip(large=wants_large(request)), "hilfe-zettel")


@role_required("helper")
def day_sheet(request: HttpRequest) -> HttpResponse:
    user, now = cast(User, request.user), clock.now()
    return pdf_response(day.day_sheet(user, now=now, large=wants_large(request)), f"tagesblatt-{now:%Y-%m-%d}")


@role_required("helper")
def first_visit(request: HttpRequest, reference: str) -> HttpResponse:
    help_request = get_board_request(cast(User, request.user), reference)
    return pdf_response(visit.first_visit_sheet(help_request, large=wants_large(request)), f"erstbesuch-{reference}")


@role_required("helper")
def visit_sheet(request: HttpRequest, reference: str) -> HttpResponse:
    """Of a case of the helper's districts, once somebody goes."""
    help_request = get_board_request(cast(User, request.user), reference)
    assignment = standing_assignment(current_visit(help_request))
    if assignment is None:
        raise Http404
    return pdf_response(visit.visit_sheet(assignment, large=wants_large(request)), f"besuchszettel-{reference}")


@through_door
def own_visit_sheet(request: HttpRequest, errand: Errand, token: str) -> HttpResponse:
    """Of who goes, signed in or by a message's link; as long as name and address are shown to her."""
    case = load_case(errand, now=clock.now())
    if case.contact is None or case.assignment is None:
        raise Http404
    note_looks([case.assignment], seen_on=SeenOn.SHEET, now=clock.now())
    sheet = visit.visit_sheet(standing_assignment(errand.visit) or case.assignment, large=wants_large(request))
    return pdf_response(sheet, f"besuchszettel-{errand.reference}")


@login_required
def week_sheet(request: HttpRequest) -> HttpResponse:
    now, user = clock.now(), cast(User, request.user)
    going = [one for one in standing(user) if one.planned_window.upper > now]
    note_looks(going, seen_on=SeenOn.WEEK, now=now)
    return pdf_response(week.week_sheet(user, going, large=wants_large(request)), "meine-woche")


@role_required("helper")
def board_letter(request: HttpRequest, reference: str) -> HttpResponse:
    return _letter(request, board_requests(cast(User, request.user)), reference)


@login_required
def own_letter(request: HttpRequest, reference: str) -> HttpResponse:
    return _letter(request, requests_of(request.user), reference)


def _letter(request: HttpRequest, rows: object, reference: str) -> HttpResponse:
    """16 points unless small print was asked for: it is read at home."""
    state = standing_of(get_object_or_404(with_visits(rows), reference=reference))  # type: ignore[arg-type]
    sheet = letter.confirmation(state, today=clock.today(), large=wants_large(request, default=True))
    return pdf_response(sheet, f"brief-{reference}")
