"""What follows when a message did not reach its person: later again, the next channel, at last somebody calls. Never a silent end."""

import datetime as dt
import logging
import random

from piano.messaging import attempts
from piano.messaging.claiming import GIVES_UP_AFTER
from piano.messaging.models import Channel, Message, MessageClass, MessageState, Outcome
from piano.messaging.phone_list import open_call, put_on_list
from piano.messaging.reasons import REASONS
from piano.messaging.routes import next_channel
from piano.messaging.settling import release, settle_guarded

logger = logging.getLogger("piano.messaging")
WAITS = [30, 120, 480, 1800, 7200]  # seconds before the next try


def put_off(message: Message, error: str, *, is_final: bool, now: dt.datetime) -> None:
    """Later again on the same channel, or the next one. An urgent message waits for nothing. The caller holds the row's lock."""
    again = now + _wait(message.attempt)
    is_too_late = message.expires_at is not None and again >= message.expires_at
    message.last_error = error[:300]
    if is_final or is_too_late or message.attempt >= GIVES_UP_AFTER:
        attempts.end(message, Outcome.FAILED, error)
        give_up(message, now=now)
        return
    attempts.end(message, Outcome.PUT_OFF, error)
    if message.message_class == MessageClass.URGENT and _hurries(message, now):
        return
    message.not_before = again
    release(message, MessageState.DUE)


def _hurries(message: Message, now: dt.datetime) -> bool:
    """An urgent one takes another channel at once. Where there is none, somebody calls besides from the second try on."""
    other = _next(message, is_in_hurry=True)
    if other == Channel.PHONE:
        if message.attempt > 1 and not is_rung(message):
            open_call(message, now=now)
        return False
    take(message, other, now=now)
    return True


def give_up(message: Message, *, now: dt.datetime) -> None:
    """The next channel, at last the phone list; nothing when it is no longer owed. Nobody is called by hand for an overview, nor
    for a ring: whoever owes it rings again, or asks the next one.
    """
    if settle_guarded(message, now=now):
        return
    other = _next(message)
    if other != Channel.PHONE:
        take(message, other, now=now)
    elif message.message_class == MessageClass.DIGEST or is_rung(message):
        is_tired = message.attempt >= GIVES_UP_AFTER
        release(message, MessageState.GIVEN_UP if is_tired else MessageState.FAILED)
    else:
        put_on_list(message, now=now)


def take(message: Message, channel: str, *, now: dt.datetime) -> None:
    """From now on it goes this way; its tries there are counted anew."""
    logger.info("message %s goes on from %s to %s", message.pk, message.channel, channel)
    message.channel, message.attempt, message.not_before = channel, 0, now
    release(message, MessageState.DUE)


def _next(message: Message, *, is_in_hurry: bool = False) -> str:
    reason = REASONS.get(message.reason)
    if reason is None:
        return Channel.PHONE
    tried = attempts.tried_in_vain(message, is_in_hurry=is_in_hurry)
    return next_channel(reason, message.recipient, tried=tried)


def is_rung(message: Message) -> bool:
    return message.reason in REASONS and REASONS[message.reason].is_rung


def _wait(attempt: int) -> dt.timedelta:
    return dt.timedelta(seconds=WAITS[min(max(attempt, 1), len(WAITS)) - 1] * random.uniform(0.8, 1.2))  # noqa: S311
