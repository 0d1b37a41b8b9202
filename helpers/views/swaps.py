"""Asking colleagues to take a duty over, and answering: on the page or behind the link of the message. A GET never answers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helpers.access import ROOM, get_ask, get_own_duty, user_of
from helpers.forms import SwapForm
from helpers.models import Swap, SwapAsk, SwapState
from helpers.rota import swaps
from helpers.rota.swap_links import ask_behind
from helpers.views.own import duty_page, say_duty
from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required


@role_required(*ROOM)
@require_POST
@once
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    user = user_of(request)
    duty = get_own_duty(user, reference)
    form = SwapForm(request.POST, people=swaps.who_could_take(duty))
    if not form.is_valid():
        return duty_page(request, duty, status=INVALID, swap_form=form)
    try:
        swaps.ask_to_swap(duty, list(form.cleaned_data["people"]), by=user, now=clock.now())
    except DomainError as error:
        return duty_page(request, duty, message=str(error), status=CONFLICT)
    messages.success(request, _("Gefragt. Der Dienst bleibt bei Ihnen, bis jemand ja sagt."))
    return redirect("helpers:own_duty", reference)


@role_required(*ROOM)
@require_POST
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    user = user_of(request)
    duty = get_own_duty(user, reference)
    for swap in Swap.objects.filter(duty=duty, state=SwapState.OPEN):
        swaps.withdraw_swap(swap, by=user, now=clock.now())
        messages.success(request, _("Zurückgenommen. Der Dienst bleibt bei Ihnen."))
    return redirect("helpers:own_duty", reference)


@role_required(*ROOM)
@never_cache
@once
def swap(request: HttpRequest, reference: str) -> HttpResponse:
    return _answered(request, get_ask(user_of(request), reference))


@never_cache
@once
def swap_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever was asked, without signing in to anything else."""
    found = ask_behind(token, now=clock.now())
    if found is None:
        raise Http404
    return _answered(request, found)


def _answered(request: HttpRequest, found: SwapAsk) -> HttpResponse:
    answer = {"ja": True, "nein": False}.get(request.POST.get("antwort", ""))
    if request.method != "POST" or answer is None:
        return _page(request, found, status=INVALID if request.method == "POST" else 200)
    try:
        swaps.answer_swap(found, agrees=answer, by=found.person, now=clock.now())
    except DomainError as error:
        return _page(request, found, message=str(error), status=CONFLICT)
    return redirect(request.path)


def _page(request: HttpRequest, found: SwapAsk, *, message: str = "", status: int = 200) -> HttpResponse:
    duty, state = found.swap.duty, found.swap.state
    context: dict[str, Any] = {
        "ask": found,
        "span": say_duty(duty),
        "team": duty.answers_as,
        "is_open": state == SwapState.OPEN and not found.answer and duty.window.lower > clock.now(),
        "message": message,
    }
    return render(request, "helpers/swap.html", context, status=status)
