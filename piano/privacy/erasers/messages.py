"""The outbox: what was said is forgotten a month later. A row holds no words, only who was told of what and when."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from piano.kit.retention import Period
from piano.messaging.channels.letter.models import PaperLetter
from piano.messaging.models import TOLD_STATES, UNTOLD_STATES, Attempt, Call, CallState, Message, MessageState
from piano.privacy.erasing import Eraser, Rows, register


def _old_messages(before: dt.datetime) -> Rows:
    """Final ones that nobody still has to call about. A cancelled one is of no use to anybody, whenever it was due."""
    sent = Q(state__in=TOLD_STATES, sent_at__lt=before) | Q(state__in=UNTOLD_STATES)
    expired = Q(state=MessageState.EXPIRED, expires_at__lt=before)
    waiting = Call.objects.filter(message=OuterRef("pk"), state=CallState.OPEN)
    ended = Message.objects.filter(sent | expired | Q(state=MessageState.CANCELLED), created_at__lt=before)
    return ended.filter(~Exists(waiting))


register(
    Eraser(
        name="messages",
        label="Nachrichten, Anrufe der Anrufliste und Briefe",
        period=Period.DAYS_30,
        overdue=_old_messages,
        removes=(Message, Call, Attempt, PaperLetter),
    )
)
