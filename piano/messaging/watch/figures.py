"""Figures for a monitor. Rooms register what they count; each is computed from PostgreSQL, so every web process says the same.

Counts of the whole house only: never a person, never a district.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection

from piano.messaging.watch.parts import heartbeat_ages

SQL = """
SELECT channel, message_class, count(*), count(*) FILTER (WHERE attempt > 0),
       extract(epoch FROM piano_now() - min(not_before))::float8
  FROM messaging_message WHERE state IN ('due', 'claimed', 'handover') AND not_before <= piano_now()
   AND NOT (state = 'handover' AND lease_until IS NULL) GROUP BY 1, 2
"""
RECENT = """
SELECT channel, message_class, state, count(*), count(*) FILTER (WHERE unclear_count > 0)
  FROM messaging_message WHERE created_at > piano_now() - interval '1 day' GROUP BY 1, 2, 3
"""
CALLS = """
SELECT count(*), count(*) FILTER (WHERE due_at < piano_now()) FROM messaging_call WHERE state = 'open'
"""


@dataclass(frozen=True)
class Figure:
    """One number. `labels` come from our own fixed words, never from what somebody typed."""

    name: str
    value: float
    labels: dict[str, str] = field(default_factory=dict)


FIGURES: list[Callable[[], Iterable[Figure]]] = []


def figures(count: Callable[[], Iterable[Figure]]) -> Callable[[], Iterable[Figure]]:
    """Registers a room's figures."""
    FIGURES.append(count)
    return count


def all_figures() -> list[Figure]:
    return [one for count in FIGURES for one in count()]


def rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@figures
def of_messages() -> Iterable[Figure]:
    for channel, kind, due, again, oldest in rows(SQL):
        labels = {"channel": str(channel), "class": str(kind)}
        yield Figure("piano_messages_due", _number(due), labels)
        yield Figure("piano_messages_failed_trying_again", _number(again), labels)
        yield Figure("piano_messages_oldest_due_seconds", _number(oldest), labels)
    for channel, kind, state, count, unclear in rows(RECENT):
        labels = {"channel": str(channel), "class": str(kind), "state": str(state)}
        yield Figure("piano_messages_of_a_day", _number(count), labels)
        yield Figure("piano_messages_of_a_day_unclear", _number(unclear), labels)
    waiting, overdue = rows(CALLS)[0]
    yield Figure("piano_calls_open", _number(waiting))
    yield Figure("piano_calls_overdue", _number(overdue))


@figures
def of_build() -> Iterable[Figure]:
    """What runs here; the labels are the figure."""
    yield Figure("piano_build_info", 1, settings.BUILD)


@figures
def of_heartbeats() -> Iterable[Figure]:
    for name, age in sorted(heartbeat_ages().items()):
        yield Figure("piano_heartbeat_age_seconds", age, {"name": name})


def _number(value: object) -> float:
    return float(value)  # type: ignore[arg-type]
