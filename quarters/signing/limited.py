"""A session that began with a code from paper: own requests only, until somebody of us has made sure who it is.

Paper is found, lent and read over a shoulder. Nothing that would hand the account on can be changed in it: address,
telephone, e-mail, trusted persons. A second factor or a code by e-mail opens an ordinary session instead.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from quarters.models import PaperCode

KEY = "paper_code"
OPEN = (
    "/meine/anfragen/",
    "/hilfe/",
    "/treffpunkte/",
    "/termine/",
    "/ideen/",
    "/konto/logout/",
    "/anzeige/",
    "/sprache/",
    "/barrierefreiheit/",
    "/datenschutz/",
    "/impressum/",
    "/static/",
    "/health/",
    "/app.webmanifest",
    "/sw.js",
    "/ohne-netz/",
)
OPEN_ALONE = ("/", "/heim/", "/meine/")


def limit(request: HttpRequest, code: PaperCode) -> None:
    request.session[KEY] = code.pk


def is_limited(user: Any) -> bool:
    """Of `request.user`: whether she may see her own requests and nothing more."""
    return bool(getattr(user, "is_limited", False))


def own_requests_only(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Every other page explains itself (403). A revoked code ends the session at once."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated or KEY not in request.session:
            return get_response(request)
        code = PaperCode.objects.filter(pk=request.session[KEY]).values("revoked_at", "confirmed_at").first()
        if code and code["revoked_at"]:
            logout(request)
            return redirect("account_login")
        if code and code["confirmed_at"]:
            del request.session[KEY]
            return get_response(request)
        request.user.is_limited = True
        if request.path in OPEN_ALONE or request.path.startswith(OPEN):
            return get_response(request)
        return render(request, "quarters/limited.html", status=403)

    return middleware
