"""The document of a call, for providers that fetch it. Says what the call says to whoever has the signed address; never acts."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from piano.kit import clock
from piano.messaging.channels.voice.spoken import text_behind
from piano.messaging.gateway import gateway_named
from piano.messaging.gateway.callbacks import callback_url


@csrf_exempt  # many providers fetch with POST; nothing is changed
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def spoken(request: HttpRequest, token: str) -> HttpResponse:
    gateway = gateway_named("voice")
    text = text_behind(token, now=clock.now()) if gateway and gateway.document.call else ""
    if gateway is None or not text:
        return HttpResponse(status=404)
    content = gateway.spoken(text=text, callback=callback_url("voice"))
    return HttpResponse(content, content_type=f"{gateway.document.type}; charset=utf-8")
