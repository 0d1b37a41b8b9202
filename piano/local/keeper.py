"""The process that keeps one private server: starts it, restarts it, stops it with the last user.

Every user holds a shared lock on `users.lock`. The keeper waits to hold that lock alone: then
nobody is left, not even a user that was killed, and it stops the server. Started by `services`,
imported by nobody.
"""

import json
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import IO

import psutil

from piano.local import locks, ports, postgres, redis

KINDS: dict[str, ModuleType] = {"postgres": postgres, "redis": redis}
START_SECONDS = 60
STOP_SECONDS = 10
LOOK_EVERY_SECONDS = 0.1


def keep(kind: str, folder: Path, *, durable: bool) -> None:
    """Run until the last user is gone."""
    with locks.open_lock(folder / "users.lock") as users, locks.open_lock(folder / "keeper.lock") as mine:
        if not _take(mine):
            return
        _go_to_background()
        server = Server(KINDS[kind], folder, durable=durable)
        try:
            server.start()
            _stay(server, users)
        finally:
            server.stop()


def _take(mine: IO[bytes]) -> bool:
    """A look at the lock by somebody else takes it for an instant, so a few attempts are needed."""
    for _ in range(20):
        if locks.try_alone(mine):
            return True
        time.sleep(0.01)
    return False


def _go_to_background() -> None:
    """The lock stays with the child; the parent's end tells `services` that it is held."""
    if os.fork():
        os._exit(0)


def _stay(server: "Server", users: IO[bytes]) -> None:
    while not locks.try_alone(users):
        if not server.is_running():
            server.start()
        time.sleep(LOOK_EVERY_SECONDS)


class Server:
    """One running server and its folder."""

    def __init__(self, engine: ModuleType, folder: Path, *, durable: bool) -> None:
        self.engine, self.folder, self.durable = engine, folder, durable
        self.process: psutil.Popen | None = None

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start on the port of last time when it is free; one that was taken in between is not the end."""
        self._stop_leftover()
        self.engine.prepare(self.folder)
        port = self._last_run().get("port")
        for _ in range(3):
            if self._try(ports.free_port(port)):
                return
            port = None
        raise RuntimeError(f"siehe {self.folder / 'server.log'}")

    def stop(self) -> None:
        (self.folder / "ready").unlink(missing_ok=True)
        if self.process:
            self._stop(self.process)

    def _try(self, port: int) -> bool:
        self.process = self.engine.start(self.folder, port, durable=self.durable)
        (self.folder / "server.json").write_text(json.dumps({"pid": self.process.pid, "port": port}))
        if not self._wait_for_answer(port):
            self._stop(self.process)
            return False
        self._announce(self.engine.url(self.folder, port))
        return True

    def _wait_for_answer(self, port: int) -> bool:
        deadline = time.monotonic() + START_SECONDS
        while self.is_running() and time.monotonic() < deadline:
            if self.engine.answers(self.folder, port):
                return True
            time.sleep(0.03)
        return False

    def _announce(self, url: str) -> None:
        """Write the address in one step, so that nobody reads half of it."""
        draft = self.folder / "ready.draft"
        draft.touch(mode=0o600)
        draft.write_text(url)
        draft.replace(self.folder / "ready")

    def _stop(self, process: psutil.Process | psutil.Popen) -> None:
        """Ask politely first, then less so."""
        for sign in self.engine.STOP:
            with suppress(psutil.TimeoutExpired):
                process.send_signal(sign)
                process.wait(STOP_SECONDS)
                return

    def _stop_leftover(self) -> None:
        """A server whose keeper was killed is stopped; it is ours when it stands in our directory."""
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied, KeyError):
            process = psutil.Process(self._last_run()["pid"])
            if Path(process.cwd()) == self.engine.home(self.folder).resolve():
                self._stop(process)

    def _last_run(self) -> dict[str, int]:
        try:
            return json.loads((self.folder / "server.json").read_text())
        except (OSError, ValueError):
            return {}


def main() -> None:
    kind, folder, manner = sys.argv[1:]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    keep(kind, Path(folder), durable=manner == "durable")


if __name__ == "__main__":
    main()
