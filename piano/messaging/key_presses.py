"""A key that somebody pressed when a machine called her. The first one of a call counts, once; what it means, its reason knows."""

import datetime as dt
import logging

from django.utils.translation import gettext as _

from piano.kit.errors import DomainError
from piano.messaging.models import Attempt, Message, Outcome
from piano.messaging.reasons import REASONS
from piano.messaging.receipts import attempt_named, note_delivery
from piano.messaging.words import subject_id

logger = logging.getLogger("piano.messaging")
KEYS = ("1", "2")


def note_key(channel: str, reference: str, key: str, *, now: dt.datetime) -> str:
    """Does what the key means and returns what is said back; "" for a call that nobody knows.

    The reason's verb runs before the key is written down: a process that dies between them does it again when the provider
    repeats itself, and the verb is harmless when repeated. A second key of the same call changes nothing.
    """
    attempt = attempt_named(channel, reference)
    if attempt is None:
        logger.warning("a key of %s names no call of ours", channel)
        return ""
    note_delivery(channel, reference, Outcome.DELIVERED, now)
    if attempt.answer:
        return str(_("Danke, Ihre Antwort ist schon angekommen."))
    if key not in KEYS:
        return str(_("Bitte drücken Sie die 1 zum Übernehmen oder die 2 zum Weitergeben."))
    said = _answer(attempt.message, key, now=now)
    Attempt.objects.filter(pk=attempt.pk, answer="").update(answer=key)
    logger.info("message %s: key %s", attempt.message_id, key)
    return said


def _answer(message: Message, key: str, *, now: dt.datetime) -> str:
    reason, subject = REASONS[message.reason], subject_id(message)
    if reason.on_key is None or not message.recipient.is_active or not reason.is_still_due(subject):
        return str(_("Danke. Das hat sich inzwischen erledigt."))
    try:
        return reason.on_key(subject, message.recipient, key, now)
    except DomainError as error:
        return str(error)
