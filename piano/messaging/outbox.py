"""What is owed to whom: rows are written in the verb's own transaction, and taken back in it."""

import datetime as dt
import uuid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction

from piano.kit import clock
from piano.kit.sweeps import wake_engine
from piano.messaging.models import Call, CallState, Channel, Message, MessageState
from piano.messaging.reasons import REASONS, Reason

CANCELLABLE = (MessageState.DUE, MessageState.CLAIMED, MessageState.ON_LIST)


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

    A moment in the recipient's quiet hours moves behind them unless the reason is urgent. Needs a transaction.
    """
    assert connection.in_atomic_block, "a message is owed in the transaction of its cause"
    known = REASONS[reason]
    channel = Channel.EMAIL if recipient.reach == Channel.EMAIL and recipient.email else Channel.PHONE
    message, is_new = Message.objects.exclude(state=MessageState.CANCELLED).get_or_create(
        reason=reason,
        subject=subject,
        recipient=recipient,
        slot=slot,
        defaults={
            "message_class": known.message_class,
            "priority": known.priority,
            "channel": channel,
            "not_before": _readable(known, recipient, channel, not_before or now),
            "expires_at": expires_at,
            "message_id": _message_id(),
            "created_at": now,
        },
    )
    if is_new:
        wake_engine()
    return message


def _readable(reason: Reason, recipient: Any, channel: str, moment: dt.datetime) -> dt.datetime:
    if reason.is_urgent:
        return moment
    if channel == Channel.PHONE:
        return clock.next_call_time(moment)
    return clock.after_quiet(moment, recipient.quiet_from, recipient.quiet_until)


def _message_id() -> str:
    return f"<{uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname}>"


def cancel_owed(*, subject: str, reason: str | None = None) -> int:
    """Takes back what was not handed over yet, and closes its open calls. Locks the rows; returns how many."""
    rows = Message.objects.filter(subject=subject, state__in=CANCELLABLE)
    if reason:
        rows = rows.filter(reason=reason)
    with transaction.atomic():
        ids = list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))
        Call.objects.filter(message__in=ids, state=CallState.OPEN).delete()
        return Message.objects.filter(pk__in=ids).update(state=MessageState.CANCELLED, lease_token=None)
