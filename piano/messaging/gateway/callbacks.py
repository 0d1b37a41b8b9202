"""What a provider tells us afterwards: whether a message arrived, which key was pressed. Believed only when signed and fresh."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.messaging.gateway import gateway_named
from piano.messaging.gateway.description import Gateway, Receipt, value_at
from piano.messaging.gateway.judging import parse
from piano.messaging.gateway.signing import is_real
from piano.messaging.key_presses import note_key, note_unheard
from piano.messaging.models import Outcome
from piano.messaging.receipts import note_delivery

MOST_BYTES = 16 * 1024


def callback_url(name: str) -> str:
    return settings.SITE_URL + reverse("messaging:receipt", args=[name])


@csrf_exempt  # the signature says who it is; there is no session
@require_POST
def receipt(request: HttpRequest, name: str) -> HttpResponse:
    """204 for what is real, known or not, so that nobody can ask us which messages there are; 403 for everything else.

    A pressed key gets what is said back, where the provider reads documents.
    """
    gateway, now = gateway_named(name), clock.now()
    if gateway is None or int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return HttpResponse(status=403)
    if not is_real(request.body, request.headers, key=gateway.callback_key, now=now.timestamp()):
        return HttpResponse(status=403)
    content, where = parse(request.body), gateway.receipt
    status = value_at(content, where.status)
    name_of_it = value_at(content, where.key) or value_at(content, where.reference)
    digits = value_at(content, where.digits) if name == "voice" else ""
    if digits and name_of_it:
        return _said_back(gateway, note_key(name, name_of_it, digits[:1], now=now))
    if name == "voice" and name_of_it and _is_unheard(content, where):
        note_unheard(name, name_of_it, now=now)
        return HttpResponse(status=204)
    outcome = Outcome.FAILED if status in where.failed else Outcome.DELIVERED if status in where.delivered else None
    if outcome and name_of_it:
        note_delivery(name, name_of_it, outcome, now)
    return HttpResponse(status=204)


def _is_unheard(content: Any, where: Receipt) -> bool:
    """Busy, nobody there, or a machine picked up, whatever became of the call."""
    is_machine = bool(where.answered_by) and value_at(content, where.answered_by) in where.machines
    return is_machine or value_at(content, where.status) in where.unheard


def _said_back(gateway: Gateway, text: str) -> HttpResponse:
    if not gateway.document.reply or not text:
        return HttpResponse(status=204)
    return HttpResponse(gateway.said_back(text), content_type=f"{gateway.document.type}; charset=utf-8")
