"""What piAno consists of, and how each part does. One look costs a few indexed questions and never hangs.

A part is `vital` when nobody else does its work: then people are harmed by its silence. A dead Redis, beat, worker or engine
alone is not: the others carry the work on, and all that is owed still goes out (docs/operating.md).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import redis
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from redis.backoff import NoBackoff
from redis.retry import Retry

from piano.kit.sweeps import SWEEPS
from piano.messaging.watch.heartbeats import BEAT, ENGINE, PROCESS, RESTORED, WATCHDOG, WORKERS

OK, LATE, DEAD = "ok", "late", "dead"
READY, DEGRADED, DOWN = "ok", "degraded", "down"
PROMPT_SECONDS = 15  # a sweep that comes at least so often carries what cannot wait
WAITS_SECONDS = 1
OLDEST = """
SELECT extract(epoch FROM piano_now() - min(not_before))::float8,
       extract(epoch FROM piano_now() - min(not_before) FILTER (WHERE message_class = 'a'))::float8
  FROM messaging_message WHERE state IN ('due', 'claimed', 'handover') AND not_before <= piano_now()
   AND NOT (state = 'handover' AND lease_until IS NULL)
"""


@dataclass(frozen=True)
class Part:
    """`age` in seconds: since its last sign of life, or how long the oldest waits; None where that says nothing."""

    name: str
    state: str
    is_vital: bool
    age: float | None = None


@dataclass(frozen=True)
class Look:
    """All parts at one moment. `silent`: names of sweeps that nobody finished lately."""

    parts: list[Part]
    silent: list[str]

    @property
    def state(self) -> str:
        if any(part.is_vital and part.state == DEAD for part in self.parts):
            return DOWN
        return READY if all(part.state == OK for part in self.parts) and not self.silent else DEGRADED

    @property
    def reason(self) -> str:
        """The first part that is not well, the vital ones first; empty when all are."""
        ill = [part for part in self.parts if part.state != OK]
        ill.sort(key=lambda part: not (part.is_vital and part.state == DEAD))
        return ill[0].name if ill else "late_sweeps" if self.silent else ""


def look() -> Look:
    """Asks every part. Without the database there is nothing more to say than that."""
    try:
        with _within_a_second():
            ages, oldest, is_ours = heartbeat_ages(), _oldest_due(), _has_our_schema()
    except DatabaseError:
        return Look([Part("database", DEAD, True), _redis()], [])
    parts = [Part("database", OK, True), Part("migrations", OK if is_ours else DEAD, True), _sweeps(ages), *oldest]
    if PROCESS + RESTORED in ages:
        parts.insert(0, Part("restored", DEAD, True))
    return Look([*parts, *_processes(ages), _redis()], _silent(ages))


@contextmanager
def _within_a_second() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout')")
        usual = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{WAITS_SECONDS}s"])
        yield
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [usual])


def heartbeat_ages() -> dict[str, float]:
    """Seconds since each sign of life, by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, extract(epoch FROM piano_now() - beat_at)::float8 FROM messaging_heartbeat")
        return dict(cursor.fetchall())


def _sweeps(ages: dict[str, float]) -> Part:
    """The longest silent of the sweeps that cannot wait: each of them has to end well, whoever runs it."""
    prompt = [ages.get(one.name) for one in SWEEPS.values() if one.every <= PROMPT_SECONDS]
    return _by_age("sweeps", _longest(prompt), is_vital=True)


def _longest(ages: list[float | None]) -> float | None:
    """None when one of them never gave a sign."""
    known = [age for age in ages if age is not None]
    return max(known) if known and len(known) == len(ages) else None


def _silent(ages: dict[str, float]) -> list[str]:
    """Sweeps that may wait and have waited too long, or never ran."""
    slow = [one for one in SWEEPS.values() if one.every > PROMPT_SECONDS]
    limits = {one.name: settings.SILENT_SECONDS + 3 * one.every for one in slow}
    return sorted(name for name, limit in limits.items() if ages.get(name, limit) >= limit)


def _processes(ages: dict[str, float]) -> list[Part]:
    return [
        _by_age("engine", ages.get(PROCESS + ENGINE)),
        _by_age("worker", _longest([ages.get(PROCESS + WORKERS[queue]) for queue in ("urgent", "normal")])),
        _by_age("beat", ages.get(PROCESS + BEAT)),
        _by_age("watchdog", ages.get(PROCESS + WATCHDOG)),
    ]


def _by_age(name: str, age: float | None, *, is_vital: bool = False) -> Part:
    is_alive = age is not None and age < settings.SILENT_SECONDS
    return Part(name, OK if is_alive else DEAD, is_vital, None if age is None else max(0.0, round(age, 1)))


def _oldest_due() -> list[Part]:
    """How long the oldest message waits that may go, and the oldest urgent one."""
    with connection.cursor() as cursor:
        cursor.execute(OLDEST)
        any_age, urgent_age = cursor.fetchone()
    return [
        _waiting("oldest_due", any_age, settings.LATE_SECONDS),
        _waiting("oldest_urgent", urgent_age, settings.SILENT_SECONDS),
    ]


def _waiting(name: str, age: float | None, limit: int) -> Part:
    state = OK if age is None or age < min(limit, settings.SILENT_SECONDS) else LATE if age < limit else DEAD
    return Part(name, state, True, None if age is None else round(age, 1))


@cache
def _our_migrations() -> frozenset[tuple[str, str]]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset(loader.graph.leaf_nodes())


def _has_our_schema() -> bool:
    """The last step of every room was taken here. A database that is further than this code is served all the same."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return _our_migrations() <= set(cursor.fetchall())


def _redis() -> Part:
    limits = {"socket_timeout": WAITS_SECONDS, "socket_connect_timeout": WAITS_SECONDS}
    line = redis.Redis.from_url(settings.CELERY_BROKER_URL, retry=Retry(NoBackoff(), 0), **limits)
    try:
        line.ping()
    except (redis.RedisError, OSError):
        return Part("redis", DEAD, False)
    finally:
        line.close()
    return Part("redis", OK, False)
