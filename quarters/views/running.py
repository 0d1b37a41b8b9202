"""„Läuft alles?“: each part of piAno in words, for everybody who works here. No person appears here."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from piano.kit import clock
from piano.kit.htmx import render_page
from piano.messaging.watch.parts import look
from piano.messaging.watch.words import say_look, say_state
from quarters.access import role_required


@require_safe
@never_cache
@role_required("helper", "coordinator", "gwg_staff")
def running(request: HttpRequest) -> HttpResponse:
    seen = look()
    said = say_look(seen)
    context = {
        "state": seen.state,
        "heading": say_state(seen.state),
        "ill": [one for one in said if one.todo],
        "well": [one for one in said if not one.todo],
        "seen_at": clock.now() if all(one.name != "database" or not one.todo for one in said) else None,
    }
    return render_page(request, "quarters/running.html", context, fragment="parts")
