"""Whose round it is. Two rounds at once would be harmless, and twice the work: so one at a time, and the others know since when.

Kept in advisory locks of the session: they end with the process that holds them, however it ends.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

ROUND, SINCE = 77_001, 77_002  # ours among the advisory locks
EPOCH = 1_700_000_000  # the second lock's number counts seconds from here: it has 31 bits


@contextmanager
def take_turn(now: dt.datetime) -> Iterator[bool]:
    """True for whoever may hold the round now, for as long as the block lasts."""
    if not _ask("SELECT pg_try_advisory_lock(%s, 0)", ROUND):
        yield False
        return
    second = int(now.timestamp()) - EPOCH
    _ask("SELECT pg_advisory_lock_shared(%s, %s)", SINCE, second)
    try:
        yield True
    finally:
        if connection.is_usable():
            _ask("SELECT pg_advisory_unlock_shared(%s, %s)", SINCE, second)
            _ask("SELECT pg_advisory_unlock(%s, 0)", ROUND)


def running_since() -> dt.datetime | None:
    """When the round that runs now has begun, to the second; None while none runs. It has seen all that was due before."""
    second = _ask(
        "SELECT max(objid::bigint) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        SINCE,
    )
    return None if second is None else dt.datetime.fromtimestamp(second + EPOCH, dt.UTC)


def _ask(sql: str, *values: int) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: int | None = cursor.fetchone()[0]
    return found
