"""What a mail server says later of a mail: delivery status notifications (RFC 3464), read with the standard library.

A mail is known by its Message-ID alone, which nobody can guess; addresses and words of the notification are not looked at.
"""

import datetime as dt
import mailbox
import tempfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message as Mail
from pathlib import Path

from piano.messaging.models import Outcome
from piano.messaging.receipts import note_delivery

OUTCOMES = {"failed": Outcome.FAILED, "delivered": Outcome.DELIVERED}  # delayed, relayed, expanded: nothing to do yet


def read_bounces(raw: bytes, *, now: dt.datetime) -> tuple[int, int]:
    """Notes every notification of a mailbox (mbox) or of a single mail. Returns how many were ours, and how many mails were read."""
    ours = read = 0
    for mail in _mails(raw):
        read += 1
        name, outcome = _original(mail), _outcome(mail)
        if name and outcome and note_delivery("email", name, outcome, now):
            ours += 1
    return ours, read


def _mails(raw: bytes) -> Iterator[Mail]:
    if not raw.startswith(b"From "):
        yield message_from_bytes(raw, policy=policy.compat32)
        return
    with tempfile.NamedTemporaryFile() as file:
        file.write(raw)
        file.flush()
        yield from mailbox.mbox(Path(file.name), create=False)


def _outcome(mail: Mail) -> Outcome | None:
    """That of the recipient's block; a status 4.x is not final, whatever the action says."""
    for part in _parts(mail, "message/delivery-status"):
        for block in part.get_payload():
            action = str(block.get("Action", "")).strip().lower()  # type: ignore[union-attr]
            is_passing = str(block.get("Status", "")).strip().startswith("4")  # type: ignore[union-attr]
            if action in OUTCOMES and not is_passing:
                return OUTCOMES[action]
    return None


def _original(mail: Mail) -> str:
    """The Message-ID of the mail that it is about, from the copy that came back with it."""
    for part in _parts(mail, "message/rfc822"):
        inner = part.get_payload()
        if isinstance(inner, list) and inner:
            return str(inner[0].get("Message-ID", "")).strip()  # type: ignore[union-attr]
    for part in _parts(mail, "text/rfc822-headers"):
        head = message_from_bytes(bytes(part.get_payload(decode=True) or b""))
        return str(head.get("Message-ID", "")).strip()
    return ""


def _parts(mail: Mail, kind: str) -> Iterator[Mail]:
    return (part for part in mail.walk() if part.get_content_type() == kind)
