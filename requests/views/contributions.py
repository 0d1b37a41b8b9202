"""What people give of their own accord: read and ticked off by helpers; given after sending a wish, taken back on „Meine Anfragen“."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.htmx import INVALID
from piano.kit.once import once, token_of
from quarters.access import role_required
from quarters.contributions import contributions_in, give, take_back, tick_off
from quarters.models import Contribution, ContributionKind
from requests.access import get_sent_request
from requests.forms.board import NoteForm
from requests.forms.wizard_send import GiveForm
from requests.views.wizard_check import SENT, sent_page
from requests.wishes.red_flags import EMERGENCY, find_red_flags


@role_required("helper")
def contributions(request: HttpRequest) -> HttpResponse:
    """Everything that people of the districts give, so that it is at hand when somebody looks for it."""
    rows = contributions_in(request.user.district_ids)  # type: ignore[union-attr]
    return render(request, "requests/board/contributions.html", {"contributions": rows[:200]})


@role_required("helper")
def contribution(request: HttpRequest, reference: str) -> HttpResponse:
    return _page(request, _of_board(request, reference), NoteForm())


@require_POST
@role_required("helper")
@once
def tick(request: HttpRequest, reference: str) -> HttpResponse:
    row = _of_board(request, reference)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=INVALID)
    tick_off(row, by=request.user, now=clock.now(), note=form.cleaned_data["note"])  # type: ignore[arg-type]
    messages.success(request, _("Abgehakt. Es steht weiter in der Liste."))
    return redirect("requests:board")


def _of_board(request: HttpRequest, reference: str) -> Contribution:
    rows = contributions_in(request.user.district_ids)  # type: ignore[union-attr]
    return get_object_or_404(rows, reference=reference)


def _page(request: HttpRequest, row: Contribution, form: NoteForm, *, status: int = 200) -> HttpResponse:
    return render(request, "requests/board/contribution.html", {"contribution": row, "form": form}, status=status)


@require_POST
@never_cache
@once
def give_after_sending(request: HttpRequest) -> HttpResponse:
    """„Was machen Sie selbst gern für andere?“, on the page that thanks for a wish; of whoever has just sent it."""
    help_request = get_sent_request(request.session.get(SENT, ""))
    if help_request is None:
        return redirect("requests:wizard")
    form = GiveForm(request.POST)
    flags = find_red_flags(request.POST.get("words", ""))
    if flags and flags[0].kind == EMERGENCY:
        return sent_page(request, help_request, form=form, flags=flags, status=INVALID)
    if not form.is_valid():
        return sent_page(request, help_request, form=form, status=INVALID)
    give(
        kind=ContributionKind.GIFT,
        words=form.cleaned_data["words"],
        district=help_request.district,
        now=clock.now(),
        form_token=token_of(request),
        **_giver(request.user, help_request),
    )
    messages.success(request, _("Wie schön, danke! Ihr Treffpunkt meldet sich bei Ihnen."))
    return redirect("requests:wizard_sent")


def _giver(user: Any, help_request: Any) -> dict[str, Any]:
    """Who has asked: the person herself, or somebody else for her, with or without an account."""
    if user.is_authenticated:
        return {"person": user}
    if help_request.caller_name:
        return {"name": help_request.caller_name, "phone": help_request.caller_phone}
    return {"person": help_request.resident.user}


@require_POST
@login_required
@once
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Gone with all its words; a second time changes nothing."""
    if not take_back(person=request.user, reference=reference):  # type: ignore[arg-type]
        get_object_or_404(Contribution, reference=reference, person=request.user)
    messages.success(request, _("Zurückgenommen. Es steht nirgends mehr."))
    return redirect("requests:mine")
