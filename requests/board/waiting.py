"""What waits beside the visits, counted, and the word by which a reader's browser knows whether anything changed."""

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Case, Count, Exists, Func, IntegerField, Q, QuerySet, Subquery, TextField, Value, When

from piano.kit import clock
from piano.messaging.models import Call
from piano.messaging.reasons import said_along
from piano.messaging.watch.late import late_messages
from quarters.contributions import contributions_in
from quarters.models import User
from requests.board.call_list import due_calls_to, people_of
from requests.board.posting import letters_in
from requests.circles.sending import in_districts, needing, standing
from requests.dayround import rounds
from requests.models import Feedback, Referral, Report, Sending, StateChange, Trouble, TroubleStep
from requests.urgency.night_calls import open_night_calls
from volunteers.models import Interest

# What shares an envelope is one letter.
ENVELOPE = Func("day", "message__recipient", template="(%(expressions)s)", output_field=TextField())


@dataclass(frozen=True)
class Waiting:
    """How many rows that are no visit wait for somebody, by kind; of none nothing needs to be read."""

    referrals: int
    interests: int
    given: int
    calls: int
    night_calls: int = 0
    troubles: int = 0
    looked_for: int = 0
    stalled: int = 0
    letters: int = 0
    letters_since: dt.date | None = None
    handed_on: int = 0


def count_board(user: User, *, now: dt.datetime) -> tuple[str, Waiting]:
    """A word that changes whenever a row may have changed, and what waits beside the visits: one cheap query."""
    parts = {**_waiting(user, now), **_changing(user, now)}
    row = User.objects.filter(pk=user.pk).values_list(*parts.values()).get()
    counted: dict[str, Any] = {name: part or 0 for name, part in zip(parts, row, strict=True)}
    said = {one.name: counted[one.name] for one in fields(Waiting)}
    waiting = Waiting(**{**said, "letters_since": said["letters_since"] or None})
    return "-".join(str(part) for part in (clock.local(now).day, *counted.values())), waiting


def _waiting(user: User, now: dt.datetime) -> dict[str, Any]:
    """What each field of `Waiting` counts."""
    mine, letters = user.district_ids, letters_in(user.district_ids)
    return {
        "referrals": count_rows(open_referrals(user)),
        "interests": count_rows(open_interests(user)),
        "given": count_rows(contributions_in(mine).filter(seen_at=None)),
        "calls": count_rows(due_calls(user, now), "message__recipient"),
        "night_calls": count_rows(open_night_calls(user)),
        "troubles": count_rows(Trouble.objects.filter(ended_at=None, visit__help_request__district__in=mine)),
        "looked_for": count_rows(rounds.in_hand(mine).select_related(None)),
        "stalled": Case(When(Exists(late_messages(now=now)), then=1), default=0, output_field=IntegerField()),
        "letters": count_rows(letters.select_related(None), ENVELOPE),
        "letters_since": Subquery(letters.values("day")[:1]),
        "handed_on": count_rows(handed_on(user, now)),
    }


def _changing(user: User, now: dt.datetime) -> dict[str, Any]:
    """What else the rows of visits and cases are made of: the latest step, and what comes and goes without one."""
    mine = {"visit__help_request__district__in": user.district_ids}
    states = StateChange.objects.filter(help_request__district__in=user.district_ids)
    steps = TroubleStep.objects.filter(trouble__visit__help_request__district__in=user.district_ids)
    return {
        "state": Subquery(states.order_by("-pk").values("pk")[:1]),
        "trouble_step": Subquery(steps.order_by("-pk").values("pk")[:1]),
        "reports": count_rows(Report.objects.filter(needs_call=True, acknowledged_at=None, **mine)),
        "feedback": count_rows(Feedback.objects.filter(Q(was_good=True) | Q(read_at=None), **mine)),
        "answered": count_rows(handed_on(user, now).exclude(answer="")),
    }


def due_calls(user: User, now: dt.datetime) -> QuerySet[Call]:
    """The rows of the phone list."""
    return due_calls_to(people_of(user), now=now).exclude(message__reason__in=said_along())


def count_rows(rows: QuerySet[Any], what: Any = "pk") -> Subquery:
    counted = Count(what, distinct=True)
    return Subquery(rows.order_by().values(one=Value(1)).annotate(counted=counted).values("counted"), IntegerField())


def open_referrals(user: User) -> QuerySet[Referral]:
    """Those of the districts, and those that nobody could place."""
    return Referral.objects.filter(Q(district__in=user.district_ids) | Q(district=None), done_at=None)


def handed_on(user: User, now: dt.datetime) -> QuerySet[Sending]:
    """What lies with another organisation and needs a helper: no answer, a no, a letter that nobody has posted."""
    rows = standing().filter(in_districts(user.district_ids))
    return needing(rows, today=clock.local(now).date())


def open_interests(user: User) -> QuerySet[Interest]:
    """Whoever would like to join, or stands on a list that nobody has looked at, in the helper's districts."""
    return Interest.objects.filter(district__in=user.district_ids, answered_at=None)
