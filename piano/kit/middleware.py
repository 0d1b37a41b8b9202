"""Headers and references that every answer carries, addresses that can lead nowhere, and who acts."""

import logging
import time
from collections.abc import Callable

import pghistory
from django.http import Http404, HttpRequest, HttpResponse

from piano.kit.logs import pattern_of
from piano.kit.tracing import read_trace, tracing

logger = logging.getLogger("piano.answers")
MACHINES = ("/health/live", "/health/ready", "/metrics")  # they ask every few seconds
METHODS = ("GET", "HEAD", "POST", "OPTIONS")


def traced(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Everything that a request does has one reference: what a proxy in front sends as X-Request-ID, else a new one.

    One line for each answer: the pattern of the address, never the address, and nobody's name or network address.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        with tracing(read_trace(request.headers.get("X-Request-ID", ""))) as trace:
            response = get_response(request)
            response.headers["X-Request-ID"] = trace
            if request.path_info not in MACHINES:
                _note(request, response, began)
        return response

    return middleware


def _note(request: HttpRequest, response: HttpResponse, began: float) -> None:
    fields = {
        "method": request.method if request.method in METHODS else "other",
        "page": pattern_of(request.path_info),
        "status": response.status_code,
        "ms": round((time.perf_counter() - began) * 1000),
    }
    logger.info("answered", extra={"fields": fields})


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
        with pghistory.context(user=request.user.pk, url=pattern_of(request.path_info)):
            return get_response(request)

    return middleware
