"""Staff see nothing before they have a second factor (in production settings); a wrong sign-in form answers 422."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from piano.kit.htmx import INVALID

STAFF_KINDS = {"helper", "coordinator", "care_partner", "association_officer", "gwg_staff"}
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
    user = request.user
    if not user.is_authenticated:
        return False
    is_staff = user.is_staff or bool(user.role_kinds & STAFF_KINDS)
    return is_staff and not is_mfa_enabled(user)


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
