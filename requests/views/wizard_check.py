"""The wizard's last page: everything at a glance, then send. By telephone at once, by e-mail after signing in."""

import datetime as dt
import uuid
from typing import Any

from allauth.account.views import request_login_code
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.limits import too_often
from piano.kit.once import FIELD
from quarters.models import LookKind
from quarters.people.residents import CONSENT_WORDING
from quarters.people.talking import say_needs
from quarters.people.trust import note_look
from quarters.signing.accounts import open_account
from requests.access import find_own_request, get_sent_request, trust_behind
from requests.forms.wizard_send import GiveForm, SendForm, SignInForm
from requests.models import HelpRequest
from requests.series.rule import say_rule
from requests.wishes import wizard
from requests.wishes.asking import costs_of, remark_of, send_wizard
from requests.wishes.costs import check_told, told_costs
from requests.wishes.phrases import PHRASES
from requests.wishes.red_flags import EMERGENCY, RedFlag, find_red_flags
from requests.wishes.wish_time import say_wish
from requests.wishes.wizard import CHECK, HINTS, REPLACES, WHAT, WHEN, WHO, Wizard

SENT = "hilfe_gesendet"
HOUR = 3600


def check_and_send(request: HttpRequest, state: Wizard) -> HttpResponse:
    """The answers are complete and the form is new: `views.wizard.step` has looked."""
    if request.method != "POST":
        return check_page(request, state)
    form = SendForm(request.POST)
    if not form.is_valid():
        return check_page(request, state, form=form, status=INVALID)
    try:
        return send(request, state, told=form.cleaned_data["told"])
    except DomainError as error:
        return check_page(request, state, form=form, message=str(error), status=CONFLICT)


def send(request: HttpRequest, state: Wizard, *, told: str) -> HttpResponse:
    """Takes the request and shows what happens next; `told` marks the costs that were shown. Raises `DomainError`."""
    user: Any = request.user if request.user.is_authenticated else None
    if user is None and too_often(request, what="wizard", most=20, seconds=HOUR):
        raise DomainError(str(_("Von diesem Anschluss kamen gerade viele Anfragen. Bitte rufen Sie uns an.")))
    replaces = find_own_request(user, request.session.get(REPLACES, "")) if user else None
    check_told(costs_of(state.answers, now=state.now), told)
    help_request = send_wizard(state.answers, user=user, token=_token(request), now=state.now, replaces=replaces)
    note_asked(help_request, user, now=state.now)
    wizard.forget(request)
    request.session[SENT] = help_request.reference
    return redirect("requests:wizard_sent")


def note_asked(help_request: HelpRequest, user: Any, *, now: dt.datetime) -> None:
    """What a trusted person asks is one of the things that the resident reads."""
    trust = trust_behind(user, help_request) if user else None
    if trust is not None:
        note_look(trust, LookKind.ASK, about=help_request.reference, now=now)


def _token(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


@require_POST
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sends a code to the address, which opens an account when there is none; signing in leads back to the last page."""
    state = wizard.load_wizard(request, now=clock.now())
    if state.first_open != CHECK:
        return redirect("requests:wizard_step", state.first_open)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return check_page(request, state, sign_in_form=form, status=INVALID)
    if too_often(request, what="wizard_sign_in", most=20, seconds=HOUR):
        words = _("Von diesem Anschluss kamen gerade viele Versuche. Bitte rufen Sie uns an.")
        return check_page(request, state, message=words, status=CONFLICT)
    open_account(form.cleaned_data["email"])
    answer: HttpResponse = request_login_code(request)
    return answer


def check_page(
    request: HttpRequest,
    state: Wizard,
    *,
    form: SendForm | None = None,
    sign_in_form: SignInForm | None = None,
    message: str = "",
    status: int = 200,
) -> HttpResponse:
    answers = state.answers
    flags = find_red_flags(
        answers[HINTS]["words"], answers[HINTS]["hints"], answers[HINTS]["wished_name"], remark_of(answers)
    )
    plan = wizard.plan_of(answers, now=state.now)
    context = {
        "form": form or SendForm(),
        "sign_in_form": sign_in_form or SignInForm(),
        "costs": costs_of(answers, now=state.now),
        "is_moving": REPLACES in request.session,
        "time": wizard.time_of(answers, now=state.now),
        "is_regular": wizard.is_regular(answers),
        "how_often": say_rule(plan.times.rule) if plan else "",
        "remark": remark_of(answers),
        "deadline_on": answers[WHEN].get("deadline_on"),
        "category_label": answers[WHAT]["category"].said,
        "spoken": dict(settings.LANGUAGES)[answers[WHO]["language"]],
        "who": answers[WHO],
        "talking": say_needs(answers[WHO]),
        "hints": answers[HINTS],
        "phrases": [PHRASES[code] for code in answers[HINTS]["phrases"]],
        "consent": CONSENT_WORDING,
        "message": message,
        "flags": flags if flags and flags[0].kind == EMERGENCY else [],
        "repair_phone": settings.REPAIR_PHONE,
        **steps_context(state, CHECK),
    }
    return render(request, "requests/wizard/pruefen.html", context, status=status)


@never_cache
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next, for whoever has just sent something here."""
    help_request: HelpRequest | None = get_sent_request(request.session.get(SENT, ""))
    if help_request is None:
        return redirect("requests:wizard")
    return sent_page(request, help_request)


def sent_page(
    request: HttpRequest,
    help_request: HelpRequest,
    *,
    form: GiveForm | None = None,
    flags: list[RedFlag] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form or GiveForm(),
        "flags": flags or [],
        "is_emergency": bool(flags),
        "help_request": help_request,
        "category_label": help_request.category.said,
        "is_mine": help_request.asked_by_id is not None and help_request.asked_by_id == request.user.pk,
        "is_for_other": bool(help_request.caller_name),
        "costs": told_costs(help_request),
        "wish_time": _wish_time(help_request),
    }
    return render(request, "requests/wizard/danke.html", context, status=status)


def _wish_time(help_request: HelpRequest) -> str:
    window = help_request.visits.order_by("-pk")[0].wish_window
    return say_wish(help_request.wish_time, (window.lower, window.upper))


def steps_context(state: Wizard, step: str) -> dict[str, Any]:
    """„Frage 2 von 5“ as keys and words."""
    place, total = state.order.index(step), len(state.order)
    states = ["done" if number < place else "now" if number == place else "next" for number in range(total)]
    return {
        "steps": [{"state": one} for one in states],
        "number": place + 1,
        "total": total,
        "calm": _("Es wird noch nichts gesendet"),
    }
