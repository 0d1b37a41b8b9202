"""What a monitor reads: every part by name; red only where people are harmed, and never hanging."""

import datetime as dt
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from piano.kit import clock
from piano.kit.sweeps import SWEEPS
from piano.messaging.models import Heartbeat, Message
from piano.messaging.running import run_sweep
from piano.messaging.watch import parts
from piano.messaging.watch.heartbeats import PROCESS, WORKERS, note_process, note_sweep
from tests import factories
from tests.faults.conftest import insert_messages

pytestmark = pytest.mark.django_db


@pytest.fixture
def running(db: Any) -> None:
    """Everybody gave a sign of life just now."""
    for one in SWEEPS.values():
        note_sweep(one.name, by=WORKERS[one.queue])
    for name in ("engine", "beat", "watchdog"):
        note_process(name)


def ask() -> tuple[int, dict[str, Any]]:
    answer = Client().get("/health/ready")
    return answer.status_code, answer.json()


def silence(*names: str, seconds: int = 60) -> None:
    Heartbeat.objects.filter(name__in=names).update(beat_at=clock.now() - dt.timedelta(seconds=seconds))


def wait_in_line(minutes: float, **fields: Any) -> None:
    insert_messages(1)
    Message.objects.update(not_before=clock.now() - dt.timedelta(minutes=minutes), **fields)


def test_all_is_well_and_each_part_is_named(running: None) -> None:
    status, said = ask()
    assert (status, said["state"], said["reason"], said["late_sweeps"]) == (200, "ok", "", [])
    wanted = {"database", "migrations", "sweeps", "oldest_due", "oldest_urgent", "engine", "worker", "beat", "redis"}
    wanted.add("watchdog")
    assert set(said["parts"]) == wanted


@pytest.mark.parametrize("name", ["engine", "beat", "worker-urgent", "worker-normal"])
def test_a_silent_process_is_named_while_the_others_carry_on(running: None, name: str) -> None:
    silence(PROCESS + name)
    status, said = ask()
    assert (status, said["ready"], said["state"], said["reason"]) == (200, True, "degraded", name.partition("-")[0])


def test_it_is_red_within_a_minute_of_the_last_sweep(running: None) -> None:
    silence(*SWEEPS)
    status, said = ask()
    assert (status, said["ready"], said["state"], said["reason"]) == (503, False, "down", "sweeps")


def test_one_prompt_sweep_that_never_ends_well_is_red(running: None) -> None:
    silence("send_urgent_messages")
    assert ask()[0] == 503


def test_a_slow_sweep_that_is_late_is_named(running: None) -> None:
    silence("clear_phone_list", seconds=600)
    status, said = ask()
    assert (status, said["state"], said["late_sweeps"]) == (200, "degraded", ["clear_phone_list"])


def test_nothing_ever_ran_is_red(db: Any) -> None:
    assert ask()[0] == 503


@pytest.mark.parametrize(("minutes", "status", "state"), [(0.5, 200, "ok"), (2, 200, "late"), (5.1, 503, "dead")])
def test_a_message_that_waits(running: None, minutes: float, status: int, state: str) -> None:
    wait_in_line(minutes)
    found, said = ask()
    assert (found, said["parts"]["oldest_due"]["state"]) == (status, state)
    assert said["parts"]["oldest_due"]["age_seconds"] == pytest.approx(minutes * 60, abs=30)


def test_an_urgent_one_may_wait_no_minute(running: None) -> None:
    wait_in_line(1, message_class="a")
    assert ask()[1]["reason"] == "oldest_urgent"


def test_what_waits_for_its_time_is_not_late(running: None) -> None:
    wait_in_line(-60)
    assert ask()[1]["parts"]["oldest_due"] == {"state": "ok", "age_seconds": None}


def test_a_missing_migration_is_red(running: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'messaging'")
    status, said = ask()
    assert (status, said["reason"]) == (503, "migrations")


def test_without_the_database_it_says_so(running: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError

    monkeypatch.setattr(parts, "heartbeat_ages", fail)
    status, said = ask()
    assert (status, said["reason"]) == (503, "database")


@pytest.fixture
def black_hole() -> Iterator[int]:
    """Takes every line and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_redis_that_never_answers_holds_nobody_up(running: None, black_hole: int, settings: Any) -> None:
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{black_hole}/0"
    status, said = ask()
    assert (status, said["state"], said["reason"]) == (200, "degraded", "redis")


def test_a_sweep_tells_who_ran_it(db: Any) -> None:
    run_sweep("clear_phone_list", by="worker-bulk")
    assert set(Heartbeat.objects.values_list("name", flat=True)) == {"clear_phone_list", "process:worker-bulk"}


def test_no_person_is_named(running: None) -> None:
    person = factories.make_user(family_name="Kanarienvogel")
    wait_in_line(10, recipient=person, last_error="Kanarienvogel")
    assert "Kanarienvogel" not in Client().get("/health/ready").content.decode()
