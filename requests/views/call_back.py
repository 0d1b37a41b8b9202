"""`/hilfe/rueckruf/`: „Rufen Sie mich an“. Name and number are enough; a helper finds the call on the own list."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.languages import is_german
from piano.kit.limits import too_often
from piano.kit.once import once
from quarters.people.languages import say_language
from requests.forms.wizard_who import CallBackForm
from requests.models import ReferralKind
from requests.views.wizard import warns
from requests.wishes.intake import Caller
from requests.wishes.red_flags import EMERGENCY, RedFlag, find_red_flags
from requests.wishes.referrals import refer_call

CALLED = "hilfe_rueckruf"
WANTS_A_CALL = "Bittet um einen Anruf."  # read by helpers, so in their language


@never_cache
@once
def call_back(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return page(request, CallBackForm(initial=_known(request.user)))
    form = CallBackForm(request.POST)
    flags = find_red_flags(*(request.POST.get(name, "") for name in form.free_text))
    must_warn = warns(request, flags)
    if not form.is_valid() or must_warn:
        return page(request, form, flags=flags, status=INVALID)
    if too_often(request, what="call_back", most=20, seconds=3600):
        return page(request, form, message=_("Von diesem Anschluss kamen gerade viele Anfragen."), status=CONFLICT)
    try:
        _write_down(request.user, form.cleaned_data)
    except DomainError as error:
        return page(request, form, message=str(error), status=CONFLICT)
    request.session[CALLED] = form.cleaned_data["phone"]
    return redirect("requests:call_back_done")


def _known(user: Any) -> dict[str, str]:
    return {"name": user.full_name, "phone": user.phone} if user.is_authenticated else {}


def _write_down(user: Any, said: dict[str, Any]) -> None:
    resident = user.resident if user.is_authenticated and user.is_resident else None
    refer_call(
        kind=ReferralKind.INFORMATION,
        words="\n\n".join(part for part in (said["words"] or WANTS_A_CALL, _in_which_language()) if part),
        district=resident.district if resident else None,
        resident=resident,
        by=None,
        caller=Caller(name=said["name"], phone=said["phone"]),
        now=clock.now(),
    )


def _in_which_language() -> str:
    """For whoever calls: the page's, where it was not German. In German, as the row is."""
    if is_german():
        return ""
    code = get_language() or ""
    with translation.override(settings.LANGUAGE_CODE):
        return f"Sprache der Seite: {say_language(code)}."


def page(
    request: HttpRequest,
    form: CallBackForm,
    *,
    flags: list[RedFlag] | None = None,
    message: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "flags": flags or [],
        "is_emergency": any(flag.kind == EMERGENCY for flag in flags or []),
        "message": message,
        "repair_phone": settings.REPAIR_PHONE,
    }
    return render(request, "requests/wizard/rueckruf.html", context, status=status)


@never_cache
def call_back_done(request: HttpRequest) -> HttpResponse:
    phone = request.session.get(CALLED, "")
    if not phone:
        return redirect("requests:call_back")
    now = clock.now()
    context = {"phone": phone, "calls_from": clock.next_call_time(now), "is_now": clock.next_call_time(now) <= now}
    return render(request, "requests/wizard/rueckruf_danke.html", context)
