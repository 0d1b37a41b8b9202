"""A mail server that writes down every Message-ID before it says 250, and fails as it is told."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from piano.local.ports import free_port


class Sink:
    """`mode`: ok, busy (451), refused (550 for the recipient), rejected (554 after the mail), dropped (gone after the last dot,
    with the mail), gone (gone before it), silent (never answers the mail)."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.mode, self.delay = "ok", 0.0
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=20)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.mode == "refused":
            return "550 5.1.1 nobody of that name"
        if self.mode == "gone":
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.mode in ("busy", "rejected"):
            return "451 later" if self.mode == "busy" else "554 no"
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        await asyncio.sleep(30 if self.mode == "silent" else self.delay)
        if self.mode == "dropped":
            server.transport.abort()
        return "250 OK"

    @property
    def copies(self) -> Counter[str]:
        """How often each Message-ID was accepted."""
        return Counter(str(mail["Message-ID"]) for mail in self.mails)


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """Our mail goes there."""
    sink = Sink()
    settings.EMAIL_BACKEND = "piano.messaging.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    sink.controller.start()
    yield sink
    sink.controller.stop()
