"""Whether a message is still owed. Asked under its lock by whoever is about to do something with it."""

import datetime as dt
import logging

from django.db import transaction

from piano.kit.logs import whereabouts
from piano.messaging.models import TOLD_STATES, Message, MessageState
from piano.messaging.reasons import REASONS
from piano.messaging.words import subject_id

logger = logging.getLogger("piano.messaging")


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
    """`settle_if_over` for rows whose reason may itself be what is broken: then a person looks at them."""
    try:
        with transaction.atomic():
            return settle_if_over(message, now=now)
    except Exception as error:
        logger.error("message %s cannot be asked whether it is owed: %s", message.pk, whereabouts(error))
        return False


def release(message: Message, state: MessageState) -> None:
    """Gives the row a state that nobody holds a lease on."""
    message.state, message.lease_until, message.lease_token = state, None, None
    message.save(
        update_fields=["state", "lease_until", "lease_token", "not_before", "attempt", "channel", "last_error"]
    )
