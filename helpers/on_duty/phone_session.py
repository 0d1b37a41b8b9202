"""A session that is bound to a duty: no second sign-in at three in the morning, and none that outlives the shift.

It opens the rooms of being on call and nothing else of who works here: a telephone that several people hold shows no board.
Asked at every request, so that a block is felt with the next one.
"""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from helpers.models import DutyPhone
from helpers.on_duty.duty_phones import find_running
from piano.kit import clock
from quarters.signing.staying_in import keep_alive

KEY = "duty_phone"
SHUT = ("/leitstand/", "/verwaltung/", "/berichte/", "/qualifizierung/", "/verein/", "/meine/", "/konto/")
OPEN = ("/konto/logout/",)


def bind(request: HttpRequest, phone: DutyPhone) -> None:
    """From now on this browser is the duty telephone. A session id that was known before is worth nothing."""
    request.session.cycle_key()
    request.session[KEY] = phone.reference


def is_duty_phone(request: HttpRequest) -> bool:
    return KEY in request.session


def bound_to_duty(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Stands before what signs people out after an hour of rest."""

    def middleware(request: HttpRequest) -> HttpResponse:
        reference = request.session.get(KEY)
        if not reference:
            return get_response(request)
        person = request.user
        if not person.is_authenticated or not find_running(reference, person, now=clock.now()):
            return _sign_out(request)
        keep_alive(request.session)
        if request.path.startswith(SHUT) and not request.path.startswith(OPEN):
            return render(request, "helpers/only_on_call.html", status=403)
        return get_response(request)

    return middleware


def _sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.info(request, _("Ihr Dienst an diesem Telefon ist zu Ende. Wer jetzt Bereitschaft hat, meldet sich an."))
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect(f"{reverse('account_login')}?next={reverse('requests:duty_phone')}")
