"""SMTP that keeps to a time and knows what it knows: no conversation outlives its limit, and a lost answer is told apart.

`settings.EMAIL_BACKEND` names it; everything else of it is Django's.
"""

import contextlib
import smtplib
import socket
from collections.abc import Iterator
from typing import Any

from django.core.mail.backends import smtp

from piano.kit.faults import point
from piano.messaging.limits import cut_after


class _Knows(smtplib.SMTP):
    """`is_unclear` while the server holds the whole mail, or may, and has not answered."""

    is_unclear = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        point("before_data")
        self.is_unclear = True
        answer = super().data(msg)
        self.is_unclear = False
        return answer


class Plain(_Knows):
    pass


class Sealed(_Knows, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self) -> Any:
        return Sealed if self.use_ssl else Plain

    @property
    def is_unclear(self) -> bool:
        """Whether the last mail may have been accepted without our hearing of it."""
        return bool(self.connection is not None and getattr(self.connection, "is_unclear", False))

    @contextlib.contextmanager
    def limited(self, seconds: float) -> Iterator[None]:
        """Cuts the line when the block takes longer, however slowly the server drips its answers."""
        with cut_after(seconds, self._cut):
            yield

    def _cut(self) -> None:
        """Below a seal, which no other thread may touch: whoever writes on would write in the clear."""
        for line in self._lines():
            sock = getattr(line, "sock", None)
            if sock is not None:
                with contextlib.suppress(OSError):  # it fell by itself meanwhile
                    socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def hang_up(self) -> None:
        """Ends the line without talking; what was accepted stays accepted whatever the server says to goodbye."""
        for line in self._lines():
            line.close()
        self.connection = self._partial_connection = None

    def _lines(self) -> list[Any]:
        lines: tuple[Any, Any] = (self.connection, getattr(self, "_partial_connection", None))
        return [line for line in lines if line is not None]
