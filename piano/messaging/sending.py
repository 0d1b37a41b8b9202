"""From claimed to sent: ask once more, hand over, mark. No network inside a transaction, never a silent end.

A message that cannot be delivered becomes a row of the phone list in the transaction that gives it up.
"""

import datetime as dt
import logging
import random

from django.db import DatabaseError, transaction
from django.template import TemplateDoesNotExist, TemplateSyntaxError

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.faults import point
from piano.kit.sweeps import sweep
from piano.messaging.claiming import GIVES_UP_AFTER, MARGIN, Claim, claim_due
from piano.messaging.email import NotDelivered, send_email
from piano.messaging.models import Call, CallState, Channel, Message, MessageClass, MessageState
from piano.messaging.reasons import REASONS
from piano.messaging.words import Words, subject_id, words_for

logger = logging.getLogger("piano.messaging")
WAITS = [30, 120, 480, 1800, 7200]  # seconds before the next try
WORK_PER_BATCH = dt.timedelta(seconds=20)
BROKEN_WORDS = (
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    DomainError,
    TemplateDoesNotExist,
    TemplateSyntaxError,
)


@sweep(queue="urgent", every=5)
def send_urgent_messages() -> int:
    return send_due(classes=[MessageClass.URGENT])


@sweep(queue="normal", every=5)
def send_messages() -> int:
    return send_due(classes=[MessageClass.NORMAL, MessageClass.DIGEST])


def send_due(*, classes: list[str]) -> int:
    """Claims a batch and hands each row over. Returns how many were claimed; stops early when the lease would run short."""
    started = clock.now()
    claims = claim_due(classes=[str(one) for one in classes])
    for claim in claims:
        if clock.now() - started > WORK_PER_BATCH:
            break  # the rest is taken again when its lease is over
        _send_one(claim)
    return len(claims)


def _send_one(claim: Claim) -> None:
    """One row's failure is its own: it is put off and named, and the others go on."""
    try:
        message = _fence(claim)
        if message is None:
            return
        words = words_for(message)
        point("before_send")
        send_email(message, words)
        _mark_sent(claim)
    except NotDelivered as error:
        _put_off(claim, str(error), is_final=error.is_final)
    except BROKEN_WORDS as error:
        _put_off(claim, type(error).__name__, is_final=False)
        logger.exception("message %s has no words", claim.message_id)
    except DatabaseError:
        logger.exception("message %s: the database did not answer", claim.message_id)


def _fence(claim: Claim) -> Message | None:
    """The last question before the hand-over, in a transaction of its own: still ours, still due, still to be sent?"""
    with transaction.atomic():
        message = (
            Message.objects.select_for_update(of=("self",))
            .select_related("recipient")
            .filter(pk=claim.message_id, lease_token=claim.token, state=MessageState.CLAIMED)
            .first()
        )
        now = clock.now()
        if message is None or message.lease_until is None or message.lease_until < now + MARGIN:
            return None
        if not _is_still_owed(message, now) or _waits_for_morning(message, now):
            return None
        if message.channel == Channel.PHONE or _is_unclear_and_not_to_repeat(message):
            put_on_list(message, now=now)
            return None
        _save(message, state=MessageState.HANDOVER)
        point("before_fence_commit")
    point("after_fence")
    return message


def _is_still_owed(message: Message, now: dt.datetime) -> bool:
    reason = REASONS.get(message.reason)
    if message.expires_at is not None and message.expires_at <= now:
        _save(message, state=MessageState.EXPIRED)
    elif reason is None or not message.recipient.is_active or not reason.is_still_due(subject_id(message)):
        _save(message, state=MessageState.CANCELLED)
    else:
        return True
    logger.info("message %s (%s) is no longer due: %s", message.pk, message.reason, message.state)
    return False


def _waits_for_morning(message: Message, now: dt.datetime) -> bool:
    """A row that was due before the quiet hours and is taken inside them waits for their end (I12)."""
    recipient = message.recipient
    readable = clock.after_quiet(now, recipient.quiet_from, recipient.quiet_until)
    if message.message_class == MessageClass.URGENT or message.channel != Channel.EMAIL or readable == now:
        return False
    _save(message, state=MessageState.DUE, not_before=readable, attempt=message.attempt - 1)
    return True


def _is_unclear_and_not_to_repeat(message: Message) -> bool:
    """After an unclear hand-over one more copy is sent, with the same Message-ID; a digest, none (reliability 2.4)."""
    allowed = 0 if message.message_class == MessageClass.DIGEST else 1
    return message.unclear_count > allowed


def _mark_sent(claim: Claim) -> None:
    point("before_mark")
    now = clock.now()
    rows = Message.objects.filter(pk=claim.message_id, lease_token=claim.token, state=MessageState.HANDOVER)
    rows.update(state=MessageState.SENT, sent_at=now, lease_until=None, lease_token=None, last_error="")
    logger.info("message %s sent", claim.message_id)


def _put_off(claim: Claim, error: str, *, is_final: bool) -> None:
    """The next try, later each time; after the last one a person calls."""
    with transaction.atomic():
        message = Message.objects.select_for_update().filter(pk=claim.message_id, lease_token=claim.token).first()
        if message is None:
            return
        message.last_error = error[:300]
        now = clock.now()
        if is_final or message.attempt >= GIVES_UP_AFTER:
            put_on_list(message, now=now)
        else:
            wait = WAITS[min(message.attempt, len(WAITS)) - 1] * random.uniform(0.8, 1.2)  # noqa: S311
            _save(
                message,
                state=MessageState.DUE,
                not_before=now + dt.timedelta(seconds=wait),
                last_error=message.last_error,
            )
    logger.warning("message %s was not delivered: %s", claim.message_id, error)


def put_on_list(message: Message, *, now: dt.datetime) -> Call:
    """A person calls instead. Urgent ones are due at once, others within calling hours."""
    due_at = now if message.message_class == MessageClass.URGENT else clock.next_call_time(now)
    _save(message, state=MessageState.ON_LIST, last_error=message.last_error)
    return Call.objects.get_or_create(message=message, defaults={"due_at": due_at, "state": CallState.OPEN})[0]


def _save(message: Message, **fields: object) -> None:
    """Writes a new state and gives the lease back, except while the message is being handed over."""
    if fields["state"] != MessageState.HANDOVER:
        fields |= {"lease_until": None, "lease_token": None}
    for name, value in fields.items():
        setattr(message, name, value)
    message.save(update_fields=list(fields))


def preview(message: Message) -> Words:
    """What is to be said, for the phone list."""
    return words_for(message)
