"""What channels hear later: delivered, or not after all. The one verb that callbacks and the bounce mailbox use."""

import datetime as dt
import logging

from django.db import transaction

from piano.messaging.models import Attempt, Call, CallState, Message, MessageState, Outcome
from piano.messaging.onward import give_up
from piano.messaging.reasons import REASONS
from piano.messaging.words import subject_id

logger = logging.getLogger("piano.messaging")
UNDER_WAY = (MessageState.HANDOVER, MessageState.CLAIMED, MessageState.SENT, MessageState.UNCLEAR)


def note_delivery(channel: str, reference: str, outcome: str, now: dt.datetime) -> Message | None:
    """A receipt for a hand-over, by the channel's reference or by our key: `delivered` or `failed`. Twice changes nothing,
    nor does anything said after `delivered`.

    Delivered: sent → delivered. Failed: the message goes on to the next channel at once, at last to the phone list, unless it
    is no longer owed or went another way already. None for a reference that nobody knows: the caller says so, and is asked
    again later. Locks the message. Raises `ValueError` for another outcome.
    """
    if outcome not in (Outcome.DELIVERED, Outcome.FAILED):
        raise ValueError(f"a receipt says delivered or failed, not {outcome}")
    with transaction.atomic():
        message = _message(channel, reference)
        if message is None:
            logger.warning("a receipt of %s names no message of ours", channel)
            return None
        attempt = _attempt(message, channel, reference)
        if attempt is None or attempt.outcome in (outcome, Outcome.DELIVERED):
            return message
        attempt.outcome, attempt.ended_at, attempt.reference = outcome, now, attempt.reference or reference[:120]
        attempt.save(update_fields=["outcome", "ended_at", "reference"])
        _arrive(message, now) if outcome == Outcome.DELIVERED else _fail(message, attempt, now)
    logger.info("message %s: %s says %s", message.pk, channel, outcome)
    return message


def attempt_named(channel: str, reference: str) -> Attempt | None:
    """The try that the channel calls so, or the last one of the message that has our key. With message and recipient."""
    rows = Attempt.objects.filter(channel=channel).select_related("message__recipient").order_by("-pk")
    return (
        rows.filter(reference=reference).first()
        or rows.filter(message__message_id=f"<{reference.strip('<>')}>").first()
    )


def _message(channel: str, reference: str) -> Message | None:
    known = Attempt.objects.filter(channel=channel, reference=reference).values_list("message_id", flat=True).first()
    rows = Message.objects.select_for_update(of=("self",)).select_related("recipient")
    return rows.filter(pk=known).first() if known else rows.filter(message_id=f"<{reference.strip('<>')}>").first()


def _attempt(message: Message, channel: str, reference: str) -> Attempt | None:
    """The try that is meant; by our key the last one on this channel."""
    rows = Attempt.objects.filter(message=message, channel=channel).order_by("-pk")
    return rows.filter(reference=reference).first() or rows.first()


def _arrive(message: Message, now: dt.datetime) -> None:
    """She has it, whatever we thought meanwhile; nobody need call any more."""
    if message.state in (MessageState.CANCELLED, MessageState.EXPIRED, MessageState.DELIVERED):
        return
    message.state, message.sent_at = MessageState.DELIVERED, message.sent_at or now
    message.lease_until = message.lease_token = None
    message.save(update_fields=["state", "sent_at", "lease_until", "lease_token"])
    Call.objects.filter(message=message, state=CallState.OPEN).delete()


def _fail(message: Message, attempt: Attempt, now: dt.datetime) -> None:
    """Unless somebody has told her by telephone meanwhile."""
    is_told = Call.objects.filter(message=message, state=CallState.REACHED).exists()
    if message.state in UNDER_WAY and message.channel == attempt.channel and not is_told:
        reason = REASONS.get(message.reason)
        if reason is not None and reason.untell is not None:
            reason.untell(subject_id(message))
        message.sent_at, message.last_error = None, "not delivered"
        message.state = MessageState.CLAIMED  # nobody has it
        message.save(update_fields=["sent_at", "last_error", "state"])
        give_up(message, now=now)
