"""Real processes on the test database: what they are told, what they must leave behind."""

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from piano.kit import clock
from piano.local import redis
from piano.local.ports import free_port
from piano.messaging.models import Message, MessageState
from piano.messaging.outbox import owe
from tests import factories
from tests.sink import Sink, sink  # noqa: F401  a fixture

ROOT = Path(__file__).resolve().parents[2]


def database_url() -> str:
    database = settings.DATABASES["default"]
    name = f"postgresql://{database['USER']}:{database['PASSWORD']}@"
    if database["PORT"]:
        return f"{name}{database['HOST']}:{database['PORT']}/{database['NAME']}"
    return f"{name}/{database['NAME']}?host={database['HOST']}"


def wait_for(what: Callable[[], Any], *, seconds: float = 30) -> Any:
    """Asks again until the answer is true; fails when it never is."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        found = what()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited {seconds} s in vain")


class Processes:
    """Starts programs of ours in process groups of their own, and ends these and no others."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, *command: str, **extra: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=self.environment | extra, start_new_session=True
        )
        self.running.append(process)
        return process

    def run(self, *command: str, **extra: str) -> int:
        return self.start(*command, **extra).wait(60)

    def worker(self) -> subprocess.Popen[bytes]:
        quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "error")
        return self.start("-m", "celery", "-A", "piano", "worker", "-Q", "urgent,normal,bulk", "-c", "1", *quiet)

    def kill(self, process: subprocess.Popen[bytes], sign: signal.Signals = signal.SIGKILL) -> None:
        if process.poll() is None:
            os.killpg(process.pid, sign)
        process.wait(30)

    def end(self) -> None:
        for process in self.running:
            self.kill(process)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[str]:
    """A Redis of this test alone, so that it may be emptied."""
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
    """They mail to the sink and know no broker unless a test names one."""
    group = Processes(
        os.environ
        | {
            "DATABASE_URL": database_url(),
            "SMTP_URL": f"smtp://127.0.0.1:{sink.port}",
            "PIANO_TEST": "1",
            "PIANO_DEBUG": "1",
            "PIANO_HOME": str(tmp_path / "home"),
            "PIANO_FIELD_KEYS": str(settings.FIELD_KEYS),
            "PYTHONUNBUFFERED": "1",
        }
    )
    yield group
    group.end()


@pytest.fixture
def owe_many(transactional_db: Any, _morning: None) -> Callable[[int], None]:
    """So many usual messages, due now, of a reason that every process knows."""

    def owe_so_many(count: int) -> None:
        district, category = factories.make_district(), factories.make_category()
        visit = factories.make_visit(factories.make_resident(district), category)
        Message.objects.all().delete()  # what the request itself owed
        person, now = factories.make_user(), clock.now()
        with transaction.atomic():
            for number in range(count):
                owe(reason="thanks", subject=f"visit:{visit.pk}", recipient=person, slot=str(number), now=now)

    return owe_so_many


def insert_messages(count: int) -> None:
    """Rows only: for races of claimers, which read no words."""
    person, now = factories.make_user(), clock.now()
    Message.objects.bulk_create(
        [
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
        ]
    )


def doubled_and_nothing_lost(sink: Sink) -> dict[str, int]:  # noqa: F811
    """The oracle: every row is sent, every row's mail arrived, nothing else did, and every second copy is marked."""
    rows = {row.message_id: row for row in Message.objects.all()}
    assert {row.state for row in rows.values()} == {MessageState.SENT}
    assert set(sink.copies) == set(rows)
    doubled = {name: copies for name, copies in sink.copies.items() if copies > 1}
    assert all(rows[name].unclear_count >= copies - 1 for name, copies in doubled.items())
    return doubled
