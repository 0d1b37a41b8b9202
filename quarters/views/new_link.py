"""`/neuer-link/`: the button on the page of a link that is too old. Says the same whether or not there was somebody to write to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.limits import too_often
from piano.kit.once import once
from quarters.signing.new_links import lost_behind, send_new

MOST, HOUR = 10, 3600


@require_POST
@never_cache
@once
def new_link(request: HttpRequest) -> HttpResponse:
    if too_often(request, what="new_link", most=MOST, seconds=HOUR):
        return render(request, "quarters/new_link.html", {"is_too_often": True}, status=429)
    kind = request.POST.get("art", "")
    lost = lost_behind(kind, request.POST.get("link", ""))
    if lost is not None:
        send_new(kind, lost, now=clock.now())
    return render(request, "quarters/new_link.html", {"is_too_often": False})
