"""A crew of processes that run side by side: prefixed logs, restart after a fall, one end for all.

Each process has a process group of its own, so nothing of it stays when the crew ends. When the
crew's own process is killed, `undertaker` ends the groups. Used by `up` and by tests.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import IO

from piano.local.services import ROOT

COLOURS = (36, 33, 35, 32, 34, 31)
STOP_SECONDS = 10
CALM_SECONDS = 30
LONGEST_PAUSE_SECONDS = 30


class Member:
    """One process of the crew, and when it may be started again."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name, self.command = name, command
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0
        self.falls = 0
        self.due_at = float("inf")

    def start(self, env: Mapping[str, str]) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env=dict(env),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def fell(self) -> int:
        """Note a fall and return the pause before the next start in seconds: 1, 2, 4 … 30."""
        calm = time.monotonic() - self.started_at > CALM_SECONDS
        self.falls = 1 if calm else self.falls + 1
        pause = min(2 ** (self.falls - 1), LONGEST_PAUSE_SECONDS)
        self.due_at = time.monotonic() + pause
        self.process = None
        return pause

    def signal(self, sign: signal.Signals) -> None:
        if self.process:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, sign)


class Crew:
    """Starts its first member on entering, the others when called, and ends them all on leaving."""

    def __init__(self, commands: Mapping[str, list[str]], env: Mapping[str, str]) -> None:
        self.members = [Member(name, command) for name, command in commands.items()]
        self.env = env
        self.width = max(len(name) for name in commands)
        self.in_colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        self.lock = threading.Lock()

    def __enter__(self) -> "Crew":
        self.undertaker = subprocess.Popen(
            [sys.executable, "-m", "piano.local.undertaker"], cwd=ROOT, stdin=subprocess.PIPE, start_new_session=True
        )
        self._start(self.members[0])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """From here on a second Ctrl-C does not interrupt the tidying up."""
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, signal.SIG_IGN)
        self.announce("piAno wird beendet …")
        self._end()

    def call_all(self) -> None:
        """Start the others; until then the first had the machine for itself."""
        for member in self.members[1:]:
            self._start(member)

    def watch(self) -> None:
        """Stay until interrupted."""
        while True:
            self.look(0.5)

    def look(self, seconds: float) -> None:
        """Wait a moment, then start again whoever fell."""
        time.sleep(seconds)
        for member in self.members:
            if member.process and member.process.poll() is not None:
                self._note_fall(member, member.process.returncode)
            elif member.process is None and time.monotonic() >= member.due_at:
                self._start(member)

    def announce(self, text: str) -> None:
        with self.lock:
            print(text, flush=True)

    def _start(self, member: Member) -> None:
        member.start(self.env)
        assert member.process is not None
        self._tell_undertaker(member.process.pid)
        threading.Thread(target=self._copy_log, args=(member, member.process.stdout), daemon=True).start()

    def _note_fall(self, member: Member, code: int) -> None:
        member.signal(signal.SIGKILL)
        pause = member.fell()
        self.announce(f"{self._prefix(member)}beendet (Code {code}), neuer Start in {pause} s")

    def _tell_undertaker(self, pid: int) -> None:
        assert self.undertaker.stdin is not None
        self.undertaker.stdin.write(f"{pid}\n".encode())
        self.undertaker.stdin.flush()

    def _copy_log(self, member: Member, output: IO[bytes]) -> None:
        for line in output:
            self.announce(self._prefix(member) + line.decode(errors="replace").rstrip())

    def _prefix(self, member: Member) -> str:
        text = f"{member.name:<{self.width}} │ "
        if not self.in_colour:
            return text
        return f"\x1b[{COLOURS[self.members.index(member) % len(COLOURS)]}m{text}\x1b[0m"

    def _end(self) -> None:
        """Ask everybody first, wait for all together, then end by force what is left in the groups."""
        for member in self.members:
            member.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for member in self.members:
            if member.process:
                with suppress(subprocess.TimeoutExpired):
                    member.process.wait(max(0, deadline - time.monotonic()))
        for member in self.members:
            member.signal(signal.SIGKILL)
        assert self.undertaker.stdin is not None
        self.undertaker.stdin.close()
        self.undertaker.wait()
