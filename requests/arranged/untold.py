"""Who does not know yet who comes: the rows of the outbox that only a call can say, and that nobody has said."""

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from piano.messaging.models import Channel, Message, MessageState


def untold() -> QuerySet[Message]:
    """What only a call can say, and nobody has said yet."""
    by_phone = Q(channel=Channel.PHONE) | Q(state=MessageState.ON_LIST)
    waiting = (MessageState.DUE, MessageState.CLAIMED, MessageState.ON_LIST)
    return Message.objects.filter(by_phone, reason="arranged_tenant", state__in=waiting)


def is_untold() -> Exists:
    """For a queryset of assignments: whoever opens the door does not know yet who comes."""
    subject = Concat(Value("assignment:"), Cast(OuterRef("pk"), CharField()))
    return Exists(untold().filter(subject=subject, recipient=OuterRef("visit__help_request__resident__user")))
