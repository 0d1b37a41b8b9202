"""A real SMTP server that remembers every mail before it says 250, and can be told to refuse."""

import asyncio
import socket
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

import pytest
from aiosmtpd.controller import Controller


@dataclass
class Sink:
    """`answer` is what DATA gets after `delay` seconds; `accepted` holds the Message-IDs, noted before their 250."""

    answer: str = "250 OK"
    delay: float = 0.0
    port: int = 0
    accepted: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    mails: list[Any] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        if self.answer.startswith("250"):
            message = message_from_bytes(envelope.content)
            self.accepted.append(str(message["Message-ID"]))
            self.mails.append(message)
            plain = next((part for part in message.walk() if part.get_content_type() == "text/plain"), message)
            self.texts.append(bytes(plain.get_payload(decode=True)).decode())
        await asyncio.sleep(self.delay)
        return self.answer

    @property
    def copies(self) -> Counter[str]:
        return Counter(self.accepted)


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    handler = Sink(port=port)
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "piano.messaging.channels.email.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield handler
    controller.stop()
