"""Carries retention rules out. Each eraser knows which rows' time is over and how they go; the runner takes them in batches.

Nothing here knows a table: the erasers stand in `piano.privacy.erasers`, one module per room.
"""

import datetime as dt
import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import Model, QuerySet

from piano.kit.audit import without_copies
from piano.kit.logs import whereabouts
from piano.kit.retention import Period

logger = logging.getLogger("piano.privacy")
AT_ONCE = 500  # rows of one transaction at most
Rows = QuerySet[Any]


def delete_rows(rows: Rows, now: dt.datetime) -> None:
    rows.delete()


@dataclass(frozen=True)
class Eraser:
    """Carries one period out for the models that it `removes` rows of, or `blanks` fields of.

    `overdue(before)` selects rows whose purpose ended before that moment: the period's length ago, or `grace` where the
    period has no length. `erase(rows, now)` gets at most `at_once` of them, locked. `label` says it in German; `of` names
    the kind of rows where a rule is only about these.
    """

    name: str
    label: str
    period: Period
    overdue: Callable[[dt.datetime], Rows]
    removes: tuple[type[Model], ...] = ()
    blanks: Mapping[type[Model], tuple[str, ...]] = field(default_factory=dict)
    of: str = ""
    erase: Callable[[Rows, dt.datetime], None] = delete_rows
    grace: dt.timedelta = dt.timedelta(0)
    at_once: int = AT_ONCE

    def rows(self, now: dt.datetime) -> Rows:
        """Whatever is overdue at this moment."""
        return self.overdue(now - (self.period.length or self.grace))


ERASERS: dict[str, Eraser] = {}


def register(eraser: Eraser) -> Eraser:
    """Makes an eraser known under its name. Raises `ValueError` for a name that is taken."""
    if eraser.name in ERASERS:
        raise ValueError(f"eraser {eraser.name} is registered twice")
    ERASERS[eraser.name] = eraser
    return eraser


@dataclass(frozen=True)
class Run:
    """What one run did: how many rows by eraser, and which erasers failed."""

    done: Counter[str]
    failed: set[str]


class NotErased(Exception):
    """An eraser left what it had taken in hand: it would come again for ever."""


def erase_overdue(*, now: dt.datetime, seconds: float | None = None) -> Run:
    """Round after round, batches of each eraser in turn, until a whole round finds nothing or the time is over.

    A profile goes when its last request is gone, an account when the profile is: in a later round. An eraser that fails
    is left out for the rest of the run and stops no other. Any number may run at once.
    """
    ends = time.monotonic() + seconds if seconds is not None else float("inf")
    run = Run(Counter(), set())
    while _take_round(run, now, ends):
        pass
    return run


def _take_round(run: Run, now: dt.datetime, ends: float) -> int:
    """One batch of each eraser, then one more of those that found something, and so on. Returns how many batches."""
    erasers, taken = list(ERASERS.values()), 0
    while erasers:
        erasers = [eraser for eraser in erasers if time.monotonic() < ends and _take_part(eraser, run, now)]
        taken += len(erasers)
    return taken


def _take_part(eraser: Eraser, run: Run, now: dt.datetime) -> int:
    """The boundary around one batch. The log names the kind of a failure and its place, never the data."""
    if eraser.name in run.failed:
        return 0
    try:
        erased = erase_batch(eraser, now=now)
    except Exception as error:
        logger.error("retention %s failed: %s", eraser.name, whereabouts(error))
        if not connection.in_atomic_block:
            connection.close()
        run.failed.add(eraser.name)
        return 0
    run.done[eraser.name] += erased
    return erased


def erase_batch(eraser: Eraser, *, now: dt.datetime) -> int:
    """One transaction. Locks rows in the order of their keys, leaves those that somebody else holds, and asks again under
    the lock, so that what was referred to meanwhile stays. The audit trail keeps no copy of what goes. Returns how many
    rows it took; raises `NotErased`.
    """
    overdue = eraser.rows(now)
    with transaction.atomic(), without_copies():
        free = overdue.order_by("pk").select_for_update(skip_locked=True, of=("self",))
        locked = list(free.values_list("pk", flat=True)[: eraser.at_once])
        keys = list(overdue.filter(pk__in=locked).values_list("pk", flat=True)) if locked else []
        if keys:
            eraser.erase(overdue.model._default_manager.filter(pk__in=keys), now)
            if overdue.filter(pk__in=keys).exists():
                raise NotErased()
    return len(keys)


def count_overdue(*, now: dt.datetime) -> dict[str, int]:
    """How many rows each eraser would take now. What hangs on them follows when they are gone."""
    return {name: eraser.rows(now).count() for name, eraser in ERASERS.items()}
