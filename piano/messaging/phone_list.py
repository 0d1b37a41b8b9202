"""The phone list: people whom a human has to call, because the message could not go another way."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from piano.kit import clock
from piano.messaging.models import Call, CallState, Message, MessageState

TRY_AGAIN_AFTER, TRIES = dt.timedelta(hours=2), 3


def open_calls_for(users: Any) -> QuerySet[Call]:
    """Open calls to these people (a QuerySet or list of users), the earliest first."""
    rows = Call.objects.filter(state=CallState.OPEN, message__recipient__in=users)
    return rows.select_related("message__recipient").order_by("due_at", "pk")


def reach_person(call: Call, *, by: Any, now: dt.datetime) -> Call:
    """Somebody was told: the message counts as sent. Locks message, then call; twice changes nothing."""
    with transaction.atomic():
        row = _locked(call)
        if row.state == CallState.OPEN:
            row.state, row.done_by, row.done_at = CallState.REACHED, by, now
            row.save(update_fields=["state", "done_by", "done_at"])
            row.message.state, row.message.sent_at = MessageState.SENT, now
            row.message.save(update_fields=["state", "sent_at"])
    return row


def no_answer(call: Call, *, by: Any, now: dt.datetime) -> Call:
    """Nobody answered: again within calling hours; after three tries it stays visible as not reached."""
    with transaction.atomic():
        row = _locked(call)
        if row.state != CallState.OPEN:
            return row
        row.tries += 1
        if row.tries >= TRIES:
            row.state, row.done_by, row.done_at = CallState.GIVEN_UP, by, now
        else:
            row.due_at = clock.next_call_time(now + TRY_AGAIN_AFTER)
        row.save(update_fields=["tries", "state", "done_by", "done_at", "due_at"])
    return row


def _locked(call: Call) -> Call:
    Message.objects.select_for_update().get(pk=call.message_id)
    return Call.objects.select_for_update(of=("self",)).select_related("message__recipient").get(pk=call.pk)
