"""One push to one device over HTTP (`exchange.Line`), and only where `hosts` allows."""

import base64
import datetime as dt
import hashlib
import json
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from piano.messaging.channels.base import NotDelivered, Unclear
from piano.messaging.channels.push.encrypting import encrypt, from_text
from piano.messaging.channels.push.hosts import is_allowed
from piano.messaging.channels.push.models import Device
from piano.messaging.channels.push.vapid import authorization
from piano.messaging.gateway.description import Asked
from piano.messaging.gateway.exchange import Line
from piano.messaging.models import Message, MessageClass

TIMEOUT_SECONDS = 2  # to reach the service, and again to be answered, however slowly it drips
LONGEST_TTL = dt.timedelta(days=28)
USUAL_TTL = dt.timedelta(days=1)
URGENCIES = {MessageClass.URGENT: "high", MessageClass.NORMAL: "normal", MessageClass.DIGEST: "low"}
TOPIC_LENGTH = 32  # RFC 8030: at most so many letters of base64url


@dataclass(frozen=True)
class Answer:
    """`status` 0: no answer at all."""

    status: int

    @property
    def is_accepted(self) -> bool:
        return self.status in (200, 201, 202, 204)

    @property
    def is_gone(self) -> bool:
        return self.status in (404, 410)

    @property
    def is_passing(self) -> bool:
        return self.status in (0, 408, 429) or self.status >= 500


def push(device: Device, message: Message, *, key: str, now: dt.datetime) -> Answer:
    """Says that there is something, and nothing of it. The same key replaces what waits or is shown already."""
    if not is_allowed(device.endpoint):
        return Answer(404)  # the list has become shorter: the device goes
    topic = topic_of(key)
    words = content(message, topic=topic)
    try:
        body = encrypt(words, device_key=from_text(device.key), auth=from_text(device.auth))
    except ValueError:
        return Answer(404)  # no browser has such a key
    headers = {
        "Authorization": authorization(device.endpoint, at=int(now.timestamp())),
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(_seconds_to_live(message, now=now)),
        "Urgency": URGENCIES[MessageClass(message.message_class)],
        "Topic": topic,
    }
    return _post(device.endpoint, body, headers)


def content(message: Message, *, topic: str) -> bytes:
    """No name, no kind of help, no time: it is shown on a locked screen."""
    language = message.recipient.reads_in
    with translation.override(language):
        said = {"title": _("Neue Nachricht von piAno"), "way": "/heim/", "lang": language, "tag": topic[:12]}
    return json.dumps(said, ensure_ascii=False).encode()


def topic_of(key: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()).decode()[:TOPIC_LENGTH]


def _seconds_to_live(message: Message, *, now: dt.datetime) -> int:
    left = message.expires_at - now if message.expires_at else USUAL_TTL
    return int(max(dt.timedelta(0), min(left, LONGEST_TTL)).total_seconds())


def _post(endpoint: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Silence after the words were given may be repeated: the topic replaces them."""
    line = Line(endpoint, seconds=TIMEOUT_SECONDS)
    try:
        return Answer(line.ask(Asked("POST", endpoint, headers, body)).status)
    except (NotDelivered, Unclear):
        return Answer(0)
    finally:
        line.close()
