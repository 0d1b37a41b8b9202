"""A PostgreSQL of one test alone, which may be stopped, killed and given another clock; and our own ORM working on it."""

import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections

from piano.local import postgres
from piano.local.ports import free_port
from tests import clock as machine
from tests.processes import database_url, wait_for

FAST, IMMEDIATE = signal.SIGINT, signal.SIGQUIT


class Cluster:
    """Durable, as in production. `clock`: `faketime` with its arguments, for the server alone."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        folder.mkdir()
        postgres.prepare(folder)

    @property
    def url(self) -> str:
        return postgres.url(self.folder, self.port)

    def start(self, *, clock: Sequence[str] = ()) -> None:
        self.server = _under(clock, lambda: postgres.start(self.folder, self.port, durable=True))
        wait_for(
            lambda: postgres.answers(self.folder, self.port), message=(self.folder / "server.log").read_text()[-500:]
        )

    def stop(self, how: signal.Signals = FAST) -> None:
        """Our own line to it ends before, so that it is no part of the fault."""
        connections.close_all()
        self.server.send_signal(how)
        self.server.wait(30)

    def restart(self, how: signal.Signals = FAST, *, clock: Sequence[str] = ()) -> None:
        self.stop(how)
        self.start(clock=clock)

    def backends(self) -> list[Any]:
        """The server's processes that serve somebody."""
        return [one for one in self.server.children() if "piano piano" in " ".join(one.cmdline())]


def _under(clock: Sequence[str], start: Any) -> Any:
    """`faketime` is a library in the process that it starts: its settings are lent to the server as variables."""
    said = subprocess.run([*clock, "env"], capture_output=True, text=True, check=True).stdout if clock else ""
    lent = dict(line.split("=", 1) for line in said.splitlines() if line.startswith(("LD_PRELOAD=", "FAKETIME=")))
    os.environ.update(lent)
    try:
        return start()
    finally:
        for name in lent:
            os.environ.pop(name)


@contextmanager
def working_on(cluster: Cluster, environment: dict[str, str]) -> Iterator[None]:
    """Our own ORM, and every process of this environment, work on the cluster until the end. It has what the test database has:
    copied, since migrating takes a minute.
    """
    copy = subprocess.run([postgres.programs() / "pg_dump", database_url()], capture_output=True, check=True)
    quietly = ("-q", "-v", "ON_ERROR_STOP=1", "-o", os.devnull)
    subprocess.run([postgres.programs() / "psql", *quietly, cluster.url], input=copy.stdout, check=True)
    environment["DATABASE_URL"] = cluster.url
    usual, there = dict(settings.DATABASES["default"]), urlsplit(cluster.url)
    names = {"NAME": "piano", "USER": there.username, "PASSWORD": there.password, "HOST": there.hostname}
    connections.close_all()
    settings.DATABASES["default"].update(names, PORT=str(there.port))
    try:
        machine.come_back()
        yield
    finally:
        connections.close_all()
        settings.DATABASES["default"].update(usual)
