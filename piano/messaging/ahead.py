"""What a batch of claimed messages needs, read together before the first of them goes: their rows, their recipients, their words.

A shortcut, never a judgement: what cannot be prepared here, for whatever reason, is asked for on its own at the fence.
"""

import datetime as dt
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from piano.kit import clock
from piano.kit.logs import whereabouts
from piano.messaging.claiming import Claim
from piano.messaging.limits import TakesTooLong, ends_within
from piano.messaging.models import Message
from piano.messaging.reasons import REASONS, ReadTogether
from piano.messaging.words import Words, subject_id, words_for

logger = logging.getLogger("piano.messaging")
BELIEVED_SECONDS = 2.0  # what was read is sent as it was then
PREPARING_SECONDS = 5.0
Rows = dict[tuple[str, int], Any]


@dataclass(frozen=True)
class Ready:
    """A message with its words, as they were at `read_at`."""

    message: Message
    words: Words
    read_at: dt.datetime
    since: float

    def now(self) -> dt.datetime | None:
        """The database's moment by our own watch; None when it is too long ago."""
        passed = time.monotonic() - self.since
        return self.read_at + dt.timedelta(seconds=passed) if passed < BELIEVED_SECONDS else None


@dataclass
class Batch:
    """Claims that are sent one after the other. Nothing is read before the first of them is asked for."""

    claims: Sequence[Claim]
    _ready: dict[int, Ready] | None = field(default=None, init=False)

    def ready(self, claim: Claim) -> Ready | None:
        if self._ready is None:
            self._ready = _prepare(self.claims)
        return self._ready.get(claim.message_id)


def _prepare(claims: Sequence[Claim]) -> dict[int, Ready]:
    """As far as it comes while it would be believed. What turns in a circle is ended later than what is only slow."""
    ready: dict[int, Ready] = {}
    try:
        with ends_within(PREPARING_SECONDS), clock.standing_still() as now:
            since = time.monotonic()
            with transaction.atomic():
                messages = list(_messages(claims))
                rows, files = _rows(messages, "context"), _rows(messages, "attach")
            for message in messages:
                if time.monotonic() - since >= BELIEVED_SECONDS:
                    break
                words = _words(message, rows, files)
                if words is not None:
                    ready[message.pk] = Ready(message, words, now, since)
    except (Exception, TakesTooLong) as error:
        logger.warning("a batch was not prepared: %s", whereabouts(error))
    return ready


def _messages(claims: Sequence[Claim]) -> Any:
    """What was never handed over: anything else needs the fence's own look."""
    usual = [claim.message_id for claim in claims if not claim.unclear_count]
    return Message.objects.filter(pk__in=usual).select_related("recipient")


def _rows(messages: Sequence[Message], part: str) -> Rows:
    """By reason and id; of reasons that know how to read this part of theirs together."""
    wanted: dict[str, set[int]] = {}
    for message in messages:
        how = getattr(REASONS.get(message.reason), part, None)
        if isinstance(how, ReadTogether):
            wanted.setdefault(message.reason, set()).add(subject_id(message))
    return {
        (name, pk): row for name, ids in wanted.items() for pk, row in getattr(REASONS[name], part).read(ids).items()
    }


def _words(message: Message, rows: Rows, files: Rows) -> Words | None:
    try:
        with transaction.atomic():
            key = message.reason, subject_id(message)
            return words_for(message, row=rows.get(key), file=files.get(key))
    except Exception:  # the fence makes them anew, and says there what is wrong
        return None
