"""Nothing stays where nobody looks: rows whose tries are used up go to a person, calls whose cause is over go away (I6)."""

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet

from piano.messaging import attempts
from piano.messaging.claiming import GIVES_UP_AFTER
from piano.messaging.models import TOLD_STATES, Call, CallState, Message, MessageState, Outcome
from piano.messaging.onward import give_up
from piano.messaging.settling import for_a_while, settle_guarded

AT_ONCE = 200
CLEARED_AT_ONCE = 50  # few, so that nobody who calls waits for their locks
HEARD_BY_PHONE = (MessageState.ON_LIST, *TOLD_STATES)


def give_up_messages(*, now: dt.datetime) -> int:
    """The next channel, at last the phone list, for rows whose tries are used up and whose lease is over. Locks them, but no busy ones."""
    lost = Q(state__in=[MessageState.CLAIMED, MessageState.HANDOVER], lease_until__lt=now) | Q(state=MessageState.DUE)
    with transaction.atomic():
        rows, done = _free_rows().filter(lost, attempt__gte=GIVES_UP_AFTER).order_by("pk")[:AT_ONCE], 0
        for message in for_a_while(rows):
            message.unclear_count += message.state == MessageState.HANDOVER
            message.save(update_fields=["unclear_count"])
            attempts.end(message, Outcome.FAILED, "tries used up")
            give_up(message, now=now)
            done += 1
    return done


def clear_phone_list(*, now: dt.datetime) -> int:
    """Ends calls that nobody has to make any more: expired, answered or cancelled meanwhile. Locks messages in batches, then
    their calls; what somebody holds waits for the next time.
    """
    waiting = Call.objects.exclude(state=CallState.REACHED).filter(message__state__in=HEARD_BY_PHONE)
    ids = list(waiting.order_by("message_id").values_list("message_id", flat=True))
    batches = [ids[first : first + CLEARED_AT_ONCE] for first in range(0, len(ids), CLEARED_AT_ONCE)]
    return sum(_clear(batch, now=now) for batch in for_a_while(batches))


def _clear(ids: list[int], *, now: dt.datetime) -> int:
    with transaction.atomic():
        rows = list(_free_rows().filter(pk__in=ids, state__in=HEARD_BY_PHONE).order_by("pk"))
        over = [message.pk for message in for_a_while(rows) if settle_guarded(message, now=now)]
        return Call.objects.filter(message__in=over).exclude(state=CallState.REACHED).delete()[0] if over else 0


def _free_rows() -> QuerySet[Message]:
    return Message.objects.select_for_update(skip_locked=True, of=("self",)).select_related("recipient")
