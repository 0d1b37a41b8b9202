"""A mail by SMTP over a line that serves many, or into a file where no server is named."""

import contextlib
import smtplib
import threading
from collections.abc import Iterator
from typing import Any

from django.core.mail import get_connection

from piano.kit.faults import point
from piano.messaging.channels.base import Channel, NotDelivered, Receipt, Unclear
from piano.messaging.channels.email import pool, smtp
from piano.messaging.channels.email.composing import compose
from piano.messaging.models import Message
from piano.messaging.words import Words


class Email(Channel):
    """One line per thread while it sends; between two runs lines rest in the pool.

    One hand-over at a time in each process: a process that dies leaves at most one second copy (reliability 1.2).
    """

    name = "email"
    label = "E-Mail"
    rank = 20
    at_once = 1

    def __init__(self) -> None:
        self._own = threading.local()

    def reaches(self, user: Any) -> bool:
        return bool(user.email)

    @property
    def _line(self) -> Any:
        return getattr(self._own, "line", None)

    def is_open(self) -> bool:
        return isinstance(self._line, smtp.EmailBackend)

    def open(self) -> None:
        if self.is_open():
            return
        self._own.line = pool.take() or get_connection()  # a file holds one mail
        if isinstance(self._line, smtp.EmailBackend):
            with self._plainly():
                self._line.open()

    def hand_over(self, message: Message, words: Words, *, key: str) -> Receipt:
        """Its Message-ID is the row's, so a second copy is recognised, and a bounce finds its attempt."""
        mail = _composed(message, words)
        with self._plainly():
            self._line.send_messages([mail])
        point("after_250")
        if not pool.may_go_on(self._line):
            self._drop()
        return Receipt(message.message_id)

    def close(self) -> None:
        if isinstance(self._line, smtp.EmailBackend):
            pool.rest(self._line)
        self._own.line = None

    def _drop(self) -> None:
        """A line is dropped without farewell: a mail that was accepted stays accepted."""
        if isinstance(self._line, smtp.EmailBackend):
            self._line.hang_up()
        self._own.line = None

    @contextlib.contextmanager
    def _plainly(self) -> Iterator[None]:
        """Keeps to the time, and says in our words what went wrong. A broken line is not used again."""
        line = self._line
        limit = line.limited(self.network_seconds) if isinstance(line, smtp.EmailBackend) else contextlib.nullcontext()
        try:
            with limit:
                yield
        except (smtplib.SMTPException, OSError) as error:
            is_unclear = getattr(line, "is_unclear", False)
            self._drop()
            raise _plain_words(error, is_unclear) from error


def _composed(message: Message, words: Words) -> Any:
    """Raises `NotDelivered` for what cannot be written as a mail: then it has certainly not left."""
    try:
        return compose(message, words)
    except Exception as error:
        raise NotDelivered(type(error).__name__, is_final=False) from error


def _plain_words(error: Exception, is_unclear: bool) -> NotDelivered | Unclear:
    """An answer with a code is clear, also after the mail was given; silence then is not."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return NotDelivered(f"refused {codes}", is_final=all(code >= 500 for code in codes))
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return NotDelivered(f"sign-in {error.smtp_code}", is_final=False)  # our own key, not the recipient's address
    if isinstance(error, smtplib.SMTPResponseException):
        return NotDelivered(f"smtp {error.smtp_code}", is_final=500 <= error.smtp_code < 600)
    return Unclear(type(error).__name__) if is_unclear else NotDelivered(type(error).__name__, is_final=False)
