"""Rows that were claimed eight times and never came back: given to a person, so that nothing stays stuck (I6)."""

from django.db import transaction

from piano.kit import clock
from piano.kit.sweeps import sweep
from piano.messaging.claiming import GIVES_UP_AFTER
from piano.messaging.models import Message, MessageState
from piano.messaging.sending import put_on_list


@sweep(queue="bulk", every=30)
def give_up_messages() -> int:
    """Puts rows on the phone list whose tries are used up and whose lease is over. Locks them, skipping busy ones."""
    now = clock.now()
    with transaction.atomic():
        rows = Message.objects.select_for_update(skip_locked=True, of=("self",)).select_related("recipient")
        used_up = rows.filter(attempt__gte=GIVES_UP_AFTER)
        lost = used_up.filter(state__in=[MessageState.CLAIMED, MessageState.HANDOVER], lease_until__lt=now)
        waiting = used_up.filter(state=MessageState.DUE)
        found = [*lost[:50], *waiting[:50]]
        for message in found:
            put_on_list(message, now=now)
    return len(found)
