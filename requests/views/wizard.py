"""`/hilfe/`: one question a page. Nothing is sent here; back, reload and signing in keep every answer."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import INVALID
from piano.kit.languages import spoken
from piano.kit.once import once
from quarters.signing.last_seen import forget_quarter, remember_quarter
from requests.views.wizard_check import check_and_send, steps_context
from requests.wishes import wizard
from requests.wishes.asking import answers_about
from requests.wishes.red_flags import EMERGENCY, RedFlag, find_red_flags
from requests.wishes.wizard import CHECK, ORDER, REPLACES, WARNED, WHAT, WHEN, WHO, Wizard

READ = "gelesen"  # the hidden field of a page that has shown the warning


DANGER_WORDS = (  # whoever is frightened reads the own language, whatever the page is in
    ("de", "Ist jemand in Gefahr? Sofort anrufen:"),
    ("en", "Is somebody in danger? Call now:"),
    ("tr", "Tehlikede olan var mı? Hemen arayın:"),
    ("ru", "Кто-то в опасности? Звоните сразу:"),
    ("uk", "Хтось у небезпеці? Телефонуйте одразу:"),
    ("bg", "Има ли някой в опасност? Обадете се веднага:"),
    ("ar", "هل هناك من هو في خطر؟ اتصلوا فورًا:"),
)


@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Danger first, always; then the first question, or where somebody stopped."""
    first_open = wizard.load_wizard(request, now=clock.now()).first_open
    context = {
        "next": reverse("requests:wizard_step", args=[first_open]),
        "others": [words for words in DANGER_WORDS if words[0] != spoken(get_language() or "")],
    }
    return render(request, "requests/wizard/gefahr.html", context)


@never_cache
@once
def step(request: HttpRequest, step: str) -> HttpResponse:
    if step not in ORDER:
        raise Http404
    state = wizard.load_wizard(request, now=clock.now())
    if not state.may_open(step):
        return redirect("requests:wizard_step", state.first_open)
    if step == CHECK:
        return check_and_send(request, state)
    return answer(request, state, step) if request.method == "POST" else ask(request, state, step)


@require_POST
def restart(request: HttpRequest) -> HttpResponse:
    """Everything typed is forgotten, as for the next person at this computer."""
    wizard.forget(request)
    return forget_quarter(redirect("requests:wizard_step", WHAT))


def ask(request: HttpRequest, state: Wizard, step: str) -> HttpResponse:
    """An answer that no longer holds is shown with the reason; everything else as it was typed."""
    typed = state.typed.get(step)
    if typed and step == state.first_open:
        form = state.form(step, typed)
        if form.is_valid() and state.problem:
            form.add_error(None, state.problem)
        return question(request, state, step, form)
    return question(request, state, step, state.form(step, initial=typed or _known(request, step)))


def _known(request: HttpRequest, step: str) -> dict[str, Any]:
    """What a signed-in resident need not type again."""
    user = request.user
    if step != WHO or not user.is_authenticated or not user.is_resident:
        return {}
    return {"for_whom": "self"} | answers_about(user.resident)


def answer(request: HttpRequest, state: Wizard, step: str) -> HttpResponse:
    """Keeps a good answer and goes on; a bad one, or words of danger, stays on the page with everything typed."""
    form = state.form(step, request.POST)
    flags = find_red_flags(*(request.POST.get(name, "") for name in form.free_text))
    must_warn = warns(request, flags)
    if not form.is_valid() or must_warn:
        return question(request, state, step, form, flags=flags, status=INVALID)
    if step == WHEN:
        try:
            wizard.time_of({**state.answers, WHEN: form.cleaned_data}, now=state.now)
        except DomainError as error:
            form.add_error(None, str(error))
            return question(request, state, step, form, status=INVALID)
    wizard.remember(request, step, form, now=state.now)
    said = replace(state, answers={**state.answers, step: form.cleaned_data})
    response = redirect("requests:wizard_step", said.after(step))
    district = form.cleaned_data.get("district")
    return remember_quarter(request, response, district.slug) if district else response


def warns(request: HttpRequest, flags: list[RedFlag]) -> bool:
    """An emergency never goes on; the other kinds go on from the page that has shown the warning."""
    kinds = {flag.kind for flag in flags}
    if EMERGENCY in kinds:
        return True
    shown = set(request.session.get(WARNED, []))
    is_read = request.POST.get(READ) == "yes" and kinds <= shown
    if kinds and not is_read:
        request.session[WARNED] = sorted(shown | kinds)
    return bool(kinds) and not is_read


def question(
    request: HttpRequest, state: Wizard, step: str, form: Any, *, flags: list[RedFlag] | None = None, status: int = 200
) -> HttpResponse:
    place = state.order.index(step)
    context = {
        "form": form,
        "back": state.order[place - 1] if place else "",
        "is_going": bool(state.typed),
        "is_moving": REPLACES in request.session,
        "category": state.category,
        "flags": flags or [],
        "is_emergency": any(flag.kind == EMERGENCY for flag in flags or []),
        "repair_phone": settings.REPAIR_PHONE,
        **steps_context(state, step),
    }
    return render(request, f"requests/wizard/{step}.html", context, status=status)
