"""What machines are told about us: alive, ready, and why not. Nothing about people."""

import datetime as dt
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture
def beating(now: dt.datetime) -> Heartbeat:
    return Heartbeat.objects.create(name="send_messages", beat_at=now)


def ready(client: Client) -> tuple[int, Any]:
    answer = client.get("/health/ready")
    return answer.status_code, answer.json()


def test_alive_needs_no_database(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert client.get("/health/live").json() == {"live": True}


def test_ready_while_a_sweep_committed_lately(client: Client, beating: Heartbeat) -> None:
    assert ready(client) == (200, {"ready": True, "reason": ""})


def test_not_ready_before_the_first_sweep(client: Client, now: dt.datetime) -> None:
    assert ready(client) == (503, {"ready": False, "reason": "sweeps"})


def test_not_ready_a_minute_after_the_last_sweep(client: Client, beating: Heartbeat) -> None:
    Heartbeat.objects.update(beat_at=clock.now() - dt.timedelta(seconds=61))
    assert ready(client)[1]["reason"] == "sweeps"


def test_not_ready_on_another_schema(client: Client, beating: Heartbeat) -> None:
    MigrationRecorder(connection).record_unapplied("messaging", "0002_initial")
    assert ready(client)[1]["reason"] == "migrations"


def test_not_ready_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> str:
        raise OperationalError('connection to server at "10.0.0.7", user "piano" failed')

    monkeypatch.setattr("piano.messaging.health._reason", refuse)
    assert ready(client) == (503, {"ready": False, "reason": "database"})
