"""Nothing stays where nobody looks: rows whose tries are used up go to a person, calls whose cause is over go away (I6)."""

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet

from piano.messaging.claiming import GIVES_UP_AFTER
from piano.messaging.models import Call, CallState, Message, MessageState
from piano.messaging.sending import give_up, settle_guarded

AT_ONCE = 200


def give_up_messages(*, now: dt.datetime) -> int:
    """Puts rows on the phone list whose tries are used up and whose lease is over. Locks them, skipping busy ones."""
    lost = Q(state__in=[MessageState.CLAIMED, MessageState.HANDOVER], lease_until__lte=now) | Q(state=MessageState.DUE)
    with transaction.atomic():
        rows = list(_free_rows().filter(lost, attempt__gte=GIVES_UP_AFTER).order_by("pk")[:AT_ONCE])
        for message in rows:
            message.unclear_count += message.state == MessageState.HANDOVER
            message.save(update_fields=["unclear_count"])
            give_up(message, now=now)
    return len(rows)


def clear_phone_list(*, now: dt.datetime) -> int:
    """Ends calls that nobody has to make any more: expired, answered or cancelled meanwhile. Locks message, then call."""
    waiting = Call.objects.exclude(state=CallState.REACHED).filter(message__state__in=["on_list", "sent"])
    cleared = 0
    for message_id in list(waiting.order_by("pk").values_list("message_id", flat=True)):
        with transaction.atomic():
            message = _free_rows().filter(pk=message_id, state__in=["on_list", "sent"]).first()
            if message is not None and settle_guarded(message, now=now):
                cleared += Call.objects.filter(message=message).exclude(state=CallState.REACHED).delete()[0]
    return cleared


def _free_rows() -> QuerySet[Message]:
    return Message.objects.select_for_update(skip_locked=True, of=("self",)).select_related("recipient")
