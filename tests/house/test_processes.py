"""The crew behind `bin/up`: who falls gets up again, and nobody stays when it ends, however it ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from piano.local.processes import CALM_SECONDS, Member

ROOT = Path(__file__).resolve().parents[2]
SLEEPER = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); "
CREW = """
import os, signal, sys
from piano.local.processes import Crew
commands = {"steady": [sys.executable, "-c", sys.argv[1]], "falling": [sys.executable, "-c", "print('again'); exit(3)"]}
def stop(*_):
    raise KeyboardInterrupt
for name in (signal.SIGTERM, signal.SIGINT):  # who is started in the background begins with SIGINT ignored
    signal.signal(name, stop)
try:
    with Crew(commands, os.environ) as crew:
        crew.call_all()
        crew.watch()
except KeyboardInterrupt:
    pass
"""


class Running:
    """A crew in a process of its own; `steady` starts a child that ignores its end."""

    def __init__(self, log: Path) -> None:
        self.log = log
        with log.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-c", CREW, SLEEPER + "print('here', flush=True); time.sleep(60)"],
                cwd=ROOT,
                stdout=output,
                stderr=output,
            )

    def said(self, text: str) -> int:
        return self.log.read_text().count(text)

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


@pytest.fixture
def running(tmp_path):
    crew = Running(tmp_path / "log")
    yield crew
    if crew.process.poll() is None:
        crew.process.kill()
        crew.process.wait()


def wait_until(is_so, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.05)
    return is_so()


def is_alive(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_who_falls_is_named_and_started_again(running):
    assert wait_until(lambda: running.said("falling │ again") >= 2)
    assert running.said("falling │ beendet (Code 3), neuer Start in 1 s") == 1
    assert running.said("steady  │ here") == 1


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_nobody_stays_when_the_crew_ends(running, sign):
    assert wait_until(lambda: running.said("steady  │ here") == 1)
    family = running.family()
    assert len(family) >= 3
    os.kill(running.process.pid, sign)
    running.process.wait(15)
    assert wait_until(lambda: not any(is_alive(process) for process in family))


def test_the_pause_grows_with_each_fall_and_is_forgotten_after_a_calm_while(monkeypatch):
    member = Member("worker", ["true"])
    member.started_at = time.monotonic()
    assert [member.fell() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    member.started_at -= CALM_SECONDS + 1
    assert member.fell() == 1
