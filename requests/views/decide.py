"""`/leitstand/anfragen/…`: the choices when nobody said yes, and the steps by hand that need words."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from piano.kit import clock
from piano.kit.phones import read_phone
from quarters.access import role_required
from quarters.models import User
from quarters.people.residents import update_resident
from requests.access import get_board_request
from requests.arranged import rescheduling
from requests.board.case import standing_assignment
from requests.finding import by_hand, calling_out, decisions, suggesting
from requests.finding.bending import load_exceptional
from requests.forms.decisions import (
    AgencyForm,
    ExceptionForm,
    MyselfForm,
    OtherTimeForm,
    OwnServiceForm,
    TakeBackForm,
)
from requests.forms.times import LateForm, NewTimeForm
from requests.models import HelpRequest, Offer, Visit
from requests.views.case import chosen_visit, price_form
from requests.views.steps import chosen, facts, filled, step


@step
def ask_in_house(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    fresh = decisions.ask_in_house(visit, **facts(request))
    return _("Notiert. Am %(when)s fragen wir Sie wieder.") % {"when": clock.say_moment(fresh.decide_by)}  # type: ignore[arg-type]


@role_required("helper")
@never_cache
def notice(request: HttpRequest, reference: str) -> HttpResponse:
    """A notice to print. Nothing on it says who asks, or in which house."""
    help_request = get_board_request(request.user, reference)  # type: ignore[arg-type]
    context = {"help_request": help_request, "visit": chosen_visit(request, help_request)}
    return render(request, "requests/board/notice.html", context)


@filled("other_time_form", lambda request, visit: OtherTimeForm(request.POST))
def agree_time(request: HttpRequest, help_request: HelpRequest, visit: Visit, said: dict[str, Any]) -> str:
    decisions.agree_time(visit, window=(said["other_start"], said["other_end"]), **facts(request))
    return _("Neuer Termin aufgeschrieben. Wir suchen wieder.")


@filled("agency_form", lambda request, visit: AgencyForm(request.POST))
def refer(request: HttpRequest, help_request: HelpRequest, visit: Visit, said: dict[str, Any]) -> str:
    decisions.refer_to_agency(visit, agency=said["agency"], **facts(request))
    return _("Vermittelt. Die Person erfährt, wer weiterhilft.")


@filled("myself_form", lambda request, visit: MyselfForm(request.POST))
def go_myself(request: HttpRequest, help_request: HelpRequest, visit: Visit, said: dict[str, Any]) -> str:
    decisions.go_myself(visit, start=said["myself_start"], reason=said["myself_reason"], **facts(request))
    return _("Vereinbart: Sie gehen selbst hin. Der Besuch steht in Ihrer Woche.")


@step
def mark_urgent(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    decisions.call_urgent(visit, **facts(request))
    return _("Als dringend markiert.")


@filled("price_form", lambda request, visit: price_form(visit.help_request, request.POST))
def agree_to_price(request: HttpRequest, help_request: HelpRequest, visit: Visit, said: dict[str, Any]) -> str:
    calling_out.agree_to_price(help_request, **said, **facts(request))
    return _("Aufgeschrieben: Die Person ist mit dem Preis einverstanden.")


@step
def take_back_price(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    calling_out.take_back_agreement(help_request, now=clock.now())
    return _("Zurückgenommen. Kein Pflegedienst wird gefragt.")


@filled("own_service_form", lambda request, visit: OwnServiceForm(request.POST))
def note_own_service(request: HttpRequest, help_request: HelpRequest, visit: Visit, said: dict[str, Any]) -> str:
    fields = {"care_service_name": said["care_service_name"].strip()}
    update_resident(help_request.resident, care_service_phone=read_phone(said["care_service_phone"]), **fields)
    return _("Aufgeschrieben.")


def _exception(request: HttpRequest, visit: Visit) -> ExceptionForm:
    people = [(one.reference, one.name) for one in load_exceptional(visit, now=clock.now())]
    return ExceptionForm(request.POST, people=people)


@step
def withdraw_times(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    """Takes back the other times that were suggested, while nobody has answered."""
    suggesting.withdraw_times(visit, **facts(request))
    return _("Zurückgenommen. Sie entscheiden neu.")


@filled("exception_form", _exception)
def make_exception(request: HttpRequest, help_request: HelpRequest, visit: Visit, said: dict[str, Any]) -> str:
    person = get_object_or_404(User, reference=said["exception_person"], is_active=True)
    what = {"person": person, "start": said["exception_start"], "reason": said["exception_reason"]}
    if said["exception_do"] == "assign":
        by_hand.assign_anyway(visit, **what, **facts(request))
        return _("Vereinbart: %(name)s geht hin.") % {"name": person.full_name}
    by_hand.ask_anyway(visit, **what, **facts(request))
    return _("%(name)s ist gefragt.") % {"name": person.full_name}


@step
def refused(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    """Somebody of the list said no on the phone, before she was asked in writing."""
    person = chosen(request)
    by_hand.note_refusal(visit, person=person, **facts(request))
    return _("Aufgeschrieben: %(name)s kann diesmal nicht.") % {"name": person.full_name}


def _offer(request: HttpRequest, visit: Visit) -> Offer:
    reference = request.POST.get("offer", "").replace("\x00", "")[:10]
    return get_object_or_404(Offer.objects.select_related("person", "visit"), visit=visit, reference=reference)


@step
def answer(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    """Who was asked has said it on the phone."""
    offer, says_yes = _offer(request, visit), request.POST.get("answer") == "yes"
    by_hand.answer_for(offer, says_yes=says_yes, **facts(request))
    name = {"name": offer.person.full_name}
    return _("Vereinbart: %(name)s geht hin.") % name if says_yes else _("%(name)s kann diesmal nicht.") % name


@step
def take_back(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    offer = _offer(request, visit)
    by_hand.take_back_offer(offer, **facts(request))
    return _("%(name)s ist nicht mehr gefragt.") % {"name": offer.person.full_name}


@filled("take_back_form", lambda request, visit: TakeBackForm(request.POST))
def take_back_yes(request: HttpRequest, help_request: HelpRequest, visit: Visit, said: dict[str, Any]) -> str:
    assignment = standing_assignment(visit)
    if assignment is None:
        raise decisions.NobodyLeft()
    by_hand.take_back_yes(assignment, reason=said["take_back_reason"], **facts(request))
    return _("Zurückgenommen. Beide Seiten erfahren es, und Sie entscheiden neu.")


@filled("time_form", lambda request, visit: NewTimeForm(request.POST))
def propose_time(request: HttpRequest, help_request: HelpRequest, visit: Visit, said: dict[str, Any]) -> str:
    """One side has called and would like another time; the other one is asked."""
    assignment = standing_assignment(visit)
    if assignment is None:
        raise decisions.NobodyLeft()
    by_tenant = request.POST.get("side") == "tenant"
    rescheduling.propose_time(assignment, start=said["new_start"], by_tenant=by_tenant, **facts(request))
    return _("Gefragt. Bis zur Antwort bleibt es beim alten Termin.")


@filled("late_form", lambda request, visit: LateForm(request.POST))
def come_later(request: HttpRequest, help_request: HelpRequest, visit: Visit, said: dict[str, Any]) -> str:
    """One side has called: it gets later; the other one is asked."""
    assignment = standing_assignment(visit)
    if assignment is None:
        raise decisions.NobodyLeft()
    by_tenant = request.POST.get("side") == "tenant"
    rescheduling.come_later(assignment, minutes=said["late_minutes"], by_tenant=by_tenant, **facts(request))
    return _("Gefragt. Bis zur Antwort bleibt es beim alten Termin.")


@step
def answer_time(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    """What the side that was asked has said on the phone."""
    proposal = rescheduling.open_proposal(standing_assignment(visit))
    if proposal is None:
        raise Http404
    agrees = request.POST.get("answer") == "yes"
    rescheduling.answer_proposal(proposal, agrees=agrees, **facts(request))
    return _("Der neue Termin gilt. Beide Seiten wissen es.") if agrees else _("Es bleibt beim alten Termin.")
