"""One HTTP exchange within a limit, however slowly the other side drips; it tells apart what was not sent from what is unclear.

The line is opened before the fence: looking up the name, connecting and checking the certificate cost no time of the lease.
No redirect is followed, no proxy asked, no certificate waved through.
"""

import contextlib
import http.client
import select
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from piano.kit.faults import point
from piano.messaging.channels.base import NotDelivered, Unclear
from piano.messaging.gateway.description import Asked
from piano.messaging.limits import cut_after

NETWORK_SECONDS = 17.0  # of one exchange, all steps together
STEP_SECONDS = 8.0
IDLE_SECONDS = 4.0  # many servers hang up after five
MOST_BYTES = 64 * 1024


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


class Line:
    """One connection for one sender; not shared between threads."""

    def __init__(self, url: str, *, seconds: float = NETWORK_SECONDS, trusts: str | None = None) -> None:
        parts = urlsplit(url)
        self.is_sealed, self.host, self.port = parts.scheme == "https", parts.hostname or "", parts.port
        self.seconds, self.trusts = seconds, trusts
        self.connection: Any = None
        self.used_at = 0.0

    def open(self) -> None:
        """Makes sure that the other side listens, and is who it says. Raises `NotDelivered`."""
        if self.connection is not None and self._is_fresh():
            return
        self.close()
        self.connection = self._new()
        try:
            with self._limited():
                self.connection.connect()
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise NotDelivered(type(error).__name__, is_final=False) from error
        self.used_at = time.monotonic()

    def ask(self, asked: Asked) -> Answer:
        """Raises `NotDelivered` when it was not sent whole, `Unclear` when it was and nothing readable came back."""
        self.open()
        is_sent = False
        try:
            with self._limited():
                parts = urlsplit(asked.url)
                target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                self.connection.putrequest(asked.method, target, skip_accept_encoding=True)
                for name, value in asked.headers.items():
                    self.connection.putheader(name, value)
                if asked.body is not None:
                    self.connection.putheader("Content-Length", str(len(asked.body)))
                point("before_gateway_send")
                self.connection.endheaders(asked.body)
                is_sent = True
                point("after_gateway_send")
                response = self.connection.getresponse()
                answer = Answer(response.status, response.read(MOST_BYTES))
                is_whole = response.isclosed()
        except (OSError, http.client.HTTPException, ValueError) as error:  # ValueError: a socket cut while it is read
            self.close()
            if is_sent:
                raise Unclear(type(error).__name__) from error
            raise NotDelivered(type(error).__name__, is_final=False) from error
        self.used_at = time.monotonic()
        if not is_whole or response.will_close:
            self.close()
        return answer

    def close(self) -> None:
        if self.connection is not None:
            with contextlib.suppress(OSError):
                self.connection.close()
        self.connection = None

    def _new(self) -> http.client.HTTPConnection:
        if not self.is_sealed:
            return http.client.HTTPConnection(self.host, self.port, timeout=self._step)
        context = ssl.create_default_context(cafile=self.trusts)
        return http.client.HTTPSConnection(self.host, self.port, timeout=self._step, context=context)

    @property
    def _step(self) -> float:
        return min(STEP_SECONDS, self.seconds)

    def _is_fresh(self) -> bool:
        """Not too old, and the other side has not hung up: nothing is to be read from a line on which nothing was asked."""
        sock = getattr(self.connection, "sock", None)
        if sock is None or time.monotonic() - self.used_at > IDLE_SECONDS:
            return False
        return not select.select([sock], [], [], 0)[0]

    @contextlib.contextmanager
    def _limited(self) -> Iterator[None]:
        connection = self.connection
        with cut_after(self.seconds, lambda: _cut(connection)):
            yield


def _cut(connection: http.client.HTTPConnection) -> None:
    """Ends the line under whoever waits on it. A sealed line is cut below its seal, which no other thread may touch."""
    sock = getattr(connection, "sock", None)
    if sock is not None:
        with contextlib.suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)
