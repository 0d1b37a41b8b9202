"""`/leitstand/anfragen/…`: one case, who was asked and why, and every step that a helper can take."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import DATE, once
from quarters.access import role_required
from quarters.models import User
from requests import afterwards, decisions, letters, visits
from requests.access import get_board_request
from requests.case import Case, load_case, standing_assignment, visit_named
from requests.costs import care_price
from requests.forms.board import AgreementForm, KnowForm, PhonedFeedbackForm, ReturnForm
from requests.forms.decisions import (
    AgencyForm,
    ExceptionForm,
    MyselfForm,
    OtherTimeForm,
    OwnServiceForm,
    PriceForm,
    SuggestForm,
    TakeBackForm,
)
from requests.forms.needs import NeedsForm
from requests.forms.offers import ReportForm
from requests.forms.telling import TellingForm
from requests.forms.times import LateForm, NewTimeForm
from requests.forms.trouble import OutcomeForm
from requests.matching import rank_candidates
from requests.models import Feedback, HelpRequest, Report, Visit
from requests.needs import say_needs
from requests.series.for_helper import load_series
from requests.trouble_words import Checklist
from requests.why_not import LeftOut, left_out


@role_required("helper")
@never_cache
def case(request: HttpRequest, reference: str) -> HttpResponse:
    return case_page(request, get_board_request(request.user, reference))  # type: ignore[arg-type]


def case_page(
    request: HttpRequest, help_request: HelpRequest, *, message: str = "", status: int = 200, **forms: Any
) -> HttpResponse:
    """The case as it stands now; `forms` are those that were not valid, with everything typed."""
    case = load_case(help_request, now=clock.now(), visit=chosen_visit(request, help_request))
    context = {
        "case": case,
        "help_request": help_request,
        "visit": case.visit,
        "resident": help_request.resident,
        "steps": case.steps,
        "left_out": _left_out(request, case),
        "return_form": ReturnForm(),
        "report_form": ReportForm(initial={"minutes": case.visit.minutes, "took_place": "yes", "after": "fine"}),
        "feedback_form": PhonedFeedbackForm(),
        "telling_form": TellingForm(),
        "needs": say_needs(help_request),
        "needs_form": NeedsForm(
            initial={"wants_gender": help_request.wants_gender, "uses_relief": help_request.uses_relief}
        ),
        "know_form": KnowForm(today=clock.today()),
        "agree_form": AgreementForm(resident=help_request.resident),
        **_decision_forms(case),
        "message": message,
        "chosen_date": case.visit.reference if case.visit.series_id else "",
        **load_series(help_request, now=clock.now()),
        **forms,
    }
    context["troubles"] = [(one, _trouble_form(one, forms.get("trouble_forms", {}))) for one in case.checklists]
    return render(request, "requests/board/case.html", context, status=status)


def chosen_visit(request: HttpRequest, help_request: HelpRequest) -> Visit:
    """Of a series the date that the address or the form names."""
    return visit_named(help_request, _named(request))


def to_case(request: HttpRequest, reference: str) -> HttpResponse:
    """Back to the case, and to the date that was looked at."""
    address, date = reverse("requests:board_request", args=[reference]), _named(request)
    return redirect(f"{address}?{urlencode({DATE: date})}" if date else address)


def _named(request: HttpRequest) -> str:
    return (request.POST.get(DATE) or request.GET.get(DATE, "")).replace("\x00", "")[:10]


def _decision_forms(case: Case) -> dict[str, Any]:
    """The empty forms of the choices, each beginning where the wish does."""
    start = clock.local(case.first_start)
    resident = case.help_request.resident
    own = {"care_service_name": resident.care_service_name, "care_service_phone": resident.care_service_phone}
    return {
        "other_time_form": OtherTimeForm(),
        "suggest_form": SuggestForm(),
        "agency_form": AgencyForm(),
        "myself_form": MyselfForm(initial={"myself_start": start}),
        "price_form": price_form(case.help_request) if case.asks_for_price else None,
        "own_service_form": OwnServiceForm(initial=own),
        "exception_form": ExceptionForm(
            people=[(one.reference, f"{one.name}: {', '.join(one.against)}") for one in case.exceptional],
            initial={"exception_start": start},
        ),
        "take_back_form": TakeBackForm(),
        "time_form": NewTimeForm(),
        "late_form": LateForm(),
    }


def _trouble_form(checklist: Checklist, sent: dict[str, OutcomeForm]) -> OutcomeForm:
    reference = checklist.trouble.reference
    return sent.get(reference) or OutcomeForm(outcomes=checklist.outcomes, prefix=reference)


def price_form(help_request: HelpRequest, data: Any = None) -> PriceForm:
    price = care_price(help_request, day=clock.today())
    return PriceForm(data, known_price=price, has_own_service=bool(help_request.resident.care_service_name))


def _left_out(request: HttpRequest, case: Case) -> list[LeftOut]:
    """Only where somebody is chosen."""
    if not case.can_ask:
        return []
    user: Any = request.user
    chosen = [one.reference for one in case.choices] + [one.reference for one in case.exceptional]
    return left_out(case.visit, reader=user, chosen=chosen, now=clock.now(), survey=case.survey)


def step(
    verb: Callable[[HttpRequest, HelpRequest, Visit], str], *, from_call_list: bool = False
) -> Callable[..., HttpResponse]:
    """Makes a view of one step: gate, verb, word of success; a domain error shows the fresh case with its message.

    Who works down the call list comes back to it.
    """

    @require_POST
    @role_required("helper")
    @once
    def view(request: HttpRequest, reference: str) -> HttpResponse:
        help_request = get_board_request(request.user, reference)  # type: ignore[arg-type]
        try:
            messages.success(request, verb(request, help_request, chosen_visit(request, help_request)))
        except DomainError as error:
            return case_page(request, help_request, message=str(error), status=CONFLICT)
        return redirect("requests:call_list") if from_call_list else to_case(request, reference)

    return view


def facts(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "now": clock.now()}


def chosen(request: HttpRequest) -> User:
    reference = request.POST.get("person", "").replace("\x00", "")
    person: User = get_object_or_404(User, reference=reference[:10], is_active=True)
    return person


@step
def ask_more(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    return _("%(n)d gefragt.") % {"n": decisions.ask_more(visit, **facts(request))}


@step
def ask_person(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    offer = decisions.ask_person(visit, person=chosen(request), **facts(request))
    return _("%(name)s ist gefragt.") % {"name": offer.person.full_name}


@step
def assign(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    """Records a yes given by phone, at the time that the list proposed."""
    person = chosen(request)
    start = next((one.start for one in rank_candidates(visit, now=clock.now()) if one.person_id == person.pk), None)
    if start is None:
        raise decisions.NobodyLeft()
    if decisions.assign_by_hand(visit, person=person, start=start, **facts(request)).calls_before:
        words = _("Vereinbart: %(name)s geht hin. Bitte sagen Sie dazu: am Tag vorher kurz dort anrufen.")
        return words % {"name": person.full_name}
    return _("Vereinbart: %(name)s geht hin.") % {"name": person.full_name}


@step
def ask_on_call(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    decisions.ask_on_call(visit, **facts(request))
    return _("Die Bereitschaft ist gefragt.")


@step
def take_over(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    decisions.take_over(visit, **facts(request))
    return _("Niemand wird mehr gefragt. Sie entscheiden.")


@step
def search_again(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    decisions.search_again(visit, **facts(request))
    return _("Wir suchen wieder.")


@step
def cancel(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    visits.cancel_visit(visit, reason=_("am Telefon abgesagt"), **facts(request))
    return _("Abgesagt. Alle wissen Bescheid.")


@step
def acknowledge(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    afterwards.acknowledge_report(get_object_or_404(Report, visit=visit), **facts(request))
    return _("Abgehakt. Wer sich gesorgt hat, erfährt, dass sich jemand gekümmert hat.")


@step
def read(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    afterwards.read_feedback(get_object_or_404(Feedback, visit=visit), **facts(request))
    return _("Gelesen.")


@step
def post_letter(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    """The letter is in the box; or that was a mistake."""
    if request.POST.get("doch_nicht"):
        letters.take_back_post(visit, **facts(request))
        return _("Zurückgenommen. Der Brief steht wieder unter „Heute im Quartier“.")
    letters.post_letter(visit, **facts(request))
    return _("Notiert: Der Brief ist eingeworfen.")


@step
def give_up(request: HttpRequest, help_request: HelpRequest, visit: Visit) -> str:
    """Who would go has called: she cannot come."""
    assignment = standing_assignment(visit)
    if assignment is None:
        raise Http404
    visits.give_up_assignment(assignment, reason=_("am Telefon abgesagt"), **facts(request))
    return _("Wir suchen sofort weiter.")


@require_POST
@role_required("helper")
@once
def give_back(request: HttpRequest, reference: str) -> HttpResponse:
    help_request = get_board_request(request.user, reference)  # type: ignore[arg-type]
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return case_page(request, help_request, status=INVALID, return_form=form)
    try:
        decisions.return_visit(
            chosen_visit(request, help_request), reason=form.cleaned_data["reason"], **facts(request)
        )
    except DomainError as error:
        return case_page(request, help_request, message=str(error), status=CONFLICT)
    messages.success(request, _("Zurückgegeben. Bitte rufen Sie die Person an."))
    return to_case(request, reference)


@require_POST
@role_required("helper")
@once
def feedback(request: HttpRequest, reference: str) -> HttpResponse:
    """How it was, told by phone. Whoever took the call has read it."""
    help_request = get_board_request(request.user, reference)  # type: ignore[arg-type]
    form = PhonedFeedbackForm(request.POST)
    if not form.is_valid():
        return case_page(request, help_request, status=INVALID, feedback_form=form)
    try:
        afterwards.give_feedback(chosen_visit(request, help_request), **form.cleaned_data, **facts(request))
    except DomainError as error:
        return case_page(request, help_request, message=str(error), status=CONFLICT)
    messages.success(request, _("Aufgeschrieben."))
    return to_case(request, reference)


@require_POST
@role_required("helper")
@once
def report(request: HttpRequest, reference: str) -> HttpResponse:
    """A report given by phone."""
    help_request = get_board_request(request.user, reference)  # type: ignore[arg-type]
    form = ReportForm(request.POST)
    if not form.is_valid():
        return case_page(request, help_request, status=INVALID, report_form=form)
    try:
        afterwards.report_visit(chosen_visit(request, help_request), **form.cleaned_data, **facts(request))
    except DomainError as error:
        return case_page(request, help_request, message=str(error), status=CONFLICT)
    messages.success(request, _("Bericht aufgenommen."))
    return to_case(request, reference)
