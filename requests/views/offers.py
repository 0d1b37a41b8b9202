"""An errand: asked, answered, gone to, reported. The same pages serve who is signed in and who comes by a message's link."""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.links import unkept
from piano.kit.once import once
from quarters.models import Reach, RoleKind
from quarters.places import walking_minutes
from quarters.signing.new_links import too_old
from requests.access import get_errand
from requests.arranged import afterwards, visits
from requests.arranged.first_visits import newcomer_beside, say_it_was_good
from requests.arranged.going import Case, Errand, load_case
from requests.arranged.looking import note_look, note_looks
from requests.arranged.rescheduling import open_proposal
from requests.arranged.telling import load_telling, note_call
from requests.errors import OfferTaken
from requests.finding.ranking import say_distance
from requests.finding.standing_in import is_standing_by
from requests.finding.why import load_asked, metres_to
from requests.forms.offers import FIRST, ReasonForm, ReportForm
from requests.forms.telling import TellingForm
from requests.forms.times import LateForm, NewTimeForm
from requests.links import errand_behind
from requests.mishaps.troubles import AT_THE_DOOR_FROM
from requests.models import SeenOn, Trouble, TroubleKind
from requests.people.safe_rules import said_rules

View = Callable[..., HttpResponse]
ACTIONS = (
    "accept_offer",
    "decline_offer",
    "give_up",
    "report",
    "propose_time",
    "come_later",
    "answer_time",
    "tell",
    "door",
    "understood",
    "stand_by",
)


def through_door(view: View) -> View:
    """Finds the errand by the signed-in person or by the link's token, and hands it to the view.

    A stranger's errand answers 404; a dead link explains itself and offers to sign in. Nobody on the way keeps the page.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, reference: str, token: str = "", **kwargs: Any) -> HttpResponse:
        if token:
            errand = errand_behind(reference, token, now=clock.now())
        elif request.user.is_authenticated:
            errand = get_errand(request.user, reference)
            if errand.is_care and RoleKind.CARE_PARTNER not in request.user.role_kinds:
                raise PermissionDenied
        else:
            return redirect_to_login(request.get_full_path())
        if errand is None:
            return too_old(request, token, "requests/offers/dead_link.html")
        return unkept(view(request, errand, token, **kwargs))

    return wrapper


def acting(view: View) -> View:
    """Only a POST acts, and once; a GET at an action's address (reload, sign-in, mail scanner) shows the page."""
    act = once(view)

    @wraps(view)
    def wrapper(request: HttpRequest, errand: Errand, token: str) -> HttpResponse:
        return act(request, errand, token) if request.method == "POST" else redirect(way_to("offer", errand, token))

    return wrapper


def way_to(name: str, errand: Errand, token: str) -> str:
    """The address of a page or an action, through the same door."""
    if errand.is_care and name == "offer":
        return reverse("requests:on_call_case", args=[errand.reference])
    if token:
        return reverse(f"requests:{name}_by_link", args=[errand.reference, token])
    return reverse(f"requests:{name}", args=[errand.reference])


def errand_page(
    request: HttpRequest,
    errand: Errand,
    token: str,
    *,
    status: int = 200,
    message: str = "",
    form: Any = None,
    **forms: Any,
) -> HttpResponse:
    """The page of the errand's stage, with the ways that lead on from it."""
    now = clock.now()
    case = load_case(errand, now=now)
    context = {
        **words(case),
        "ways": {name: way_to(name, errand, token) for name in ("offer", "own_visit_sheet", *ACTIONS)},
        "may_be_at_the_door": case.stage == "going" and now >= case.starts - AT_THE_DOOR_FROM,
        "may_stand_in": _may_stand_in(case, now=now),
        "stands_in": case.stage == "taken" and is_standing_by(errand.visit, errand.person),
        "must_read": case.stage == "called_off" and is_to_be_read(errand),
        "message": message,
        "rules": said_rules(),
        "form": form or ReasonForm(),
        "time_form": NewTimeForm(),
        "late_form": LateForm(),
        "proposal": open_proposal(case.assignment),
        "telling": load_telling(case.assignment, now=now) if case.stage == "going" else None,
        "telling_form": TellingForm(),
        **forms,
    }
    if case.stage == "ask":
        context["asked"] = asked = load_asked(errand.offer, now=now)  # type: ignore[arg-type]
        if asked.street:
            note_look(errand.visit, errand.person, seen_on=SeenOn.STREET, now=now)
    elif case.contact:
        context["walk"] = say_walk(errand)
        note_looks([case.assignment] if case.assignment else [], seen_on=SeenOn.PAGE, now=now)
    return render(request, f"requests/offers/{_template(case)}.html", context, status=status)


def is_to_be_read(errand: Errand) -> bool:
    """It was called off in the last hours, and we do not know yet that she knows."""
    rows = Trouble.objects.filter(visit=errand.visit, kind=TroubleKind.CALLED_OFF, ended_at=None)
    return rows.filter(assignment__person=errand.person).exists()


def _may_stand_in(case: Case, *, now: dt.datetime) -> bool:
    offer = case.errand.offer
    return case.stage == "taken" and case.starts > now and bool(offer and offer.was_taken)


def _template(case: Case) -> str:
    return {"ask": "ask", "going": "going", "done": "going"}.get(case.stage, "closed")


def words(case: Case) -> dict[str, Any]:
    """What every page of an errand speaks of."""
    help_request = case.errand.help_request
    return {
        "case": case,
        "offer": case.errand.offer,
        "visit": case.errand.visit,
        "help_request": help_request,
        "category": help_request.category,
    }


def say_walk(errand: Errand) -> str:
    """„550 m, zu Fuß etwa 11 Minuten“; nothing where we do not know where she lives, or where nobody walks."""
    metres = metres_to(errand.visit, errand.person)
    if metres is None:
        return ""
    if metres > 3000:
        return say_distance(metres)
    return _("%(way)s, zu Fuß etwa %(n)d Minuten") % {"way": say_distance(metres), "n": walking_minutes(metres)}


@through_door
def offer(request: HttpRequest, errand: Errand, token: str) -> HttpResponse:
    """A GET never acts. A care partner's case has a room of its own."""
    return redirect(way_to("offer", errand, token)) if errand.is_care else errand_page(request, errand, token)


@through_door
@acting
def accept_offer(request: HttpRequest, errand: Errand, token: str) -> HttpResponse:
    if errand.offer is not None:
        try:
            calls = bool(request.POST.get("ruft_an")) and errand.help_request.resident.user.reach == Reach.PHONE
            visits.accept_offer(errand.offer, by=errand.person, now=clock.now(), calls_before=calls)
        except DomainError as error:
            return refused(request, errand, token, error)
    return redirect(way_to("offer", errand, token))


@through_door
@acting
def decline_offer(request: HttpRequest, errand: Errand, token: str) -> HttpResponse:
    if errand.offer is not None:
        try:
            visits.decline_offer(errand.offer, by=errand.person, now=clock.now())
        except DomainError as error:
            return refused(request, errand, token, error)
    return redirect(way_to("offer", errand, token))


@through_door
@acting
def give_up(request: HttpRequest, errand: Errand, token: str) -> HttpResponse:
    """Somebody cannot come after all: no blame, the search resumes. A second time changes nothing."""
    case, form = load_case(errand, now=clock.now()), ReasonForm(request.POST)
    if not form.is_valid():
        return errand_page(request, errand, token, status=INVALID, form=form)
    if case.stage == "going" and not case.may_give_up:
        message = _("Die Zeit des Besuchs ist vorbei. Bitte berichten Sie kurz, wie es war.")
        return errand_page(request, errand, token, status=CONFLICT, message=message)
    if case.assignment is not None and case.may_give_up:
        visits.give_up_assignment(
            case.assignment, by=errand.person, now=clock.now(), reason=form.cleaned_data["reason"]
        )
    return redirect(way_to("offer", errand, token))


@through_door
@acting
def tell(request: HttpRequest, errand: Errand, token: str) -> HttpResponse:
    """She has called, since the tenant did not know yet who comes. What somebody else has said meanwhile is said."""
    case, form = load_case(errand, now=clock.now()), TellingForm(request.POST)
    if not form.is_valid():
        return errand_page(request, errand, token, status=INVALID, telling_form=form)
    if case.stage == "going" and case.assignment is not None:
        note_call(case.assignment, by=errand.person, has_reached=form.cleaned_data["reached"], now=clock.now())
    return redirect(way_to("offer", errand, token))


@through_door
@once
def report(request: HttpRequest, errand: Errand, token: str) -> HttpResponse:
    """The report of who went, in under a minute. Before the visit the errand's page says when."""
    case = load_case(errand, now=clock.now())
    if case.stage != "going" or (request.method != "POST" and not case.may_report):
        return redirect(way_to("offer", errand, token))
    newcomer = newcomer_beside(errand.visit, errand.person)
    form = ReportForm(
        request.POST or None, initial={"minutes": errand.visit.minutes}, beside=newcomer.name if newcomer else ""
    )
    if request.method != "POST":
        return report_page(request, case, token, form)
    if not form.is_valid():
        return report_page(request, case, token, form, status=INVALID)
    try:
        first = form.cleaned_data.pop("first", "")
        afterwards.report_visit(errand.visit, by=errand.person, now=clock.now(), **form.cleaned_data)
        if first == FIRST[0][0]:
            say_it_was_good(errand.visit, by=errand.person, now=clock.now())
    except DomainError as error:
        return report_page(request, case, token, form, status=CONFLICT, message=str(error))
    return redirect(way_to("offer", errand, token))


def report_page(
    request: HttpRequest, case: Case, token: str, form: ReportForm, *, status: int = 200, message: str = ""
) -> HttpResponse:
    ways = {"way": way_to("report", case.errand, token), "back": way_to("offer", case.errand, token)}
    context = {**words(case), **ways, "form": form, "message": message}
    return render(request, "requests/offers/report.html", context, status=status)


def refused(request: HttpRequest, errand: Errand, token: str, error: DomainError) -> HttpResponse:
    """409 with the page as things stand now; that somebody was faster is what that page says anyway."""
    fresh = get_errand(errand.person, errand.reference)
    message = "" if isinstance(error, OfferTaken) else str(error)
    return errand_page(request, fresh, token, status=CONFLICT, message=message)
