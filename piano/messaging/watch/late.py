"""Messages that should be out long ago: what makes an alarm, for whoever shows it."""

import datetime as dt

from django.conf import settings
from django.db.models import Q, QuerySet

from piano.messaging.models import Message, MessageClass, MessageState

ON_THE_WAY = (MessageState.DUE, MessageState.CLAIMED, MessageState.HANDOVER)


def late_messages(*, now: dt.datetime) -> QuerySet[Message]:
    """Over five minutes late, an urgent one nearly one (`PIANO_LATE_SECONDS`, `PIANO_SILENT_SECONDS`)."""
    late, urgent = (now - dt.timedelta(seconds=one) for one in (settings.LATE_SECONDS, settings.SILENT_SECONDS))
    is_late = Q(not_before__lte=late) | Q(message_class=MessageClass.URGENT, not_before__lte=urgent)
    is_a_line = Q(state=MessageState.HANDOVER, lease_until=None)  # of an overview, which is late itself
    return Message.objects.filter(is_late, ~is_a_line, state__in=ON_THE_WAY)
