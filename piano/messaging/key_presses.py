"""What came of a call by a machine: a key that somebody pressed, or that nobody heard it. What either means, its reason knows.

The first answer of a call counts, once. What it means and that it came are one transaction under a lock of this one call: a
second callback waits, and hears what was answered; one that dies in the middle leaves nothing, and the provider repeats it.
"""

import datetime as dt
import logging
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from piano.kit.errors import DomainError
from piano.messaging.models import Attempt, Message, Outcome
from piano.messaging.reasons import REASONS, Reason
from piano.messaging.receipts import attempt_named, note_delivery
from piano.messaging.words import subject_id

logger = logging.getLogger("piano.messaging")
TAKE, PASS_ON = "1", "2"
KEYS = (TAKE, PASS_ON)
ANSWERS = 77_003  # ours among the advisory locks


def note_key(channel: str, reference: str, key: str, *, now: dt.datetime) -> str:
    """Does what the key means and returns what is said back; "" for a call that nobody knows. A second key of the same call
    changes nothing and hears which one counts.
    """
    attempt = attempt_named(channel, reference)
    if attempt is None:
        logger.warning("a key of %s names no call of ours", channel)
        return ""
    note_delivery(channel, reference, Outcome.DELIVERED, now)
    with transaction.atomic():
        first = _first_answer(attempt)
        if first:
            return _counts(first, key)
        if key not in KEYS:
            return str(_("Bitte drücken Sie die 1 zum Übernehmen oder die 2 zum Weitergeben."))
        said = _answer(attempt.message, key, now=now)
        Attempt.objects.filter(pk=attempt.pk).update(answer=key)
    logger.info("message %s: key %s", attempt.message_id, key)
    return said


def note_unheard(channel: str, reference: str, *, now: dt.datetime) -> None:
    """Busy, nobody there, or a machine picked up: the call has failed, and its reason does not wait for nothing. Once; nothing
    after a key.
    """
    attempt = attempt_named(channel, reference)
    if attempt is None:
        logger.warning("a receipt of %s names no call of ours", channel)
        return
    with transaction.atomic():
        if _first_answer(attempt) or attempt.outcome in (Outcome.FAILED, Outcome.DELIVERED):
            return
        message, reason = attempt.message, REASONS[attempt.message.reason]
        if reason.on_unheard is not None and _is_wanted(reason, message):
            reason.on_unheard(subject_id(message), message.recipient, now)
        note_delivery(channel, reference, Outcome.FAILED, now)
    logger.info("message %s: nobody heard it", attempt.message_id)


def _first_answer(attempt: Attempt) -> str:
    """Waits for whoever answers the same call just now. The lock is taken before all others, and by nobody else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [ANSWERS, attempt.pk % 2**31])
    attempt.refresh_from_db(fields=["answer", "outcome"])
    return attempt.answer


def _counts(first: str, key: str) -> str:
    if key == first:
        return str(_("Danke, Ihre Antwort ist schon angekommen."))
    if first == TAKE:
        return str(_("Ihre erste Antwort gilt: Sie übernehmen."))
    return str(_("Ihre erste Antwort gilt: Sie geben es weiter."))


def _answer(message: Message, key: str, *, now: dt.datetime) -> str:
    reason: Any = REASONS[message.reason]
    if reason.on_key is None or not _is_wanted(reason, message):
        return str(_("Danke. Das hat sich inzwischen erledigt."))
    try:
        return str(reason.on_key(subject_id(message), message.recipient, key, now))
    except DomainError as error:
        return str(error)


def _is_wanted(reason: Reason, message: Message) -> bool:
    return bool(message.recipient.is_active and reason.is_still_due(subject_id(message)))
