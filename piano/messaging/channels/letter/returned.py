"""Letters that the post brought back: somebody has to find out where the person is. Who said so, and taken back when that was a mistake."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from piano.messaging.channels.letter.models import PaperLetter
from piano.messaging.models import Attempt, Call, CallState, Message, MessageState, Outcome
from piano.messaging.phone_list import put_on_list
from piano.messaging.settling import settle_guarded

WHY = "came back"


def returned_letters(users: Any) -> QuerySet[PaperLetter]:
    rows = PaperLetter.objects.filter(message__recipient__in=users).exclude(came_back_at=None)
    return rows.select_related("message__recipient", "came_back_by").order_by("-came_back_at", "pk")


def come_back(letters: Sequence[PaperLetter], *, came_back_as: str, by: Any, now: dt.datetime) -> list[PaperLetter]:
    """Nobody has read them: what is still owed stands on the phone list. Locks messages by id. Twice changes nothing. Returns which.

    The caller owes the question where she is, whether or not anything is left to say.
    """
    with transaction.atomic():
        rows = _locked(letters, came_back=False)
        for message in rows:
            Attempt.objects.filter(message=message, channel="letter", outcome=Outcome.SENT).update(
                outcome=Outcome.FAILED, error=WHY
            )
            if message.state == MessageState.SENT and not settle_guarded(message, now=now):
                message.sent_at = None
                message.save(update_fields=["sent_at"])
                put_on_list(message, now=now)
        noted = {"came_back_at": now, "came_back_by": by, "came_back_as": came_back_as}
        PaperLetter.objects.filter(message__in=rows).update(**noted)
    return list(PaperLetter.objects.filter(message__in=rows).select_related("message__recipient"))


def take_back_return(letters: Sequence[PaperLetter], *, by: Any, now: dt.datetime) -> list[PaperLetter]:
    """It was another's: they count as sent again, unless somebody has called meanwhile. Locks messages by id. Twice changes nothing."""
    with transaction.atomic():
        rows = _locked(letters, came_back=True)
        for message in rows:
            if Call.objects.filter(message=message, state=CallState.OPEN).delete()[0]:
                message.state, message.channel, message.sent_at = MessageState.SENT, "letter", message.letter.posted_at
                message.save(update_fields=["state", "channel", "sent_at"])
        Attempt.objects.filter(message__in=rows, channel="letter", error=WHY).update(outcome=Outcome.SENT, error="")
        PaperLetter.objects.filter(message__in=rows).update(came_back_at=None, came_back_by=None, came_back_as="")
    return list(PaperLetter.objects.filter(message__in=rows))


def _locked(letters: Sequence[PaperLetter], *, came_back: bool) -> list[Message]:
    rows = Message.objects.select_for_update(of=("self",)).select_related("recipient", "letter")
    keys = [letter.message_id for letter in letters]
    return list(rows.filter(pk__in=keys, letter__came_back_at__isnull=not came_back).order_by("pk"))
