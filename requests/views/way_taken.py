"""`/hilfe/angerufen/`: a number that we showed was followed. The number itself is a link and never waits for this page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.limits import too_often
from piano.kit.once import once, token_of
from requests.wishes.referrals import FOLLOWED, note_way_taken

MOST, HOUR = 30, 3600  # of one address, that nobody fills the log


@require_POST
@never_cache
@once
def way_taken(request: HttpRequest) -> HttpResponse:
    """A script sends it with the click; without one there is a button for afterwards."""
    kind = request.POST.get("kind", "")
    if kind not in FOLLOWED:
        raise Http404
    if not too_often(request, what="way_taken", most=MOST, seconds=HOUR):
        note_way_taken(kind=kind, user=request.user, now=clock.now(), form_token=token_of(request))
    if "danach" in request.POST:
        messages.success(request, _("Gut, dass Sie angerufen haben."))
    return redirect("requests:wizard")
