"""The steps that the engine owes a visit: put down, pulled forward, crossed off."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from piano.kit.kept import run_kept
from piano.kit.tracing import current_trace
from requests.models import Visit, WorkKind

OWE = """
INSERT INTO requests_duework (visit_id, kind, due_at, attempt, trace)
SELECT visit, kind, due_at, 0, %s FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[]) AS owed (visit, kind, due_at)
    ON CONFLICT (visit_id, kind) WHERE done_at IS NULL
    DO UPDATE SET due_at = EXCLUDED.due_at, attempt = 0, trace = EXCLUDED.trace
"""
CROSS_OFF = "UPDATE requests_duework SET done_at = %s WHERE visit_id = ANY(%s) AND done_at IS NULL AND {which}"


def owe_step(visit: Visit, kind: WorkKind, *, due_at: dt.datetime) -> None:
    """One pending row per visit and kind; an existing one is moved. The caller holds the visit's lock."""
    owe_steps([(visit, kind, due_at)])


def owe_steps(steps: Sequence[tuple[Visit, WorkKind, dt.datetime]]) -> None:
    """Each visit and kind at most once among them. The caller holds the visits' locks."""
    visits, kinds, times = (
        [visit.pk for visit, _, _ in steps],
        [kind for _, kind, _ in steps],
        [at for *_, at in steps],
    )
    run_kept(OWE, [current_trace(), visits, kinds, times])


def cross_off(visit: Visit, *kinds: WorkKind, now: dt.datetime) -> None:
    """Marks pending steps done; without kinds, all of them but what reminds of something that went wrong: a human ends that."""
    cross_off_many([visit], *kinds, now=now)


def cross_off_many(visits: Iterable[Visit], *kinds: WorkKind, now: dt.datetime) -> None:
    which = "kind = ANY(%s)" if kinds else "kind <> ALL(%s)"
    values: list[Any] = [now, [visit.pk for visit in visits], [str(kind) for kind in kinds or (WorkKind.TROUBLE,)]]
    run_kept(CROSS_OFF.format(which=which), values)
