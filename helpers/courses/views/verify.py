"""`/bescheinigung/`: whether a certificate is genuine. Says valid or not, initials and days; never a name, and not too often."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from helpers.models import Certificate
from piano.kit.limits import too_often

MOST, SECONDS = 20, 3600
TOO_MANY = 429


@require_safe
@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    """`?code=`: as it is printed; blanks and small letters count the same."""
    typed = request.GET.get("code", "").replace("\x00", "")
    code = "".join(typed.split()).replace("-", "").upper()[:20]
    if not code:
        return _page(request, {})
    if too_often(request, what="certificate", most=MOST, seconds=SECONDS):
        return _page(request, {"is_too_often": True}, status=TOO_MANY)
    found = Certificate.objects.filter(code=code, taken_back_at=None).select_related("participant__person").first()
    return _page(request, {"code": typed[:20], "found": found, "initials": _initials(found)})


def _initials(found: Certificate | None) -> str:
    if found is None:
        return ""
    person = found.participant.person
    return " ".join(f"{name[:1]}." for name in (person.given_name, person.family_name) if name)


def _page(request: HttpRequest, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    response = render(request, "helpers/courses/verify.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
