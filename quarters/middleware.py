"""Staff see nothing before they have a second factor (in production settings)."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

STAFF_KINDS = {"helper", "coordinator", "care_partner", "association_officer", "gwg_staff"}
OPEN_TO_ALL = ("/konto/", "/static/", "/health/")


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
