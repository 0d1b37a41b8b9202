"""The engine by itself: prompt, hard to stop from outside, easy to stop from inside."""

import signal
import subprocess
import time
from collections.abc import Callable

import pytest
from django.db import connection

from piano.messaging.management.commands.engine import EVERY_SECONDS
from piano.messaging.models import Heartbeat, Message, MessageState
from tests.faults.conftest import judge
from tests.messaging.conftest import Sink
from tests.processes import Processes, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]
Owe = Callable[[int], None]


@pytest.fixture
def engine(processes: Processes) -> subprocess.Popen[bytes]:
    process = processes.start("manage.py", "engine")
    wait_for(is_listening)
    return process


def is_listening() -> bool:
    return bool(sessions("query LIKE 'LISTEN%%'"))


def sessions(which: str) -> list[int]:
    """The process ids of the engine's own connections."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            f" AND backend_type = 'client backend' AND {which}",
            [],
        )
        return [row[0] for row in cursor.fetchall()]


def is_sent() -> bool:
    return Message.objects.exists() and not Message.objects.exclude(state=MessageState.SENT).exists()


@pytest.mark.full
def test_what_is_owed_wakes_it_long_before_its_next_turn(
    engine: subprocess.Popen[bytes], owe_many: Owe, sink: Sink
) -> None:
    wait_for(lambda: Heartbeat.objects.exists())
    time.sleep(1)  # the first rounds are over: only the notification wakes it
    owe_many(1)
    started = time.monotonic()
    wait_for(is_sent)
    assert time.monotonic() - started < EVERY_SECONDS / 2
    assert judge(sink) == {}


def test_it_outlives_the_loss_of_all_its_connections(
    engine: subprocess.Popen[bytes], owe_many: Owe, sink: Sink
) -> None:
    for _ in range(3):
        wait_for(is_listening)
        with connection.cursor() as cursor:
            for pid in sessions("true"):
                cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        owe_many(1)
        wait_for(is_sent, seconds=8)
        assert judge(sink) == {}
        sink.accepted.clear()


@pytest.mark.full
def test_it_stops_cleanly_when_asked(engine: subprocess.Popen[bytes]) -> None:
    engine.send_signal(signal.SIGTERM)
    started = time.monotonic()
    assert engine.wait(10) == 0
    assert time.monotonic() - started < 5
