"""The steps that the engine owes a visit: put down, pulled forward, crossed off."""

import datetime as dt

from requests.models import DueWork, Visit, WorkKind


def owe_step(visit: Visit, kind: WorkKind, *, due_at: dt.datetime) -> None:
    """One pending row per visit and kind; an existing one is moved. The caller holds the visit's lock."""
    moved = DueWork.objects.filter(visit=visit, kind=kind, done_at=None).update(due_at=due_at, attempt=0)
    if not moved:
        DueWork.objects.create(visit=visit, kind=kind, due_at=due_at)


def cross_off(visit: Visit, *kinds: WorkKind, now: dt.datetime) -> None:
    """Marks pending steps done; without kinds, all of them."""
    rows = DueWork.objects.filter(visit=visit, done_at=None)
    (rows.filter(kind__in=kinds) if kinds else rows).update(done_at=now)
