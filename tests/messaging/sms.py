"""A provider of SMS that a file describes, and somebody to write to."""

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from piano.messaging.channels.sms import CHANNEL
from piano.messaging.gateway.description import read_description
from piano.messaging.reasons import REASONS, Reason
from tests.messaging.gateway_peer import Peer, running_peer

MOBILE, LANDLINE, KEY = "+491705550104", "+49561123456", "one@piano.example"
CALLBACK_KEY = "k" * 40


@pytest.fixture
def peer() -> Iterator[Peer]:
    with running_peer() as one:
        yield one
    CHANNEL.close()


@pytest.fixture
def gateway(peer: Peer, settings: Any) -> Any:
    described = {
        "url": peer.url,
        "headers": {"Authorization": "Bearer {secret}"},
        "body": {"to": "{to}", "text": "{text}", "from": "{sender}", "ref": "{key}", "callback": "{callback}"},
        "reference": "messages.0.id",
        "lookup": peer.url + "?ref={key}",
        "receipt": {"key": "client.ref", "failed": ["undelivered"]},
    }
    one = read_description(json.dumps(described), secret="geheim", callback_key=CALLBACK_KEY)
    settings.GATEWAYS = {"sms": one}
    return one


@pytest.fixture
def reason() -> Iterator[Reason]:
    yield REASONS.setdefault("news", Reason("news", "b", lambda pk: True, lambda pk, person: {}))
    del REASONS["news"]


def message_to(phone: str = MOBILE, language: str = "de") -> Any:
    person = SimpleNamespace(phone=phone, reads_in=language)
    return SimpleNamespace(reason="news", subject="visit:1", recipient=person, sample=None)
