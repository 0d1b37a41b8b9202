"""`/meine/`: a tenant's own requests, what happens next, and what she can do."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID, render_page
from piano.kit.once import once
from quarters.models import Contribution, LookKind
from quarters.people.helping import helpers_of
from quarters.people.languages import language_of
from quarters.people.trust import note_look
from requests.access import get_own_request, requests_of, trust_behind, visible_requests
from requests.arranged import afterwards
from requests.arranged.rescheduling import open_proposal
from requests.board.case import standing_assignment
from requests.finding.suggested import open_times
from requests.forms.mine import CancelForm, FeedbackForm
from requests.forms.times import LaterAtHomeForm, NewTimeForm
from requests.messages.naming import employer_of
from requests.mishaps.troubles import COMES_UNTIL
from requests.models import Feedback, HelpRequest, Hold, TimeProposal, Trouble, TroubleKind
from requests.people.trusting import looked_after
from requests.progress import Standing, standing_of, with_visits
from requests.series.ending import stop_request
from requests.series.for_tenant import load_own_series, visit_to_rate
from requests.wishes import wizard
from requests.wishes.asking import answers_again
from requests.wishes.costs import costs_with, told_costs
from requests.wishes.holds import agree_oneself, call_window, holds_of
from requests.wishes.needed import is_asked, say_still_needed
from requests.wishes.red_flags import is_emergency
from requests.wishes.referrals import note_danger

PAST_SHOWN = 20
UNCHANGED = 204


@login_required
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    given = Contribution.objects.filter(person=user).order_by("-given_at")
    context = {**cards_of(requests_of(user), request), "looked_after": looked_after(user), "given": given}
    context["has_time_account"] = user.time_accounts.filter(closed_at=None).exists()
    return render_page(request, "requests/mine/list.html", context)


def cards_of(requests: Any, request: HttpRequest) -> dict[str, Any]:
    """What is open, and what was."""
    rows = with_visits(requests)
    return {
        "open_requests": [card(row, request) for row in rows.filter(ended_at=None).order_by("-created_at")],
        "past_requests": [card(row, request) for row in rows.exclude(ended_at=None).order_by("-ended_at")[:PAST_SHOWN]],
    }


def card(help_request: HelpRequest, request: HttpRequest) -> dict[str, Any]:
    """A request as the pages show it, in the reader's language."""
    return {
        "standing": standing_of(help_request),
        "reference": help_request.reference,
        "label": help_request.category.said,
        "for_name": "" if help_request.resident.user_id == request.user.pk else help_request.resident.user.full_name,
    }


@login_required
@never_cache
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """The whole page. For htmx its moving part, or nothing where the reader already sees how it stands."""
    help_request = get_object_or_404(with_visits(visible_requests(request.user)), reference=reference)
    standing = standing_of(help_request)
    if getattr(request, "htmx", False) and request.GET.get("stand") == standing.mark:
        return HttpResponse(status=UNCHANGED)
    note(request, help_request, LookKind.CASE)
    return detail_page(request, help_request, standing)


def detail_page(
    request: HttpRequest,
    help_request: HelpRequest,
    standing: Standing,
    *,
    status: int = 200,
    message: str = "",
    **forms: Any,
) -> HttpResponse:
    """`forms` are those that were not valid, with everything typed."""
    now = clock.now()
    rated = visit_to_rate(help_request, standing.visit, now=now)
    feedback = Feedback.objects.filter(visit=rated).first() if rated else None
    has_a_caller = standing.stage in ("held", "returned", "missed", "done")
    helpers = helpers_of(help_request.district_id, now=now) if has_a_caller else []
    is_own = help_request.resident.user_id == request.user.pk
    trust = trust_behind(request.user, help_request)
    context = {
        **card(help_request, request),
        "trust": trust,
        "whose": help_request.resident.user.addressed_name,
        "may_change": trust is None or trust.may_act,
        "is_asked": is_own and standing.stage == "held" and Hold.AGREEMENT in holds_of(help_request),
        "help_request": help_request,
        "feedback": feedback,
        "wants_feedback": rated is not None and feedback is None,
        "call_when": _call_when() if standing.stage == "held" else "",
        "caller": helpers[0].short_name if helpers else "",
        "costs": _costs(help_request, standing),
        "form": FeedbackForm(),
        "time_form": NewTimeForm(),
        "late_form": LaterAtHomeForm(),
        "proposal": _proposal(standing),
        "times": open_times(standing.visit) if standing.stage == "searching" else [],
        **_nobody_came(standing),
        "asks_if_needed": is_asked(standing.visit),
        "message": message,
        **load_own_series(help_request, now=now),
        **forms,
    }
    return render_page(request, "requests/mine/detail.html", context, fragment="stand", status=status)


def _costs(help_request: HelpRequest, standing: Standing) -> str:
    """What was told; once it is known who comes, what that person's association takes."""
    assignment = standing_assignment(standing.visit) if standing.visitor else None
    return costs_with(help_request, employer_of(assignment.person)) if assignment else told_costs(help_request)


def _proposal(standing: Standing) -> TimeProposal | None:
    """Another time that waits for an answer, of either side."""
    return open_proposal(standing_assignment(standing.visit)) if standing.visitor else None


def _nobody_came(standing: Standing) -> dict[str, bool]:
    """Whether she may say so, and whether she has."""
    if standing.visitor is None or clock.now() < standing.visitor.starts + COMES_UNTIL:
        return {}
    is_missed = Trouble.objects.filter(visit=standing.visit, kind=TroubleKind.NOBODY_CAME, ended_at=None).exists()
    return {"is_missed": is_missed, "may_say_nobody_came": not is_missed}


def _call_when() -> str:
    """„am Dienstag, 24. November, zwischen 9:00 und 12:30 Uhr“."""
    begins, ends = call_window(clock.now())
    values = {
        "day": clock.say_day(begins),
        "begins": clock.say_clock(begins),
        "ends": clock.say_time(ends),
    }
    return _("am %(day)s zwischen %(begins)s und %(ends)s") % values


def page_again(request: HttpRequest, reference: str, **options: Any) -> HttpResponse:
    """The page as it stands now, with what was wrong."""
    help_request = get_object_or_404(with_visits(visible_requests(request.user)), reference=reference)
    return detail_page(request, help_request, standing_of(help_request), **options)


def note(request: HttpRequest, help_request: HelpRequest, kind: str) -> None:
    """A trusted person's look or step, for the resident to read."""
    trust = trust_behind(request.user, help_request)
    if trust is not None:
        note_look(trust, kind, about=help_request.reference, now=clock.now())


@require_POST
@login_required
@once
def agree(request: HttpRequest, reference: str) -> HttpResponse:
    """Somebody asked for her, and she says yes herself; nobody else can, whatever she is trusted with."""
    user: Any = request.user
    help_request = get_own_request(user, reference)
    if help_request.resident.user_id != user.pk:
        raise PermissionDenied
    agree_oneself(help_request, now=clock.now())
    messages.success(request, _("Danke. Dann geht es weiter."))
    return redirect("requests:mine_detail", reference)


@require_POST
@login_required
@once
def still_needed(request: HttpRequest, reference: str) -> HttpResponse:
    """One button: yes. The other answer is to call it off."""
    help_request = get_own_request(request.user, reference)
    for visit in help_request.visits.all():
        if is_asked(visit):
            say_still_needed(visit, by=request.user, now=clock.now())  # type: ignore[arg-type]
    note(request, help_request, LookKind.ANSWER)
    messages.success(request, _("Danke. Wir suchen weiter."))
    return redirect("requests:mine_detail", reference)


@require_POST
@login_required
@once
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    help_request = get_own_request(request.user, reference)
    user: Any = request.user
    form = CancelForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        stop_request(help_request, by=user, now=clock.now(), reason=reason)
    except DomainError as error:
        return page_again(request, reference, status=CONFLICT, message=str(error))
    note(request, help_request, LookKind.CANCEL)
    if is_emergency(reason):
        note_danger(help_request, words=reason, by=user, now=clock.now())
        messages.warning(request, _("Ist das ein Notfall? Dann rufen Sie bitte sofort 112 an."))
    messages.success(request, _("Abgesagt. Niemand kommt, und alle wissen Bescheid."))
    return redirect("requests:mine_detail", reference)


@require_POST
@login_required
def move(request: HttpRequest, reference: str) -> HttpResponse:
    """Asks once more with everything known but the time; the old date stays until the new request is sent."""
    help_request = get_own_request(request.user, reference)
    if not help_request.is_open:
        words = _("Diese Anfrage ist schon beendet. Bitten Sie einfach neu um Hilfe.")
        return page_again(request, reference, status=CONFLICT, message=words)
    user: Any = request.user
    note(request, help_request, LookKind.MOVE)
    wizard.forget(request)
    wizard.keep(request, answers_again(help_request, user), now=clock.now())
    request.session[wizard.REPLACES] = reference
    return redirect("requests:wizard_step", wizard.WHEN)


@require_POST
@login_required
@once
def feedback(request: HttpRequest, reference: str) -> HttpResponse:
    help_request = get_own_request(request.user, reference)
    user: Any = request.user
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return page_again(request, reference, status=INVALID, form=form)
    try:
        shown = standing_of(with_visits(visible_requests(user)).get(pk=help_request.pk)).visit
        visit = visit_to_rate(help_request, shown, now=clock.now()) or shown
        written = language_of(form.cleaned_data["words"])
        afterwards.give_feedback(visit, by=user, now=clock.now(), written_in=written, **form.cleaned_data)
    except DomainError as error:
        return page_again(request, reference, status=CONFLICT, message=str(error))
    note(request, help_request, LookKind.FEEDBACK)
    messages.success(request, _("Danke, das ist angekommen."))
    if is_emergency(form.cleaned_data["words"]):
        messages.warning(request, _("Ist das ein Notfall? Dann rufen Sie bitte sofort 112 an."))
    return redirect("requests:mine_detail", reference)
