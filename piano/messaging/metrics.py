"""/metrics for Prometheus. On this machine alone, or with the token of `PIANO_METRICS_TOKEN`; for all others it is not there."""

from collections.abc import Iterable
from hmac import compare_digest
from itertools import groupby

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from piano.messaging.watch.figures import Figure, all_figures

LOOPBACK = ("127.0.0.1", "::1")


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not _may_read(request):
        raise Http404
    text = as_text(all_figures())
    return HttpResponse(text, "text/plain; version=0.0.4; charset=utf-8", headers={"Cache-Control": "no-store"})


def _may_read(request: HttpRequest) -> bool:
    """The token, wherever it comes from. Without one this machine itself, unless a proxy stands in front and hides who asks."""
    given = request.headers.get("Authorization", "").encode()
    if settings.METRICS_TOKEN:
        return compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode())
    is_direct = not settings.ALLAUTH_TRUSTED_PROXY_COUNT and "X-Forwarded-For" not in request.headers
    return is_direct and request.META.get("REMOTE_ADDR") in LOOPBACK


def as_text(found: Iterable[Figure]) -> str:
    lines = []
    for name, group in groupby(sorted(found, key=lambda one: one.name), key=lambda one: one.name):
        lines.append(f"# TYPE {name} gauge")
        lines += [f"{name}{_labels(one)} {one.value:g}" for one in group]
    return "\n".join(lines) + "\n"


def _labels(one: Figure) -> str:
    said = ",".join(f'{name}="{_escaped(value)}"' for name, value in sorted(one.labels.items()))
    return f"{{{said}}}" if said else ""


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
