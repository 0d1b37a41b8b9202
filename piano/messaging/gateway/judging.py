"""What an answer of a provider means: taken, never, not now, or unclear. Pure."""

import json
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from piano.messaging.channels.base import NotDelivered, Unclear
from piano.messaging.gateway.description import Gateway, value_at
from piano.messaging.gateway.exchange import Answer

OURS = {  # our key, our account or their load, not the recipient's number: a later try may succeed
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.PAYMENT_REQUIRED,
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.CONFLICT,  # the same key is being worked on just now
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
}


def reference_in(answer: Answer, gateway: Gateway) -> str:
    """The provider's own number of what it took, "" where it gives none. Raises `NotDelivered`, `Unclear`."""
    if answer.status == HTTPStatus.GATEWAY_TIMEOUT:
        raise Unclear(f"http {answer.status}")  # it stands before the provider and does not know either
    if not 200 <= answer.status < 300:
        is_final = 400 <= answer.status < 500 and answer.status not in OURS
        raise NotDelivered(f"http {answer.status}", is_final=is_final)
    content = parse(answer.body)
    _check_accepted(content, gateway)
    return value_at(content, gateway.reference)[:120]


def _check_accepted(content: Any, gateway: Gateway) -> None:
    """Some say 200 and mean no."""
    said = gateway.accepted
    if not said:
        return
    value = value_at(content, str(said.get("at", "")))
    if value not in [str(one) for one in said.get("is", [])]:
        is_later = value in [str(one) for one in said.get("later", [])]
        raise NotDelivered(f"refused {value[:20]}", is_final=bool(value) and not is_later)


def parse(body: bytes) -> Any:
    """JSON, else the fields of a form, else the bare word that some answer with, under the name `text`."""
    text = body.decode("utf-8", "replace").strip()
    try:
        return json.loads(text)
    except ValueError:
        fields = {name: values[0] for name, values in parse_qs(text).items()}
        return fields or {"text": text}
