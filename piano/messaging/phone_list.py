"""The phone list: people whom a human has to call, because the message could not go another way."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.messaging.models import TOLD_STATES, Call, CallState, Channel, Message, MessageClass, MessageState
from piano.messaging.reasons import REASONS
from piano.messaging.times.rules import may_be_called_at
from piano.messaging.words import subject_id

TRIES = 3
TRY_AGAIN_AFTER = dt.timedelta(hours=2)
TRY_AGAIN_AFTER_URGENT = dt.timedelta(minutes=10)


class CallIsOver(DomainError):
    message = "Dieser Anruf ist nicht mehr nötig: Die Sache hat sich inzwischen erledigt."


def open_calls_for(users: Any) -> QuerySet[Call]:
    """Open calls to these people (a QuerySet or list of users), the earliest first."""
    return _calls(users).filter(state=CallState.OPEN)


def unreached_calls_for(users: Any) -> QuerySet[Call]:
    """Calls that nobody answered three times and whose cause still stands: somebody has to think of another way."""
    return _calls(users).filter(state=CallState.GIVEN_UP, message__state=MessageState.ON_LIST)


def _calls(users: Any) -> QuerySet[Call]:
    rows = Call.objects.filter(message__recipient__in=users)
    return rows.select_related("message__recipient").order_by("due_at", "pk")


def put_on_list(message: Message, *, now: dt.datetime) -> Call:
    """A person calls instead of a mail. The caller holds the message's lock; both change in its transaction."""
    message.state, message.lease_until, message.lease_token = MessageState.ON_LIST, None, None
    message.channel = Channel.PHONE
    message.save(update_fields=["state", "channel", "lease_until", "lease_token", "last_error"])
    return open_call(message, now=now)


def open_call(message: Message, *, now: dt.datetime) -> Call:
    """One call per message. Urgent ones are due at once; others within calling hours, unless that would be too late."""
    due_at = now if message.message_class == MessageClass.URGENT else may_be_called_at(message.recipient, now)
    if message.expires_at is not None and due_at >= message.expires_at:
        due_at = now
    return Call.objects.get_or_create(message=message, defaults={"due_at": due_at, "state": CallState.OPEN})[0]


def last_call_time(moment: dt.datetime) -> dt.datetime:
    """The start of the last calling hours that began before a moment."""
    day = clock.local(moment).date()
    for back in range(15):
        if clock.is_working_day(day - dt.timedelta(days=back)):
            for start, _ in reversed(clock.CALL_HOURS):
                begun = clock.at(day - dt.timedelta(days=back), start)
                if begun < moment:
                    return begun
    raise ValueError("no working day within two weeks")


def reach_person(call: Call, *, by: Any, now: dt.datetime) -> Call:
    """Somebody was told: the message counts as sent. Locks message, then call; twice changes nothing. Raises `CallIsOver`."""
    with transaction.atomic():
        row = _locked(call)
        if row.state != CallState.REACHED:
            row.state, row.done_by, row.done_at = CallState.REACHED, by, now
            row.save(update_fields=["state", "done_by", "done_at"])
            Message.objects.filter(pk=row.message_id).exclude(state__in=TOLD_STATES).update(
                state=MessageState.SENT, sent_at=now, lease_until=None, lease_token=None
            )
            _afterwards(row.message, now)
    return row


def no_answer(call: Call, *, by: Any, now: dt.datetime) -> Call:
    """Nobody answered: again later, within calling hours unless it is urgent; after three tries it stays as not reached.

    Locks message, then call. Raises `CallIsOver`.
    """
    with transaction.atomic():
        row = _locked(call)
        if row.state != CallState.OPEN:
            return row
        row.tries += 1
        if row.tries >= TRIES:
            row.state, row.done_by, row.done_at = CallState.GIVEN_UP, by, now
            _afterwards(row.message, now)
        else:
            row.due_at = _next_try(row.message, now)
        row.save(update_fields=["tries", "state", "done_by", "done_at", "due_at"])
    return row


def _afterwards(message: Message, now: dt.datetime) -> None:
    """What follows the end of a call, whether she was reached or not; what is owed stays one row."""
    follow = REASONS[message.reason].after_call if message.reason in REASONS else None
    if follow:
        follow(subject_id(message), message.recipient, now)


def _next_try(message: Message, now: dt.datetime) -> dt.datetime:
    if message.message_class == MessageClass.URGENT:
        return now + TRY_AGAIN_AFTER_URGENT
    return may_be_called_at(message.recipient, now + TRY_AGAIN_AFTER)


def _locked(call: Call) -> Call:
    Message.objects.select_for_update().get(pk=call.message_id)
    row = Call.objects.select_for_update(of=("self",)).select_related("message__recipient").filter(pk=call.pk).first()
    if row is None:
        raise CallIsOver()
    return row
