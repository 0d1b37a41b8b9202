"""The letters of a day: laid out by the outbox, printed and posted by a human, taken back when that was a mistake.

A message waits as `to_post` until its letter is in the box; then it is sent. Whose letters somebody may print is decided above.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from piano.messaging import attempts
from piano.messaging.channels.letter.days import arrives_in_time, batch_day
from piano.messaging.channels.letter.models import PaperLetter
from piano.messaging.models import Attempt, Message, MessageState, Outcome
from piano.messaging.onward import give_up
from piano.messaging.settling import for_a_while, release, settle_guarded


def lay_out(message: Message, *, now: dt.datetime) -> None:
    """Into the batch of the next day on which letters leave. The caller holds the message's lock."""
    PaperLetter.objects.update_or_create(
        message=message, defaults={"day": batch_day(now), "posted_at": None, "posted_by": None}
    )
    release(message, MessageState.TO_POST)


def waiting_letters(users: Any) -> QuerySet[PaperLetter]:
    """To these people (a QuerySet or list of users), the oldest day first."""
    rows = PaperLetter.objects.filter(message__recipient__in=users, message__state=MessageState.TO_POST)
    return rows.select_related("message__recipient", "taken_back_by").order_by("day", "pk")


def posted_letters(users: Any, *, since: dt.datetime) -> QuerySet[PaperLetter]:
    rows = PaperLetter.objects.filter(message__recipient__in=users, posted_at__gte=since)
    return rows.select_related("message__recipient", "posted_by").order_by("-posted_at", "pk")


def post(letters: Sequence[PaperLetter], *, by: Any, now: dt.datetime) -> int:
    """They are in the letter box: their messages are sent. Locks messages by id; what is no longer owed stays out of it.

    Twice changes nothing. Returns how many.
    """
    with transaction.atomic():
        rows = _locked([letter.message_id for letter in letters], MessageState.TO_POST)
        going = [message for message in rows if not settle_guarded(message, now=now)]
        for message in going:
            message.state, message.sent_at = MessageState.SENT, now
            message.save(update_fields=["state", "sent_at"])
        tried = {"channel": "letter", "number": 1, "started_at": now, "ended_at": now, "outcome": Outcome.SENT}
        Attempt.objects.bulk_create([Attempt(message=message, **tried) for message in going])
        PaperLetter.objects.filter(message__in=going).update(posted_at=now, posted_by=by)
    return len(going)


def take_back(letters: Sequence[PaperLetter], *, by: Any, now: dt.datetime) -> int:
    """Ticked by mistake: they wait again, and it stands there who said so. Locks messages by id. Twice changes nothing. Returns how
    many.
    """
    with transaction.atomic():
        rows = _locked([letter.message_id for letter in letters], MessageState.SENT)
        for message in rows:
            message.state, message.sent_at = MessageState.TO_POST, None
            message.save(update_fields=["state", "sent_at"])
        Attempt.objects.filter(message__in=rows, channel="letter", outcome=Outcome.SENT).update(
            outcome=Outcome.PUT_OFF, error="taken back"
        )
        undone = {"posted_at": None, "posted_by": None, "taken_back_at": now, "taken_back_by": by}
        PaperLetter.objects.filter(message__in=rows).update(**undone)
    return len(rows)


def clear_letters(*, now: dt.datetime) -> int:
    """What is no longer owed leaves the tray, and what would come too late by now is called instead. Skips what is locked."""
    with transaction.atomic():
        rows = Message.objects.select_for_update(skip_locked=True, of=("self",)).select_related("recipient")
        waiting = rows.filter(state=MessageState.TO_POST).order_by("pk")
        gone = [message for message in for_a_while(waiting) if _leaves(message, now=now)]
        PaperLetter.objects.filter(message__in=gone).delete()
    return len(gone)


def _leaves(message: Message, *, now: dt.datetime) -> bool:
    if settle_guarded(message, now=now):
        return True
    if arrives_in_time(message.expires_at, now=now):
        return False
    attempts.end(message, Outcome.FAILED, "too late for the post")
    give_up(message, now=now)
    return True


def _locked(messages: Sequence[int], state: MessageState) -> list[Message]:
    rows = Message.objects.select_for_update(of=("self",)).select_related("recipient")
    return list(rows.filter(pk__in=messages, state=state, channel="letter").order_by("pk"))
