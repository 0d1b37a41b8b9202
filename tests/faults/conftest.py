"""What the fault tests share: messages that are owed, a broker that may be emptied, and the judge after the storm."""

import contextlib
import os
import random
import secrets
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from piano.kit import clock
from piano.local import redis
from piano.local.faketime import MISSING
from piano.local.faketime import find as find_faketime
from piano.local.ports import free_port, is_open
from piano.messaging.models import Call, Message, MessageState
from piano.messaging.outbox import owe
from requests.bench.drill import AS_PROMISED
from tests import factories
from tests.messaging.conftest import Sink, sink  # noqa: F401  a fixture
from tests.processes import Processes, environment, wait_for


def lasting(promised_minutes: int) -> int:
    """The seconds of an outage: as long as promised in the drill, a minute where `bin/test --full` plays it."""
    return promised_minutes * 60 if os.environ.get(AS_PROMISED) else 60


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[str]:
    """A Redis of this test alone."""
    folder, port = tmp_path / "broker", free_port()
    folder.mkdir()
    redis.prepare(folder)
    server = redis.start(folder, port, durable=False)
    wait_for(lambda: redis.answers(folder, port))
    yield redis.url(folder, port)
    server.kill()
    server.wait()


@pytest.fixture
def processes(transactional_db: Any, sink: Sink, tmp_path: Path) -> Iterator[Processes]:  # noqa: F811
    """They mail to the sink."""
    home = tmp_path / "home"
    group = Processes(environment(SMTP_URL=f"smtp://127.0.0.1:{sink.port}", PIANO_HOME=str(home)))
    yield group
    group.stop()


@pytest.fixture
def owe_many(transactional_db: Any, _morning: None) -> Callable[[int], None]:
    return owe_so_many


def owe_so_many(count: int) -> None:
    """So many usual messages of one visit, due now; in one transaction: an engine that runs already sees nothing else."""
    with transaction.atomic():
        district, category = factories.make_district(), factories.make_category()
        visit = factories.make_visit(factories.make_resident(district), category)
        Message.objects.all().delete()  # what the request itself owed
        visit.due_work.all().delete()  # and nobody shall search
        person, now = factories.make_user(), clock.now()
        for number in range(count):
            owe(reason="thanks", subject=f"visit:{visit.pk}", recipient=person, slot=str(number), now=now)


@pytest.fixture
def serve(processes: Processes, tmp_path: Path) -> Callable[..., int]:
    """Starts web servers on ports of their own."""
    key = tmp_path / "secret_key"
    key.write_text(settings.SECRET_KEY)
    processes.environment["PIANO_SECRET_KEY_FILE"] = str(key)

    def start(application: str = "piano.wsgi", port: int = 0, before: Sequence[str] = ()) -> int:
        port = port or free_port()
        processes.web(port, application, before)
        wait_for(lambda: is_open(port))
        return port

    return start


@pytest.fixture
def faketime() -> str:
    """The program that gives a process another clock."""
    return find_faketime() or pytest.skip(MISSING)


def seen(figures: str) -> None:
    """What the drill reports of a fault."""
    print(f"\nseen: {figures}")  # noqa: T201


def late(messages: QuerySet[Message]) -> list[float]:
    """Seconds from the moment in which each was due to its mark."""
    return [(one.sent_at - one.not_before).total_seconds() for one in messages if one.sent_at]


def percentile(values: list[float], share: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * share // 100)]


def insert_messages(count: int) -> None:
    """Rows only: for races of claimers, which read no words."""
    person, now = factories.make_user(), clock.now()
    Message.objects.bulk_create(
        Message(
            reason="thanks",
            subject=f"visit:{number}",
            recipient=person,
            message_class="b",
            channel="email",
            not_before=now,
            created_at=now,
            message_id=f"<{secrets.token_hex(8)}@test>",
        )
        for number in range(count)
    )


def has_line(process: subprocess.Popen[bytes], port: int) -> bool:
    """Whether it, or a child of it, talks to this port: it is in the middle of sending."""
    with contextlib.suppress(psutil.NoSuchProcess):
        family = [found := psutil.Process(process.pid), *found.children(recursive=True)]
        return any(line.raddr and line.raddr.port == port for one in family for line in one.net_connections("tcp"))
    return False


def kill_senders(
    processes: Processes,
    start: Callable[[], subprocess.Popen[bytes]],
    sink: Sink,  # noqa: F811
    *,
    kills: int,
    dice: random.Random,
) -> None:
    """Each is killed while it sends, at a random instant; two others start or send beside it, and the last ones stay."""
    running = [start() for _ in range(3)]
    for _ in range(kills):
        victim = wait_for(lambda: next((one for one in running if has_line(one, sink.port)), None), seconds=120)
        running.remove(victim)
        running.append(start())
        time.sleep(dice.uniform(0, 1.0))  # its first mail takes a moment on a busy machine
        processes.kill(victim)


def left() -> int:
    """Neither sent nor with a person."""
    return Message.objects.exclude(state__in=[MessageState.SENT, MessageState.ON_LIST]).count()


def judge(sink: Sink) -> dict[str, int]:  # noqa: F811
    """Every row is sent and its mail arrived, nothing else did, and each second copy is marked. A row whose hand-over broke off twice
    is with a person. Returns the doubled.
    """
    rows = {row.message_id: row for row in Message.objects.all()}
    called = {name for name, row in rows.items() if row.state == MessageState.ON_LIST and row.unclear_count > 1}
    assert {row.state for name, row in rows.items() if name not in called} <= {MessageState.SENT}
    assert Call.objects.filter(message__message_id__in=called, state="open").count() == len(called)
    assert set(rows) - called <= set(sink.copies) <= set(rows)
    doubled = {name: copies for name, copies in sink.copies.items() if copies > 1}
    assert all(rows[name].unclear_count >= copies - 1 for name, copies in doubled.items())
    return doubled
