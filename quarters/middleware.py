"""Staff see nothing before they have a second factor (in production settings), and are signed out after an hour of rest.

Whoever is signed in reads the own language, on whatever device; who works here reads German.

A wrong sign-in form answers 422.
"""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext as _

from piano.kit.htmx import INVALID
from quarters.signing import staying_in

STAFF_KINDS = {"helper", "coordinator", "care_partner", "association_officer", "gwg_staff", "centre", "trainer"}
SIGN_IN = "/konto/"
OPEN_TO_ALL = (SIGN_IN, "/static/", "/health/")


def second_factor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Sends somebody with a role or admin rights to set up a factor first; the sign-in pages stay open."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR_REQUIRED and not request.path.startswith(OPEN_TO_ALL) and _lacks_factor(request):
            messages.info(request, _("Bitte richten Sie zuerst den zweiten Schlüssel für Ihr Konto ein."))
            return redirect("mfa_index")
        return get_response(request)

    return middleware


def _lacks_factor(request: HttpRequest) -> bool:
    return works_here(request.user) and not is_mfa_enabled(request.user)


def works_here(user: Any) -> bool:
    """Whether this is somebody with a role of today, or with admin rights."""
    return user.is_authenticated and (user.is_staff or bool(user.role_kinds & STAFF_KINDS))


def stay_signed_in(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Ends a session whose time is over, and notes that it is in use. A page that asks by itself is loaded anew."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        is_staff = works_here(request.user)
        if not staying_in.is_over(request.session, is_staff=is_staff):
            staying_in.note_use(request.session, is_staff=is_staff)
            return get_response(request)
        logout(request)
        messages.info(request, _("Sie waren eine Weile nicht hier. Bitte melden Sie sich noch einmal an."))
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return get_response(request)

    return middleware


def own_language(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """In a signed-in person's language. The pages of staff are German, and so is everything that they write into rows."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            code = settings.LANGUAGE_CODE if works_here(request.user) else request.user.page_language
            if code:
                translation.activate(code)
                request.LANGUAGE_CODE = code
        return get_response(request)

    return middleware


class InvalidSignIn:
    """allauth answers 200 to a form with mistakes; ours answer 422, and so do its pages here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        form = (response.context_data or {}).get("form")
        is_form = request.method == "POST" and request.path.startswith(SIGN_IN) and response.status_code == 200
        if is_form and getattr(form, "errors", None):
            response.status_code = INVALID
        return response
