"""What a reader chooses for herself: display and language. Both work without JavaScript and without signing in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from piano.kit.display import read_display, remember
from quarters.people.languages import choose_language

A_YEAR = 365 * 24 * 60 * 60


@require_POST
def display(request: HttpRequest) -> HttpResponse:
    response = redirect(safe_next(request))
    return remember(response, read_display(request.POST), secure=request.is_secure())


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    response = redirect(safe_next(request))
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES) and check_for_language(code):
        if request.user.is_authenticated:
            choose_language(request.user, code)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=A_YEAR,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response


def safe_next(request: HttpRequest) -> str:
    """Where to go back to, on this site only."""
    target = request.POST.get("next") or request.headers.get("referer") or "/"
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if is_ours else "/"
