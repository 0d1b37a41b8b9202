"""Lines to the mail server that rest between two runs, so that not each run begins with greetings."""

import contextlib
import smtplib
import threading
import time
from typing import Any

from django.conf import settings

from piano.messaging.channels.email import smtp

RESTS_SECONDS = 20.0  # servers hang up on who says nothing
MAILS = 200  # on one line; servers count
_lock = threading.Lock()
_resting: list[tuple[float, tuple[Any, ...], smtp.EmailBackend]] = []


def take() -> smtp.EmailBackend | None:
    """A rested line that still answers, or None."""
    while True:
        with _lock:
            if not _resting:
                return None
            since, whereto, line = _resting.pop()
        is_ours = whereto == _server() and time.monotonic() - since < RESTS_SECONDS
        if is_ours and _answers(line):
            return line
        line.hang_up()


def rest(line: smtp.EmailBackend) -> None:
    """Keeps a sound line for the next run."""
    if line.connection is None or line.is_unclear:
        line.hang_up()
        return
    with _lock:
        _resting.append((time.monotonic(), _server(), line))


def may_go_on(line: Any) -> bool:
    """Counts a mail on its line."""
    line.mails = getattr(line, "mails", 0) + 1
    return bool(line.mails < MAILS)


def _server() -> tuple[Any, ...]:
    return (settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_HOST_USER)


def _answers(line: smtp.EmailBackend) -> bool:
    with contextlib.suppress(smtplib.SMTPException, OSError), line.limited(3):
        return bool(line.connection is not None and line.connection.noop()[0] == 250)
    return False
