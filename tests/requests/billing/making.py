"""A month of help that can be billed, for tests, past every step before."""

import datetime as dt
from typing import Any

from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from quarters.models import Category, User
from requests.billing.claims import note_claim, note_elsewhere
from requests.billing.relief import bill_month
from requests.models import Assignment, HelpRequest, ReliefMonth, Report, Visit
from tests.conftest import Cast

MONTH = dt.date(2026, 11, 1)


def helped(
    cast: Cast,
    *,
    receiver: Any = None,
    category: Category | None = None,
    day: int = 3,
    minutes: int = 60,
    **fields: Any,
) -> Visit:
    """A visit of the first volunteer that is over and told of, past every step before."""
    begins = dt.datetime(2026, 11, day, 9, tzinfo=dt.UTC)
    window = TimestamptzRange(begins, begins + dt.timedelta(minutes=minutes))
    receiver = receiver or cast.tenant
    case = HelpRequest.objects.create(
        resident=receiver,
        category=category or cast.shop,
        district=cast.district,
        source="phone",
        **{"uses_relief": True, "created_at": begins, "wish": "", **fields},
    )
    visit = Visit.objects.create(
        help_request=case, state="done", wish_window=window, minutes=minutes, created_at=begins
    )
    person = cast.volunteer.user
    Assignment.objects.create(visit=visit, person=person, state="done", planned_window=window, created_at=begins)
    Report.objects.create(visit=visit, reported_by=person, took_place=True, minutes=minutes, reported_at=begins)
    return visit


def bill(cast: Cast, officer: User, receiver: Any = None, month: dt.date = MONTH) -> ReliefMonth:
    return bill_month(
        helper=cast.volunteer.user,
        receiver=(receiver or cast.tenant).user,
        association=cast.volunteer.association,
        month=month,
        by=officer,
        now=timezone.now(),
    )


def claimed(resident: Any, officer: User, *, since: dt.date = dt.date(2026, 11, 1), **fields: Any) -> None:
    said = {"carried_cents": 0, "association": officer.roles.get().organisation, "by": officer}
    note_claim(resident.user, since=since, now=timezone.now(), **{**said, **fields})


def others_billed(cast: Cast, officer: User, cents: int, receiver: Any = None) -> None:
    who = {"association": cast.volunteer.association, "by": officer}
    note_elsewhere((receiver or cast.tenant).user, month=MONTH, cents=cents, **who)  # type: ignore[arg-type]
