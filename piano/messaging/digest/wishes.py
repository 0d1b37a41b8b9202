"""How a person wants what can wait: at once, once a day, once a week, or not at all."""

import datetime as dt
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from piano.kit.sweeps import wake_engine
from piano.messaging.digest.waits import Waits
from piano.messaging.models import Message, MessageState

TOGETHER = (Waits.DAILY, Waits.WEEKLY)


def wish_together(person: Any, *, waits: str, now: dt.datetime) -> None:
    """Holds from now on, and for what is gathered already where she wants no overview any more: that comes at once, or not at
    all. Locks the gathered rows. Twice changes nothing.
    """
    with transaction.atomic():
        get_user_model().objects.filter(pk=person.pk).update(waits=Waits(waits))
        person.waits = waits
        if waits not in TOGETHER:
            _let_go(person, now=now, is_wanted=waits == Waits.AT_ONCE)


def _let_go(person: Any, *, now: dt.datetime, is_wanted: bool) -> None:
    rows = Message.objects.filter(recipient=person, state=MessageState.GATHERED).order_by("pk").select_for_update()
    ids = list(rows.values_list("pk", flat=True))
    state = MessageState.DUE if is_wanted else MessageState.CANCELLED
    if Message.objects.filter(pk__in=ids).update(state=state, not_before=now):
        wake_engine()
