"""What happens by the clock: the list is made, a late start is said, noon comes, whoever was not reached is said again.

Registered for Celery and `manage.py engine`; each row in its own transaction, any number of sweepers at once.
"""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.db.models import Exists, OuterRef

from piano.kit import clock
from piano.kit.sweeps import sweep
from requests.dayround.calling import ENDS, give_to_helper
from requests.dayround.rounds import MADE_FROM, districts_due, make_round
from requests.dayround.telling import tell_of, tell_of_late_start
from requests.models import CallRound, RoundEntry, RoundStep
from requests.states import EntryState

BEGUN_BY = dt.time(9, 30)
BATCH = 200


@sweep(queue="urgent", every=10)
def drive_call_rounds() -> int:
    """Everything of the round that is due now. Returns how many rows were taken."""
    now = clock.now()
    time = clock.local(now).time()
    steps = [_close_old]
    if MADE_FROM <= time < ENDS:
        steps.append(_make)
    if BEGUN_BY <= time < ENDS:
        steps.append(_say_that_nobody_began)
    return sum(step(now) for step in [*steps, _say_again])


def _make(now: dt.datetime) -> int:
    day = clock.local(now).date()
    return sum(make_round(district, day) for district in districts_due(day))


def _say_that_nobody_began(now: dt.datetime) -> int:
    begun = RoundStep.objects.filter(entry__round=OuterRef("pk"))
    waiting = RoundEntry.objects.filter(round=OuterRef("pk"), state=EntryState.WAITING)
    rows = CallRound.objects.filter(Exists(waiting), ~Exists(begun), day=clock.local(now).date(), begun_late_at=None)
    return sum(_in_turn(CallRound, row, lambda one: _late(one, now)) for row in rows.values_list("pk", flat=True))


def _late(row: CallRound, now: dt.datetime) -> None:
    if row.begun_late_at is None:
        tell_of_late_start(row, now=now)
        row.begun_late_at = now
        row.save(update_fields=["begun_late_at"])


def _close_old(now: dt.datetime) -> int:
    """Noon has come, or the engine was away for days: nobody stays on a list that nobody works at any more."""
    here = clock.local(now)
    last = here.date() if here.time() >= ENDS else here.date() - dt.timedelta(days=1)
    rows = CallRound.objects.filter(day__lte=last, closed_at=None).order_by("pk")
    return sum(_in_turn(CallRound, row, lambda one: _noon(one, now)) for row in rows.values_list("pk", flat=True))


def _noon(row: CallRound, now: dt.datetime) -> None:
    if row.closed_at is not None:
        return
    for entry in RoundEntry.objects.filter(round=row, state__in=[EntryState.WAITING, EntryState.CONTACT]).order_by(
        "pk"
    ):
        give_to_helper(entry, now=now)
    row.closed_at = now
    row.save(update_fields=["closed_at"])


def _say_again(now: dt.datetime) -> int:
    due = RoundEntry.objects.filter(state=EntryState.HELPER, tell_at__lte=now).order_by("tell_at", "pk")
    keys = list(due.values_list("pk", flat=True)[:BATCH])
    return sum(_in_turn(RoundEntry, key, lambda one: tell_of(one, now=now)) for key in keys)


def _in_turn(model: type, key: int, step: Callable[..., None]) -> int:
    """One row in a transaction of its own, left to the other sweeper who holds it."""
    with transaction.atomic():
        rows = model._default_manager.select_for_update(skip_locked=True, no_key=True)  # type: ignore[attr-defined]
        row = rows.filter(pk=key).first()
        if row is None:
            return 0
        step(row)
    return 1
