"""How many requests, visits and decisions there were, by month, district, kind of help and state (of a decision: its
kind): those still there and those erased."""

from collections import Counter
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, F, QuerySet, Sum, Value
from django.db.models.functions import TruncMonth

from piano.kit.clock import BERLIN
from requests.models import Decision, HelpRequest, Tally, TallyKind, Trouble, Visit

ADD = """
INSERT INTO requests_tally (kind, month, district_id, category_id, state, number, minutes)
VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (kind, month, district_id, category_id, state)
DO UPDATE SET number = requests_tally.number + EXCLUDED.number, minutes = requests_tally.minutes + EXCLUDED.minutes
"""


class Key(NamedTuple):
    """`month` is its first day, in local time."""

    kind: str
    month: Any
    district: int
    category: int
    state: str


class Counts(NamedTuple):
    """`numbers` of requests and visits; `minutes` of visits, as reported."""

    numbers: Counter[Key]
    minutes: Counter[Key]


def all_counts() -> Counts:
    """Rows that are there and rows that are erased: erasing changes no figure."""
    counts = count(HelpRequest.objects.all())
    for tally in Tally.objects.all():
        key = Key(tally.kind, tally.month, tally.district_id, tally.category_id, tally.state)
        counts.numbers[key] += tally.number
        counts.minutes[key] += tally.minutes
    return counts


def count(help_requests: QuerySet[HelpRequest]) -> Counts:
    """These requests by the month in which they were made, their visits by the month of the wished time, decisions by their own."""
    counts = Counts(Counter(), Counter())
    visits = Visit.objects.filter(help_request__in=help_requests)
    decisions = Decision.objects.filter(visit__help_request__in=help_requests)
    troubles = Trouble.objects.filter(visit__help_request__in=help_requests)
    rows = [
        *_grouped(help_requests, "", "created_at", "state", Sum(Value(0)), TallyKind.REQUEST),
        *_grouped(
            visits, "help_request__", "wish_window__startswith", "state", Sum("report__minutes"), TallyKind.VISIT
        ),
        *_grouped(troubles, "visit__help_request__", "opened_at", "kind", Sum(Value(0)), TallyKind.TROUBLE),
        *_grouped(decisions, "visit__help_request__", "at", "kind", Sum(Value(0)), TallyKind.DECISION),
    ]
    for kind, month, *parts, number, minutes in rows:
        key = Key(kind, month.date(), *parts)
        counts.numbers[key] += number
        counts.minutes[key] += minutes or 0
    return counts


def _grouped(rows: QuerySet[Any], case: str, moment: str, state: str, minutes: Sum, kind: str) -> list[tuple[Any, ...]]:
    grouped = rows.order_by().annotate(month=TruncMonth(F(moment), tzinfo=BERLIN))
    parts = ("month", f"{case}district", f"{case}category", state)
    return [(kind, *row) for row in grouped.values_list(*parts).annotate(number=Count("pk"), sum_minutes=minutes)]


def keep_counts(help_requests: QuerySet[HelpRequest]) -> None:
    """Adds requests that are about to be erased to the tallies. The caller holds their locks and erases them in the same
    transaction, so each is counted once. Tallies are written in one order, so that two who erase do not wait in a circle.
    """
    numbers, minutes = count(help_requests)
    with connection.cursor() as cursor:
        cursor.executemany(ADD, [(*key, numbers[key], minutes[key]) for key in sorted(numbers)])
