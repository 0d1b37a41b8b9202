"""`/leitstand/anfragen/…`: one case, who was asked and why, and every step that a helper can take."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from piano.kit import clock
from piano.kit.once import DATE
from quarters.access import role_required
from requests.access import get_board_request
from requests.board.case import Case, load_case, visit_named
from requests.board.how_to_talk import say_how
from requests.board.interpreting import thanked_words, written_words
from requests.finding.why_not import LeftOut, left_out
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
from requests.forms.needs import UNKNOWN, NeedsForm, PhrasesForm
from requests.forms.offers import ReportForm
from requests.forms.telling import TellingForm
from requests.forms.times import LateForm, NewTimeForm
from requests.forms.trouble import OutcomeForm
from requests.mishaps.trouble_words import Checklist
from requests.models import HelpRequest, Visit
from requests.series.for_helper import load_series
from requests.views.person import helpers_near
from requests.wishes.costs import care_price
from requests.wishes.needs import say_needs
from requests.wishes.phrases import asks_to_tell, codes_of, say_phrases
from requests.wishes.wished import asks_who


@role_required("helper")
@never_cache
def case(request: HttpRequest, reference: str) -> HttpResponse:
    return case_page(request, get_board_request(request.user, reference))  # type: ignore[arg-type]


def case_page(
    request: HttpRequest, help_request: HelpRequest, *, message: str = "", status: int = 200, **forms: Any
) -> HttpResponse:
    """The case as it stands now; `forms` are those that were not valid, with everything typed."""
    now = clock.now()
    case = load_case(help_request, now=now, visit=chosen_visit(request, help_request))
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
        "asks_who": asks_who(help_request),
        "needs": say_needs(help_request),
        "needs_form": needs_form(request, help_request),
        "phrases": say_phrases(help_request),
        "phrases_form": phrases_form(help_request),
        "written": written_words(help_request, now=now),
        "thanked": thanked_words(help_request, case.feedback, now=now),
        "talking": say_how(help_request.resident.user),
        "know_form": KnowForm(today=clock.local(now).date()),
        "agree_form": AgreementForm(resident=help_request.resident),
        **_decision_forms(case),
        "message": message,
        "chosen_date": case.visit.reference if case.visit.series_id else "",
        **load_series(help_request, now=now),
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


def _who_may_be_wished(user: Any, help_request: HelpRequest) -> list[tuple[str, str]] | None:
    """Who helps in the helper's districts, and whoever is wished for already; None where nobody was named."""
    if not help_request.wished_name:
        return None
    people = helpers_near(user, but=help_request.resident.user)
    wished = help_request.wished
    if wished is None or wished.reference in dict(people):
        return people
    return [*people, (wished.reference, wished.full_name)]


def _who_it_is(help_request: HelpRequest) -> str:
    """As it was answered; empty while nobody has."""
    if help_request.wished is not None:
        return help_request.wished.reference
    return UNKNOWN if help_request.wished_at is not None else ""


def needs_form(request: HttpRequest, help_request: HelpRequest, data: Any = None) -> NeedsForm:
    known = {
        "wished_name": help_request.wished_name,
        "wished": _who_it_is(help_request),
        "wants_gender": help_request.wants_gender,
        "people_needed": help_request.people_needed,
        "uses_relief": help_request.uses_relief,
    }
    return NeedsForm(data, people=_who_may_be_wished(request.user, help_request), initial=known)


def phrases_form(help_request: HelpRequest, data: Any = None) -> PhrasesForm:
    known = {"phrases": codes_of(help_request)}
    return PhrasesForm(data, asks=asks_to_tell(help_request), initial=known)


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
