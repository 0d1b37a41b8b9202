"""`/umbau/<reference>/`: one conversion, from the helper's or the landlord's side; what can be done in its step."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.conversions import advancing, reading
from quarters.conversions.access import HELPER, get_case, person_of
from quarters.conversions.acts import ACTS, Act, Doing
from quarters.conversions.forms import AnswerForm
from quarters.conversions.letters import letters_in, why_none
from quarters.conversions.wishes import say_wording
from quarters.models import FUNDS, Conversion, Programme, ShareState

PRIVATE = ("care_grade", "entitled", "diagnosis", "fund_words")


@role_required("helper", "gwg_staff")
@never_cache
def case(request: HttpRequest, reference: str) -> HttpResponse:
    found, side = get_case(request.user, reference)
    return case_page(request, found, side)


def case_page(
    request: HttpRequest,
    found: Conversion,
    side: str,
    *,
    status: int = 200,
    message: str = "",
    tried: str = "",
    form: Any = None,
) -> HttpResponse:
    """`tried` is what was sent and could not be done, with its form."""
    page = reading.read_page(found, side=side, today=clock.today())
    person = person_of(found) if side == HELPER else None
    context = {
        "case": found,
        "page": page,
        "side": side,
        "is_helper": side == HELPER,
        "person": person,
        "wording": say_wording(found.landlord.name) if found.landlord else "",
        "forms": forms_of(found, side, person, tried=tried, form=form),
        "small": {key.replace("-", "_"): act.is_open_for(found, side) for key, act in ACTS.items()},
        "quotes": found.quotes.all(),
        "defects": found.defects.select_related("closed_by"),
        "photos": found.photos.all(),
        "letters": letters_in(found.state, for_landlord=side != HELPER),
        "no_letter": why_none(found.state, for_landlord=side != HELPER),
        "posted": found.letters.all(),
        "funds_left": reading.funds_left(page.facts) if side == HELPER else [],
        "answers": answers_of(page, side, tried, form),
        "may_rule_out_loan": side != HELPER and reading.may_rule_out_loan(page.facts),
        "steps": found.steps.select_related("by") if side == HELPER else [],
        "features": found.flat.features.all(),
        "message": message,
        "now": clock.now(),
    }
    return render(request, "quarters/conversions/case.html", context, status=status)


def forms_of(found: Conversion, side: str, person: Any, *, tried: str, form: Any) -> list[tuple[str, Act, Any]]:
    """Every form of this step, empty or as it was sent."""
    open_acts = [
        (key, act) for key, act in ACTS.items() if act.form and act.is_open_for(found, side) and key != "bescheid"
    ]
    shown = [(key, act) for key, act in open_acts if key != "einwilligung" or not found.is_shared]
    return [(key, act, form if key == tried else make_form(key, act, found, person)) for key, act in shown]


def make_form(key: str, act: Act, found: Conversion, person: Any, data: Any = None, files: Any = None) -> Any:
    """`auto_id` tells the fields of two forms on one page apart."""
    more: dict[str, Any] = {}
    if key in ("antrag", "darlehen"):
        more["programmes"] = programmes_for(found, is_loan=key == "darlehen")
    initial = {name: getattr(found, name) for name in act.initial}
    if key == "vertraulich" and person is not None:
        initial = {name: getattr(person, name) for name in PRIVATE}
    assert act.form is not None
    return act.form(data, files, auto_id=f"{key}_%s", initial=initial, **more)


def programmes_for(found: Conversion, *, is_loan: bool) -> QuerySet[Programme]:
    """Those that take applications today and were not asked yet; the landlord's people choose among its own loans."""
    asked = [one.payer for one in found.shares.exclude(state=ShareState.NONE) if one.payer in FUNDS]
    rows = Programme.objects.valid_on(clock.today()).exclude(fund__in=asked)
    return rows.filter(for_landlord=True) if is_loan else rows


def answers_of(page: reading.Page, side: str, tried: str, form: Any) -> list[tuple[Any, Any]]:
    """A form for each application that waits; from the landlord's side for its own loan alone."""
    waiting = [one for one in page.facts.undecided if side == HELPER or one.is_own_loan]
    named = getattr(form, "row", "")
    return [
        (one, form if tried == "bescheid" and named == str(one.pk) else AnswerForm(auto_id=f"bescheid{one.pk}_%s"))
        for one in waiting
    ]


@require_POST
@role_required("helper", "gwg_staff")
@once
def act(request: HttpRequest, reference: str, slug: str) -> HttpResponse:
    """One of the acts. What is not open in this state or from this side is not there."""
    found, side = get_case(request.user, reference)
    doing = ACTS.get(slug)
    if doing is None or side not in doing.sides:
        raise Http404
    if found.state not in doing.states:
        return case_page(request, found, side, status=CONFLICT, message=_("Dieser Schritt ist gerade nicht dran."))
    row, form = request.POST.get("row", "").replace("\x00", ""), None
    if doing.form is not None:
        person = person_of(found) if slug == "vertraulich" else None
        form = make_form(slug, doing, found, person, request.POST, request.FILES)
        form.row = row
        if slug == "bescheid":
            form.auto_id = f"bescheid{row}_%s"
        if not form.is_valid():
            return case_page(request, found, side, status=INVALID, tried=slug, form=form)
    try:
        doing.run(Doing(found, side, request.user, clock.now(), form, row))
    except DomainError as error:
        return case_page(
            request, found, side, status=CONFLICT, message=reading.say_refusal(error, side), tried=slug, form=form
        )
    messages.success(request, _("Eingetragen: {what}.").format(what=doing.title))
    return redirect("quarters:conversion", reference)


@require_POST
@role_required("helper", "gwg_staff")
@once
def go_on(request: HttpRequest, reference: str) -> HttpResponse:
    """To the next step."""
    found, side = get_case(request.user, reference)
    try:
        row = advancing.advance(found, by=request.user, now=clock.now(), seen=request.POST.get("seen", ""))  # type: ignore[arg-type]
    except DomainError as error:
        found, side = get_case(request.user, reference)
        return case_page(request, found, side, status=CONFLICT, message=reading.say_refusal(error, side))
    messages.success(request, _("Weiter: {step}.").format(step=reading.label_of(row.state, side)))
    return redirect("quarters:conversion", reference)


@require_POST
@role_required("helper", "gwg_staff")
@once
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    """The last step, while nothing has left the house."""
    found, side = get_case(request.user, reference)
    try:
        advancing.take_back(found, by=request.user, now=clock.now())  # type: ignore[arg-type]
    except DomainError as error:
        return case_page(request, found, side, status=CONFLICT, message=reading.say_refusal(error, side))
    messages.success(request, _("Zurückgenommen."))
    return redirect("quarters:conversion", reference)
