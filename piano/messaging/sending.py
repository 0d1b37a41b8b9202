"""From claimed to sent: the fence, the hand-over, the mark. No network inside a transaction, never a silent end.

A message that cannot be delivered becomes a row of the phone list in the transaction that gives it up.
"""

import datetime as dt
import logging
import random
import time

from django.db import Error as DatabaseTrouble
from django.db import connection, transaction

from piano.kit import clock
from piano.kit.faults import point
from piano.messaging.claiming import GIVES_UP_AFTER, Claim, claim_due, give_back
from piano.messaging.email import Line, NotDelivered, Unclear
from piano.messaging.fence import pass_fence, settle_if_over
from piano.messaging.logs import whereabouts
from piano.messaging.models import Channel, Message, MessageState
from piano.messaging.phone_list import put_on_list

logger = logging.getLogger("piano.messaging")
WAITS = [30, 120, 480, 1800, 7200]  # seconds before the next try
RUN_SECONDS = 4.0  # of one sweep; short, so that an urgent message never waits long for the others
BATCH_SECONDS = 20.0  # of one claim: well within its lease
MARK_TRIES, MARK_PAUSE_SECONDS = 5, 1.0


def send_due(*, classes: list[str]) -> int:
    """Claims batch after batch and hands each row over, for a few seconds. Returns how many were claimed."""
    ends, done, line = time.monotonic() + RUN_SECONDS, 0, Line()
    try:
        while time.monotonic() < ends and (claims := claim_due(classes=classes)):
            _send_batch(claims, line)
            done += len(claims)
    finally:
        line.close()
    return done


def _send_batch(claims: list[Claim], line: Line) -> None:
    """Hands over as many as fit into the lease; the rest goes back untouched."""
    ends = time.monotonic() + BATCH_SECONDS
    for position, claim in enumerate(claims):
        if time.monotonic() > ends:
            give_back(claims[position:])
            return
        _send_guarded(claim, line)


def _send_guarded(claim: Claim, line: Line) -> None:
    """The boundary around one row: its failure, whatever defect it comes from, is counted and named, and the others go on."""
    try:
        _send(claim, line)
    except NotDelivered as error:
        _put_off(claim, str(error), is_final=error.is_final)
    except Unclear as error:
        _leave_unclear(claim, str(error))
    except DatabaseTrouble as error:
        logger.error("message %s: the database did not answer (%s)", claim.message_id, whereabouts(error))
        connection.close_if_unusable_or_obsolete()
    except Exception as error:
        logger.error("message %s failed: %s", claim.message_id, whereabouts(error))
        _put_off(claim, type(error).__name__, is_final=False)


def _send(claim: Claim, line: Line) -> None:
    if claim.channel == Channel.EMAIL:
        line.open()
    passed = pass_fence(claim)
    if passed is None:
        return
    line.hand_over(*passed)
    _mark_sent(claim)


def _mark_sent(claim: Claim) -> None:
    """The mail is out: a database that is away for a moment is asked again, since a lost mark means a second copy."""
    point("before_mark")
    rows = Message.objects.filter(pk=claim.message_id, lease_token=claim.token, state=MessageState.HANDOVER)
    for last in (False,) * (MARK_TRIES - 1) + (True,):
        try:
            sent = {"state": MessageState.SENT, "sent_at": clock.now(), "lease_until": None, "lease_token": None}
            marked = rows.update(**sent, last_error="")
            break
        except DatabaseTrouble:
            if last:
                raise
            connection.close()
            time.sleep(MARK_PAUSE_SECONDS)
    point("after_mark")
    logger.info("message %s %s", claim.message_id, "sent" if marked else "sent after its lease was over")


def _leave_unclear(claim: Claim, error: str) -> None:
    """Ends the lease at once: the next claim counts the interrupted hand-over, and the fence decides what follows."""
    rows = Message.objects.filter(pk=claim.message_id, lease_token=claim.token, state=MessageState.HANDOVER)
    rows.update(lease_until=clock.now(), last_error=f"unclear: {error}"[:300])
    logger.warning("message %s: no answer to the hand-over (%s)", claim.message_id, error)


def _put_off(claim: Claim, error: str, *, is_final: bool) -> None:
    """The next try, later each time; where there is none, or it would come too late, a person calls."""
    with transaction.atomic():
        rows = Message.objects.select_for_update(of=("self",)).select_related("recipient")
        message, now = rows.filter(pk=claim.message_id, lease_token=claim.token).first(), clock.now()
        if message is None:
            return
        again = now + _wait(message.attempt)
        is_too_late = message.expires_at is not None and again >= message.expires_at
        message.last_error = error[:300]
        if is_final or is_too_late or message.attempt >= GIVES_UP_AFTER:
            give_up(message, now=now)
        else:
            message.state, message.not_before = MessageState.DUE, again
            message.lease_until = message.lease_token = None
            message.save(update_fields=["state", "not_before", "lease_until", "lease_token", "last_error"])
    logger.warning("message %s was not delivered: %s", claim.message_id, error)


def _wait(attempt: int) -> dt.timedelta:
    return dt.timedelta(seconds=WAITS[min(attempt, len(WAITS)) - 1] * random.uniform(0.8, 1.2))  # noqa: S311


def give_up(message: Message, *, now: dt.datetime) -> None:
    """To the phone list, unless nothing is owed any more. The caller holds the row's lock."""
    if not settle_guarded(message, now=now):
        put_on_list(message, now=now)


def settle_guarded(message: Message, *, now: dt.datetime) -> bool:
    """`settle_if_over` for rows whose reason may itself be what is broken: then a person looks at them."""
    try:
        with transaction.atomic():
            return settle_if_over(message, now=now)
    except Exception as error:
        logger.error("message %s cannot be asked whether it is owed: %s", message.pk, whereabouts(error))
        return False
