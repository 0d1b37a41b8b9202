"""Which policy holds for a visit. The search takes a copy when it begins; a later edit touches only later searches."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import connection
from psycopg.types.json import Jsonb

from piano.kit import clock
from requests.models import HelpRequest, Policy, Visit
from requests.models.policy import Days
from requests.policies.plain import Plan, Snapshot
from requests.policies.shipped import shipped_plan


def snapshot_of(visit: Visit, *, now: dt.datetime) -> Snapshot:
    """The copy on the visit. A new one where there is none yet, or where a human has called it more urgent since.

    Reads only; whoever goes on with the search writes it back (`keep_snapshot`).
    """
    urgency = visit.help_request.urgency
    kept = Snapshot.from_json(visit.policy) if visit.policy else None
    if kept is not None and kept.urgency == urgency:
        return kept
    return begin_snapshot(visit, now=now)


def begin_snapshot(visit: Visit, *, now: dt.datetime, plans: "Plans | None" = None) -> Snapshot:
    """For a search that begins now, whatever policy an earlier one had. One query, none with `plans`."""
    plan = plans.of(visit.help_request) if plans else plan_for(visit.help_request, moment=now)
    return Snapshot(plan, visit.help_request.urgency)


class Plans:
    """The policies of one moment, read once: for many visits."""

    def __init__(self, moment: dt.datetime) -> None:
        self.moment, self.rows = moment, list(Policy.objects.all())
        self.known: dict[tuple[str, int], Plan] = {}

    def of(self, help_request: HelpRequest) -> Plan:
        key = (help_request.urgency, help_request.category_id)
        if key not in self.known:
            self.known[key] = choose(self.rows, help_request, moment=self.moment)
        return self.known[key]


def keep_snapshot(visit: Visit, snapshot: Snapshot) -> None:
    """The caller holds the visit's lock and saves `policy` with the next step."""
    visit.policy = snapshot.as_json()


def save_snapshots(visits: Sequence[Visit]) -> None:
    """Writes `policy` of these visits, whose locks the caller holds: one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE requests_visit SET policy = kept.policy FROM unnest(%s::bigint[], %s::jsonb[]) AS kept (id, policy)"
            " WHERE requests_visit.id = kept.id",
            [[visit.pk for visit in visits], [Jsonb(visit.policy) for visit in visits]],
        )


def plan_for(help_request: HelpRequest, *, moment: dt.datetime) -> Plan:
    """The most specific policy for a search that begins at this moment; one query."""
    rows = Policy.objects.filter(urgency=help_request.urgency)
    return choose(rows, help_request, moment=moment)


def choose(rows: Iterable[Policy], help_request: HelpRequest, *, moment: dt.datetime) -> Plan:
    """Pure over loaded rows, for many visits at once: the kind of help comes before the days, a change before the shipped."""
    category, day = help_request.category, clock.local(moment).date()
    days = Days.WORKING if clock.is_working_day(day) else Days.OFF
    fitting = [
        row
        for row in rows
        if row.urgency == help_request.urgency
        and row.days in (Days.ALL, days)
        and (
            row.category_id == category.pk
            or (row.category_id is None and row.for_professionals == category.is_professional)
        )
    ]
    best = max(fitting, key=lambda row: (row.category_id is not None, row.days != Days.ALL), default=None)
    if best is None:
        return shipped_plan(help_request.urgency, for_professionals=category.is_professional)
    return Plan.from_json(best.plan)
