"""Whether a message is still owed. Asked under its lock by whoever is about to do something with it."""

import datetime as dt
import logging
import threading
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.db import transaction

from piano.kit.logs import whereabouts
from piano.messaging.limits import TakesTooLong, ends_within
from piano.messaging.models import TOLD_STATES, Message, MessageState
from piano.messaging.reasons import REASONS
from piano.messaging.words import subject_id

logger = logging.getLogger("piano.messaging")
ASKED_SECONDS = 5.0  # whether a message is still owed
NOT_ASKED_SECONDS = 600.0  # after one that took longer
AT_WORK_SECONDS = 10.0  # of a sweep that asks for many rows while it holds their locks
One = TypeVar("One")
_not_asked: dict[str, float] = {}  # messages, by their names, until when; of this process


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
    if message.state not in TOLD_STATES:
        release(message, state)
        logger.info("message %s (%s) is no longer owed: %s", message.pk, message.reason, state.value)
    return True


def settle_guarded(message: Message, *, now: dt.datetime) -> bool:
    """`settle_if_over` for rows whose reason may itself be what is broken, or turns in a circle: then a person looks at them. One
    that took too long is not asked again for some minutes, so that it does not hold up whoever goes through many.
    """
    if _is_asked_later(message, now):
        return False
    is_over = threading.Event()
    try:
        with transaction.atomic(), ends_within(ASKED_SECONDS) as is_over:
            return settle_if_over(message, now=now)
    except Exception as error:
        logger.error("message %s cannot be asked whether it is owed: %s", message.pk, whereabouts(error))
    except TakesTooLong as error:
        if not is_over.is_set():  # a limit further out
            raise
        _ask_later(message)
        logger.error("message %s was asked for too long whether it is owed: %s", message.pk, whereabouts(error))
    return False


def _is_asked_later(message: Message, now: dt.datetime) -> bool:
    """What needs no reason to be asked is known at any time."""
    is_past = message.expires_at is not None and message.expires_at <= now
    is_resting = time.monotonic() < _not_asked.get(message.message_id, 0.0)
    return is_resting and not is_past and message.recipient.is_active


def _ask_later(message: Message) -> None:
    now = time.monotonic()
    for name in [name for name, until in _not_asked.items() if until <= now]:
        del _not_asked[name]
    _not_asked[message.message_id] = now + NOT_ASKED_SECONDS


def for_a_while(many: Iterable[One]) -> Iterator[One]:
    """One after the other until the time is used up; the others have their turn with the next sweep."""
    ends = time.monotonic() + AT_WORK_SECONDS
    for one in many:
        yield one
        if time.monotonic() > ends:
            return


def release(message: Message, state: MessageState) -> None:
    """Gives the row a state that nobody holds a lease on."""
    message.state, message.lease_until, message.lease_token = state, None, None
    message.save(
        update_fields=["state", "lease_until", "lease_token", "not_before", "attempt", "channel", "last_error"]
    )
