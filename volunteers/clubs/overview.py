"""What an officer sees first: what is due, the next assembly, who is at the telephone, how many members. Reads only."""

import datetime as dt
from typing import Any

from django.db.models import Sum

from piano.kit import clock
from quarters.models import Organisation
from volunteers.clubs.assemblies import is_late, warning
from volunteers.clubs.members import belonging
from volunteers.clubs.standing import stand_of
from volunteers.models import Assembly, Fee, Founding, OfficeDuty, Renewal

AHEAD = dt.timedelta(days=90)


def of(association: Organisation, *, now: dt.datetime) -> dict[str, Any]:
    """Nine queries, two more while the founding goes on."""
    today = clock.local(now).date()
    renewals: list[Any] = list(Renewal.objects.filter(association=association, done_on=None))
    for row in renewals:
        row.is_late, row.is_soon = row.due_on < today, row.due_on <= today + AHEAD
    done = Renewal.objects.filter(association=association, done_on__isnull=False).order_by("-done_on")[:3]
    upcoming = Assembly.objects.filter(association=association, held_at__gte=now).order_by("held_at").first()
    if upcoming:
        upcoming.words, upcoming.is_late = warning(upcoming, on=today), is_late(upcoming, on=today)  # type: ignore[attr-defined]
    duties = OfficeDuty.objects.filter(association=association, day__gte=today).select_related("member")[:3]
    late = Fee.objects.filter(member__association=association, paid_on=None, waived_on=None, due_on__lt=today)
    return {
        "renewals": renewals,
        "done": done,
        "assembly": upcoming,
        "duties": duties,
        "members": belonging(association, on=today).count(),
        "owed": late.aggregate(cents=Sum("cents"))["cents"] or 0,
        "today": today,
        "founding": _founding(association, on=today),
    }


def _founding(association: Organisation, *, on: dt.date) -> Founding | None:
    """As long as a step of it is to be done; with `stand`."""
    row: Any = Founding.objects.filter(association=association, ended_at=None).first()
    if row is None:
        return None
    row.stand = stand_of(row, on=on)
    return row if row.stand.done < row.stand.total else None
