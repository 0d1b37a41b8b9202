"""Worker, beat, engine and web as they run in production, as processes on the test database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

ROOT = Path(__file__).resolve().parents[1]
QUIET = ("--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "error")


def database_url() -> str:
    """The address of the test database, over a socket or a port."""
    database = settings.DATABASES["default"]
    name = f"postgresql://{database['USER']}:{database['PASSWORD']}@"
    if database["PORT"]:
        return f"{name}{database['HOST']}:{database['PORT']}/{database['NAME']}"
    return f"{name}/{database['NAME']}?host={database['HOST']}"


def environment(**extra: str) -> dict[str, str]:
    """What a process needs to be a part of this test."""
    return (
        os.environ
        | {
            "DATABASE_URL": database_url(),
            "PIANO_TEST": "1",
            "PIANO_DEBUG": "1",
            "PIANO_FIELD_KEYS": str(settings.FIELD_KEYS),
            "PYTHONUNBUFFERED": "1",
        }
        | extra
    )


def wait_for(what: Callable[[], Any], *, seconds: float = 60, message: str = "") -> Any:
    """Asks again until the answer is true; fails with a message when it never is."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        found = what()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(message or f"waited {seconds} s in vain")


class Processes:
    """Starts programs of ours in process groups of their own, and ends these and no others."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, *command: str, before: Sequence[str] = (), **extra: str) -> subprocess.Popen[bytes]:
        """`before`: a program that starts ours."""
        process = subprocess.Popen(
            [*before, sys.executable, *command], cwd=ROOT, env=self.environment | extra, start_new_session=True
        )
        self.running.append(process)
        return process

    def run(self, *command: str, before: Sequence[str] = (), **extra: str) -> int:
        return self.start(*command, before=before, **extra).wait(60)

    def worker(self, before: Sequence[str] = ()) -> subprocess.Popen[bytes]:
        command = ("-m", "celery", "-A", "piano", "worker", "-Q", "urgent,normal,bulk", "-c", "1", *QUIET)
        return self.start(*command, before=before)

    def beat(self, folder: Path) -> subprocess.Popen[bytes]:
        return self.start("-m", "celery", "-A", "piano", "beat", "-s", str(folder / "beat"), "-l", "warning")

    def engine(self) -> subprocess.Popen[bytes]:
        return self.start("manage.py", "engine")

    def web(self, port: int, application: str = "piano.wsgi", before: Sequence[str] = ()) -> subprocess.Popen[bytes]:
        options = ("--workers=1", "--threads=12", "--log-level=error", "--no-control-socket")
        return self.start("-m", "gunicorn", application, f"--bind=127.0.0.1:{port}", *options, before=before)

    def kill(self, process: subprocess.Popen[bytes], sign: signal.Signals = signal.SIGKILL) -> None:
        if process.poll() is None:
            os.killpg(process.pid, sign)
        process.wait(30)

    def stop(self) -> None:
        for process in self.running:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.running:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill(process)
