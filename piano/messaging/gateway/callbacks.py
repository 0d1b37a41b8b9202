"""What a provider tells us afterwards: whether a message arrived. Believed only when it is signed and fresh."""

import datetime as dt
import logging

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.messaging.gateway import gateway_named
from piano.messaging.gateway.description import value_at
from piano.messaging.gateway.judging import parse
from piano.messaging.gateway.signing import is_real
from piano.messaging.models import Attempt, Message, MessageState, Outcome
from piano.messaging.onward import give_up

logger = logging.getLogger("piano.messaging")
MOST_BYTES = 16 * 1024


def callback_url(name: str) -> str:
    return settings.SITE_URL + reverse("messaging:receipt", args=[name])


@csrf_exempt  # the signature says who it is; there is no session
@require_POST
def receipt(request: HttpRequest, name: str) -> HttpResponse:
    """204 for what is real, known or not, so that nobody can ask us which messages there are; 403 for everything else."""
    gateway, now = gateway_named(name), clock.now()
    if gateway is None or int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return HttpResponse(status=403)
    if not is_real(request.body, request.headers, key=gateway.callback_key, now=now.timestamp()):
        return HttpResponse(status=403)
    content, where = parse(request.body), gateway.receipt
    status, key = value_at(content, where.status), value_at(content, where.key)
    if status in where.failed:
        did_not_arrive(key, channel=name, now=now)
    elif status in where.delivered:
        arrived(key, channel=name)
    return HttpResponse(status=204)


def arrived(key: str, *, channel: str) -> None:
    """Twice changes nothing, and what has gone on to another channel meanwhile stays there."""
    with transaction.atomic():
        message = _sent(key, channel)
        if message is not None:
            Message.objects.filter(pk=message.pk).update(state=MessageState.DELIVERED)
            Attempt.objects.filter(message=message, channel=channel, outcome=Outcome.SENT).update(
                outcome=Outcome.DELIVERED
            )


def did_not_arrive(key: str, *, channel: str, now: dt.datetime) -> None:
    """It was taken and never reached her: the next channel, at last somebody calls. Twice changes nothing."""
    with transaction.atomic():
        message = _sent(key, channel)
        if message is None:
            return
        tried = Attempt.objects.filter(message=message, channel=channel, outcome=Outcome.SENT)
        tried.update(outcome=Outcome.FAILED, error="not delivered")
        message.last_error = "not delivered, says the provider"
        give_up(message, now=now)
    logger.warning("message %s did not arrive, says the provider", message.pk)


def _sent(key: str, channel: str) -> Message | None:
    """Locks it."""
    rows = Message.objects.select_for_update(of=("self",)).select_related("recipient")
    return rows.filter(message_id=f"<{key}>", channel=channel, state=MessageState.SENT).first()
