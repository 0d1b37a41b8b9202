"""The last question before a hand-over: is the row still ours, still owed, and may it go now?

Asked in a transaction of its own that locks the message alone, so a cancellation is either before it or after it (I5).
"""

import datetime as dt
import logging

from django.db import transaction

from piano.kit import clock
from piano.kit.faults import point
from piano.messaging import attempts
from piano.messaging.ahead import Ready
from piano.messaging.channels import ByHand, all_channels
from piano.messaging.claiming import MARGIN, Claim
from piano.messaging.models import Message, MessageClass, MessageState, Outcome
from piano.messaging.onward import give_up, is_rung
from piano.messaging.phone_list import open_call, put_on_list
from piano.messaging.reasons import REASONS
from piano.messaging.settling import release, settle_if_over
from piano.messaging.times.rules import may_be_read_at
from piano.messaging.words import Words, subject_id, words_for

logger = logging.getLogger("piano.messaging")
TOO_LATE = "not to be disturbed until after its end"


def is_plainly_owed(ready: Ready) -> bool:
    """The usual case: of what was read a moment ago, nothing speaks against sending it now. What the row itself can answer is
    asked of it by `attempts.turn`, so a cancellation is before the hand-over or after it. False decides nothing.
    """
    now, message = ready.now(), ready.message
    if (
        now is None
        or REASONS[message.reason].take_along
        or _is_by_hand(message)
        or not all_channels()[message.channel].reaches(message.recipient)
    ):
        return False
    return _readable_at(message, now) == now and REASONS[message.reason].is_still_due(subject_id(message))


def pass_fence(claim: Claim, *, is_no_copy: bool = False) -> tuple[Message, Words] | None:
    """Moves a claimed row to hand-over and says what to send; None when nothing is to be sent now.

    `is_no_copy`: the channel says that an unclear hand-over before did not arrive, or recognises a second one. Raises what the
    reason's functions raise; then nothing has changed.
    """
    with transaction.atomic():
        message = _ours(claim)
        if message is None:
            return None
        now = clock.now()
        if message.lease_until is None or message.lease_until < now + MARGIN:
            return None
        _take_along(message, now)
        if settle_if_over(message, now=now) or _waits_for_morning(message, now) or _goes_to_a_person(message, now):
            return None
        if message.unclear_count and not _may_repeat(message, now, is_no_copy=is_no_copy):
            return None
        words = words_for(message)
        attempts.begin(message)
        message.state = MessageState.HANDOVER
        point("before_fence_commit")
    point("after_fence")
    return message, words


def _take_along(message: Message, now: dt.datetime) -> None:
    reason = REASONS.get(message.reason)
    if reason is not None and reason.take_along:
        reason.take_along(subject_id(message), now)


def _ours(claim: Claim) -> Message | None:
    rows = Message.objects.select_for_update(of=("self",)).select_related("recipient")
    return rows.filter(pk=claim.message_id, lease_token=claim.token, state=MessageState.CLAIMED).first()


def _waits_for_morning(message: Message, now: dt.datetime) -> bool:
    """A row that is taken when nobody may be disturbed waits for the next open moment (I12); where that would be after its end,
    another way has it, at last the phone list.
    """
    readable = _readable_at(message, now)
    if readable == now:
        return False
    message.attempt -= 1
    if message.expires_at is not None and readable >= message.expires_at:
        attempts.end(message, Outcome.FAILED, TOO_LATE)
        message.last_error = TOO_LATE
        give_up(message, now=now)
        return True
    message.not_before = readable
    release(message, MessageState.DUE)
    return True


def _readable_at(message: Message, now: dt.datetime) -> dt.datetime:
    if _is_by_hand(message):
        return now
    return may_be_read_at(
        now, channel=message.channel, message_class=message.message_class, recipient=message.recipient
    )


def _is_by_hand(message: Message) -> bool:
    channel = all_channels().get(message.channel)
    return channel is None or isinstance(channel, ByHand)


def _goes_to_a_person(message: Message, now: dt.datetime) -> bool:
    """What a human does is put before one. Who lost the address meanwhile, or would have it too late, is reached another way."""
    channel = all_channels().get(message.channel)
    if channel is None:
        put_on_list(message, now=now)
    elif not channel.reaches(message.recipient) or not channel.is_in_time(message.expires_at, at=now):
        give_up(message, now=now)
    elif isinstance(channel, ByHand):
        channel.lay_out(message, now=now)
    else:
        return False
    return True


def _may_repeat(message: Message, now: dt.datetime, *, is_no_copy: bool) -> bool:
    """After an unclear hand-over (reliability 2.4). A digest is not repeated. Everything else is sent once more under the same
    Message-ID, and for an urgent one somebody calls besides; after a second one the next channel has it. A ring rings again: twice
    is no harm, and nobody is put on the phone list for it.
    """
    unclear = attempts.leave_open_ones_unclear(message)
    if is_no_copy or is_rung(message):
        return True
    if message.message_class == MessageClass.DIGEST:
        release(message, MessageState.UNCLEAR)
        return False
    if unclear > 1:
        give_up(message, now=now)
        return False
    if unclear and message.message_class == MessageClass.URGENT:
        open_call(message, now=now)
    return True
