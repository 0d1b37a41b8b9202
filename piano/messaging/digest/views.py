"""`/uebersicht/ende/…`: no overview any more, without signing in. A GET asks; a POST does it, also that of a mail program (RFC 8058)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from piano.kit import clock
from piano.messaging.digest.links import person_behind
from piano.messaging.digest.wishes import Waits, wish_together

GONE = 404


@csrf_exempt  # the token is the permission; a mail program has no cookie
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def leave(request: HttpRequest, token: str) -> HttpResponse:
    now = clock.now()
    person = person_behind(token, now=now)
    if person is None:
        return render(request, "messaging/leave_gone.html", status=GONE)
    if request.method == "POST":
        wish_together(person, waits=Waits.NEVER, now=now)
    return render(request, "messaging/leave.html", {"is_over": person.waits == Waits.NEVER})
