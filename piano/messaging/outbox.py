"""What is owed to whom: rows are written in the verb's own transaction, and taken back in it."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction

from piano.kit.copying import insert, insert_missing
from piano.kit.kept import run_kept
from piano.kit.sweeps import wake_engine
from piano.kit.tracing import current_trace
from piano.messaging.digest.gathering import DIGEST, is_gathered, is_unwanted, next_digest, subject_of
from piano.messaging.models import Call, CallState, Message, MessageState
from piano.messaging.reasons import REASONS, Reason
from piano.messaging.times.choosing import way_and_time

CANCELLABLE = (
    MessageState.DUE,
    MessageState.CLAIMED,
    MessageState.GATHERED,
    MessageState.ON_LIST,
    MessageState.TO_POST,
)


def owe(
    *,
    reason: str,
    subject: str,
    recipient: Any,
    now: dt.datetime,
    not_before: dt.datetime | None = None,
    expires_at: dt.datetime | None = None,
    slot: str = "",
) -> Message:
    """Writes one message owed to one person; the same reason, subject, person and slot is one row.

    What can wait goes into her overview where she wishes one; when she may not be disturbed at that moment, `times.choosing` says
    when and which way instead. Needs a transaction.
    """
    assert connection.in_atomic_block, "a message is owed in the transaction of its cause"
    owed = Owed(reason, subject, recipient, not_before=not_before, expires_at=expires_at, slot=slot)
    message, is_new = Message.objects.exclude(state=MessageState.CANCELLED).get_or_create(
        reason=reason, subject=subject, recipient=recipient, slot=slot, defaults=_how(owed, now=now)
    )
    if is_new:
        wake_engine()
    return message


@dataclass(frozen=True)
class Owed:
    """What `owe` takes, for many messages at once."""

    reason: str
    subject: str
    recipient: Any
    not_before: dt.datetime | None = None
    expires_at: dt.datetime | None = None
    slot: str = ""


def owe_many(messages: Sequence[Owed], *, now: dt.datetime, are_new: bool = False) -> None:
    """Writes each as `owe` does, with one query, and one more for each line of an overview; what is owed already stays as it is.
    Needs a transaction.

    `are_new`: their subjects came into being just now, so that none can be owed already.
    """
    assert connection.in_atomic_block, "a message is owed in the transaction of its cause"
    if not messages:
        return
    rows = [
        Message(reason=one.reason, subject=one.subject, recipient=one.recipient, slot=one.slot, **_how(one, now=now))
        for one in messages
    ]
    insert(rows) if are_new else insert_missing(rows)
    wake_engine()


def _how(owed: Owed, *, now: dt.datetime) -> dict[str, Any]:
    """Which way it goes, and when."""
    known, recipient, expires_at = REASONS[owed.reason], owed.recipient, owed.expires_at
    channel, not_before = way_and_time(known, recipient, owed.not_before or now, now=now, expires_at=expires_at)
    state, not_before = _together(known, recipient, channel, not_before, now=now, expires_at=expires_at)
    return {
        "message_class": known.message_class,
        "priority": known.priority,
        "channel": channel,
        "state": state,
        "not_before": not_before,
        "expires_at": expires_at,
        "message_id": _message_id(),
        "created_at": now,
        "trace": current_trace(),
    }


def _together(
    reason: Reason,
    recipient: Any,
    channel: str,
    moment: dt.datetime,
    *,
    now: dt.datetime,
    expires_at: dt.datetime | None,
) -> tuple[MessageState, dt.datetime]:
    """What can wait goes as she wishes: at once, into her next overview unless that comes too late, or not at all."""
    if is_unwanted(reason, recipient):
        return MessageState.CANCELLED, moment
    if not is_gathered(reason, recipient, channel):
        return MessageState.DUE, moment
    later = next_digest(recipient, after=moment)
    if expires_at is not None and expires_at <= later:
        return MessageState.DUE, moment
    overview = owe(reason=DIGEST, subject=subject_of(recipient, later), recipient=recipient, now=now, not_before=later)
    is_ahead = overview.state == MessageState.DUE
    return (MessageState.GATHERED, later) if is_ahead else (MessageState.DUE, moment)


def _message_id() -> str:
    return f"<{uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname}>"


def cancel_owed(*, subject: str, reason: str | None = None, recipient: Any = None) -> int:
    """Takes back what was not handed over yet, and closes its open calls. Locks the rows; returns how many.

    A hand-over that is under way cannot be taken back, is not counted, and will not be repeated should it break off.
    """
    return _cancel([subject], reason=reason, recipient=recipient).total()


def cancel_owed_of(subjects: Collection[str]) -> Counter[str]:
    """The same for many subjects; returns how many of each."""
    return _cancel(subjects) if subjects else Counter()


def cancel_owed_to(recipient: Any) -> int:
    """Takes back everything that is owed to a person and was not handed over yet. Returns how many rows; needs a transaction."""
    assert connection.in_atomic_block, "it is taken back in the transaction of its cause"
    return _cancel(None, recipient=recipient).total()


CANCEL = """
WITH live AS (
  SELECT m.id, m.state, EXISTS (SELECT 1 FROM messaging_call c WHERE c.message_id = m.id AND c.state = 'open') AS is_on_list
    FROM messaging_message m
   WHERE {which} AND (m.state = ANY(%(live)s)
         OR EXISTS (SELECT 1 FROM messaging_call c WHERE c.message_id = m.id AND c.state = 'open'))
   ORDER BY m.id FOR UPDATE OF m)
UPDATE messaging_message m
   SET state = CASE WHEN live.state = ANY(%(cancellable)s) THEN 'cancelled' ELSE m.state END,
       lease_token = CASE WHEN live.state = ANY(%(cancellable)s) THEN NULL ELSE m.lease_token END,
       lease_until = CASE WHEN live.state = ANY(%(cancellable)s) THEN NULL ELSE m.lease_until END,
       expires_at = CASE WHEN live.state = 'handover' THEN piano_now() ELSE m.expires_at END
  FROM live WHERE m.id = live.id RETURNING m.id, live.state, m.subject, live.is_on_list
"""
WHICH = {
    "subjects": "m.subject = ANY(%(subjects)s)",
    "reason": "m.reason = %(reason)s",
    "person": "m.recipient_id = %(person)s",
}


def _cancel(subjects: Collection[str] | None, *, reason: str | None = None, recipient: Any = None) -> Counter[str]:
    """How many of each subject were taken back: those of these subjects, this reason, this person. One query; its own SQL, as
    every yes asks it several times.
    """
    named = {"subjects": subjects and list(subjects), "reason": reason, "person": recipient and recipient.pk}
    given = {name: value for name, value in named.items() if value}
    states = {"live": [*map(str, CANCELLABLE), "handover"], "cancellable": [*map(str, CANCELLABLE)]}
    statement = CANCEL.format(which=" AND ".join(WHICH[name] for name in given))
    with transaction.atomic(savepoint=False):
        found = run_kept(statement, {**given, **states}).fetchall()
        calls = [pk for pk, _, _, is_on_list in found if is_on_list]
        if calls:
            Call.objects.filter(message__in=calls, state=CallState.OPEN).delete()
    return Counter(subject for _, state, subject, _ in found if state in CANCELLABLE)
