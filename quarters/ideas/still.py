"""Whether something is still there. After eleven months of silence its people are asked; nothing ends that nobody was asked about.

What begins or pauses ends when four weeks later nobody has answered: everybody in it is told, and only a year after that its words
are erased. What runs is never ended by a machine: it stands on the helper's list, who calls.
"""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q, QuerySet

from quarters.ideas import notices
from quarters.ideas.moving import lock, move
from quarters.ideas.stages import BEGINNING, Stage
from quarters.models import Initiative

SILENCE, TIME_TO_ANSWER = dt.timedelta(days=335), dt.timedelta(days=28)
ENDS_BY_ITSELF = (*BEGINNING, Stage.PAUSED)
WAITS = Q(asked_at__gt=F("touched_at"))  # asked, and nothing happened since
AT_ONCE = 50


def look_after_silent(*, now: dt.datetime) -> int:
    """Asks, and ends what nobody answered for; returns how many of both. Any number of sweepers does it once."""
    asked = sum(_ask(pk, now=now) for pk in _pks(silent(now)))
    return asked + sum(_end(pk, now=now) for pk in _pks(unanswered(now)))


def silent(now: dt.datetime) -> QuerySet[Initiative]:
    """Nobody did anything with it for so long, and nobody was asked since."""
    rows = Initiative.objects.exclude(title="").exclude(stage=Stage.ENDED).filter(turned_down_at=None)
    return rows.filter(touched_at__lte=now - SILENCE).exclude(WAITS)


def unanswered(now: dt.datetime) -> QuerySet[Initiative]:
    rows = Initiative.objects.filter(WAITS, asked_at__lte=now - TIME_TO_ANSWER).exclude(title="")
    return rows.filter(stage__in=ENDS_BY_ITSELF)


def still_there(initiative: Initiative, *, now: dt.datetime) -> Initiative:
    """Somebody who is in it, or a helper for her, says that it goes on. Twice is once. Locks the row."""
    with transaction.atomic():
        row = lock(initiative)
        row.touched_at = now
        row.save(update_fields=["touched_at"])
        notices.untell_still(row)
    return row


def _ask(pk: int, *, now: dt.datetime) -> int:
    """One; what another sweeper holds is left to it."""
    with transaction.atomic():
        row = silent(now).select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
        if row is None:
            return 0
        row.asked_at = now
        row.save(update_fields=["asked_at"])
        notices.tell_still(row, now=now)
    return 1


def _end(pk: int, *, now: dt.datetime) -> int:
    with transaction.atomic():
        row = unanswered(now).select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
        if row is None:
            return 0
        notices.untell_still(row)
        move(row, Stage.ENDED, by=None, now=now)
    return 1


def _pks(rows: QuerySet[Initiative]) -> list[int]:
    return list(rows.order_by("touched_at").values_list("pk", flat=True)[:AT_ONCE])
