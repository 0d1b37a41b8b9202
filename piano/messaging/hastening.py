"""What is owed several times in a row comes sooner: nobody heard the last one."""

import datetime as dt
from typing import Any

from django.db.models import F

from piano.messaging.models import Message, MessageState


def bring_forward(*, subject: str, reason: str, recipient: Any, at: dt.datetime, now: dt.datetime) -> bool:
    """Moves all that are still to come, so that the next of them is due at `at` and the others keep their distance. False where
    none is to come; nothing is ever put off. Locks the rows; needs a transaction.
    """
    rows = Message.objects.filter(
        subject=subject, reason=reason, recipient=recipient, state=MessageState.DUE, not_before__gt=now
    )
    coming = list(rows.select_for_update().order_by("not_before", "pk"))
    if not coming:
        return False
    sooner = coming[0].not_before - at
    if sooner > dt.timedelta(0):
        Message.objects.filter(pk__in=[row.pk for row in coming]).update(
            not_before=F("not_before") - sooner, expires_at=F("expires_at") - sooner
        )
    return True
