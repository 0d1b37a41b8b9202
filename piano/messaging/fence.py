"""The last question before a hand-over: is the row still ours, still owed, and may it go now?

Asked in a transaction of its own that locks the message alone, so a cancellation is either before it or after it (I5).
"""

import datetime as dt
import logging

from django.db import transaction

from piano.kit import clock
from piano.kit.faults import point
from piano.messaging.claiming import MARGIN, Claim
from piano.messaging.models import Channel, Message, MessageClass, MessageState
from piano.messaging.phone_list import open_call, put_on_list
from piano.messaging.reasons import REASONS
from piano.messaging.words import Words, subject_id, words_for

logger = logging.getLogger("piano.messaging")


def pass_fence(claim: Claim) -> tuple[Message, Words] | None:
    """Moves a claimed row to hand-over and says what to send; None when nothing is to be sent now.

    Raises what the reason's functions raise; then nothing has changed.
    """
    with transaction.atomic():
        message, now = _ours(claim), clock.now()
        if message is None or message.lease_until is None or message.lease_until < now + MARGIN:
            return None
        if settle_if_over(message, now=now) or _waits_for_morning(message, now) or _goes_to_a_person(message, now):
            return None
        words = words_for(message)
        message.state = MessageState.HANDOVER
        message.save(update_fields=["state"])
        point("before_fence_commit")
    point("after_fence")
    return message, words


def _ours(claim: Claim) -> Message | None:
    rows = Message.objects.select_for_update(of=("self",)).select_related("recipient")
    return rows.filter(pk=claim.message_id, lease_token=claim.token, state=MessageState.CLAIMED).first()


def settle_if_over(message: Message, *, now: dt.datetime) -> bool:
    """Ends a message whose time or cause is over; what was sent stays sent. The caller holds the row's lock.

    Raises `LookupError` for an unknown reason, and what the reason's function raises.
    """
    if message.expires_at is not None and message.expires_at <= now:
        state = MessageState.EXPIRED
    elif not message.recipient.is_active or not REASONS[message.reason].is_still_due(subject_id(message)):
        state = MessageState.CANCELLED
    else:
        return False
    if message.state != MessageState.SENT:
        _save(message, state)
        logger.info("message %s (%s) is no longer owed: %s", message.pk, message.reason, state.value)
    return True


def _waits_for_morning(message: Message, now: dt.datetime) -> bool:
    """A row that was due before the quiet hours and is taken inside them waits for their end (I12)."""
    recipient = message.recipient
    readable = clock.after_quiet(now, recipient.quiet_from, recipient.quiet_until)
    if message.message_class == MessageClass.URGENT or message.channel != Channel.EMAIL or readable == now:
        return False
    message.not_before, message.attempt = readable, message.attempt - 1
    _save(message, MessageState.DUE)
    return True


def _goes_to_a_person(message: Message, now: dt.datetime) -> bool:
    """Who is reached by phone; and after an unclear hand-over, what must not be sent again (reliability 2.4).

    A digest is not repeated. Everything else is sent once more under the same Message-ID, and for an urgent one somebody
    calls besides.
    """
    copies = 0 if message.message_class == MessageClass.DIGEST else 1
    if message.channel == Channel.PHONE or not message.recipient.email or message.unclear_count > copies:
        put_on_list(message, now=now)
        return True
    if message.unclear_count and message.message_class == MessageClass.URGENT:
        open_call(message, now=now)
    return False


def _save(message: Message, state: MessageState) -> None:
    message.state, message.lease_until, message.lease_token = state, None, None
    message.save(update_fields=["state", "lease_until", "lease_token", "not_before", "attempt"])
