"""„Nachrichten auf dieses Gerät“: a browser is added or taken away. It answers a script; without one the page says so."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.messaging.channels.push.devices import HERE, WrongDevice, add_device, remove_device

CREATED, INVALID = 201, 422


@require_POST
@login_required
def add(request: HttpRequest) -> JsonResponse:
    if not settings.PUSH_KEY:
        raise Http404
    posted: Any = request.POST
    try:
        device = add_device(
            endpoint=posted.get("endpoint", ""),
            key=posted.get("key", ""),
            auth=posted.get("auth", ""),
            by=request.user,
            now=clock.now(),
        )
    except WrongDevice as error:
        return JsonResponse({"says": str(error)}, status=INVALID)
    request.session[HERE] = device.pk
    return JsonResponse({}, status=CREATED)


@require_POST
@login_required
def remove(request: HttpRequest) -> JsonResponse:
    remove_device(endpoint=request.POST.get("endpoint", ""), by=request.user)
    return JsonResponse({})
