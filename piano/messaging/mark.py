"""How far the database was when we last worked with it, kept in a file outside of it: who restores a backup does not send again
what has gone out since.

A number of the database only grows; so do its place in its own log and, with each restore to a moment, its timeline. Where one of
them went back, or the database is another one, this is a restored backup: no sweep runs until a human says until when the lost one
has sent (`manage.py engine resume --sent-before`). Without `settings.MARK` nobody looks. Docs: operating.md, decision 068.
"""

import datetime as dt
import fcntl
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from piano.messaging.models import Attempt, Message, MessageState, Outcome
from piano.messaging.watch.heartbeats import RESTORED, forget, note_process

logger = logging.getLogger("piano.sweeps")
LOOK = """
SELECT nextval('messaging_mark'), (SELECT system_identifier::text FROM pg_control_system()),
       substring(pg_walfile_name(pg_current_wal_lsn()) FROM 1 FOR 8), (pg_current_wal_lsn() - '0/0'::pg_lsn)::bigint
"""
WAITING = (MessageState.DUE, MessageState.CLAIMED, MessageState.HANDOVER, MessageState.GATHERED)


@dataclass(frozen=True)
class Mark:
    """`stopped` says what gave it away that the database is a restored one; empty while all is well."""

    number: int
    cluster: str
    timeline: str
    position: int
    stopped: str = ""

    def went_back(self, kept: "Mark") -> str:
        """Which of them says that this is not what came after `kept`; empty for what did."""
        if self.cluster != kept.cluster:
            return "cluster"
        if self.timeline != kept.timeline:
            return "timeline"
        return "number" if self.number <= kept.number else "position" if self.position < kept.position else ""


def read_mark(cursor: Any) -> Mark:
    """Takes the next number: no other reader gets the same."""
    cursor.execute(LOOK)
    return Mark(*cursor.fetchone())


def may_run() -> bool:
    """Whether this is the database that we know. Keeps how far it is; a first, empty one is taken as it is."""
    if not settings.MARK:
        return True
    with _file() as path, connection.cursor() as cursor:
        kept = _kept(path)
        if kept is None and not Message.objects.exists():
            _keep(path, read_mark(cursor))
            return True
        found = read_mark(cursor)
        stopped = "no mark" if kept is None else kept.stopped or found.went_back(kept)
        if stopped != (kept.stopped if kept else ""):
            logger.error("nothing is sent: this database is a restored one (%s)", stopped)
        _keep(path, Mark(**{**asdict(found), "stopped": stopped}))
    if stopped:
        note_process(RESTORED)
    return not stopped


def resume(*, sent_before: dt.datetime) -> int:
    """Goes on with the database as it is now. What had its turn before `sent_before` counts as unclear and is not sent: the lost
    database has probably done it. Twice changes nothing more. Returns how many messages.
    """
    with transaction.atomic():
        rows = Message.objects.filter(state__in=WAITING, not_before__lt=sent_before)
        ids = list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
        Attempt.objects.filter(message__in=ids, outcome=Outcome.OPEN).update(outcome=Outcome.UNCLEAR)
        gone = {"state": MessageState.UNCLEAR, "lease_token": None, "lease_until": None, "last_error": "restored"}
        Message.objects.filter(pk__in=ids).update(**gone)
        forget(RESTORED)
    if settings.MARK:
        with _file() as path, connection.cursor() as cursor:
            _keep(path, read_mark(cursor))
    logger.warning("goes on with a restored database: %s messages are unclear", len(ids))
    return len(ids)


@contextmanager
def _file() -> Iterator[Path]:
    """One process of a machine after the other: numbers are kept in the order in which they were taken."""
    path = Path(str(settings.MARK))
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield path


def _kept(path: Path) -> Mark | None:
    """Raises `ValueError` or `TypeError` for a file that is none of ours: rather nothing is sent than everything twice."""
    return Mark(**json.loads(path.read_text())) if path.exists() else None


def _keep(path: Path, mark: Mark) -> None:
    new = path.with_name(f"{path.name}.new")
    new.write_text(json.dumps(asdict(mark)))
    new.replace(path)
