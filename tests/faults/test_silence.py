"""F24 with real processes: when all that works is dead, health is red and a mail leaves, with every wait shortened."""

import urllib.error
import urllib.request
from pathlib import Path

import pytest

from piano.kit.sweeps import SWEEPS
from piano.local.ports import free_port
from piano.messaging.models import Heartbeat
from tests.messaging.conftest import Sink
from tests.processes import Processes, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]
SHORT = {"PIANO_SILENT_SECONDS": "5", "PIANO_LATE_SECONDS": "5", "PIANO_WATCH_EVERY_SECONDS": "1"}


def status(port: int) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def test_a_dead_engine_turns_health_red_and_a_mail_leaves(processes: Processes, sink: Sink, tmp_path: Path) -> None:
    port = free_port()
    processes.environment |= SHORT
    processes.start("-m", "gunicorn", "piano.wsgi", f"--bind=127.0.0.1:{port}", "--no-control-socket")
    engine = processes.engine()
    wait_for(lambda: Heartbeat.objects.count() > len(SWEEPS) and status(port) == 200, message="it never became ready")
    processes.start("manage.py", "watchdog")
    processes.kill(engine)
    assert wait_for(lambda: status(port) == 503, seconds=20, message="health stayed green")
    assert wait_for(lambda: sink.accepted, seconds=30, message="no alarm left")
