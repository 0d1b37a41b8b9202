"""Headers that every answer carries, addresses that can lead nowhere, and who acts."""

from collections.abc import Callable

import pghistory
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve


def private_pages(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Pages of signed-in people are kept by nobody on the way; old windows are cut off."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        if hasattr(request, "user") and request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        return response

    return middleware


def real_addresses(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A NUL stands in no name and no reference; PostgreSQL would refuse the question."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise Http404
        return get_response(request)

    return middleware


def note_who_acts(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """What a signed-in person changes is noted in the audit trail with her number and the pattern of the address.

    Never the address itself: links of ours carry tokens. A GET changes nothing and notes nothing.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD", "OPTIONS") or not request.user.is_authenticated:
            return get_response(request)
        with pghistory.context(user=request.user.pk, url=_pattern(request)):
            return get_response(request)

    return middleware


def _pattern(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).route
    except Resolver404:
        return ""
