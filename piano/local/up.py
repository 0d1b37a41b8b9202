"""`bin/up`: brings up everything piAno consists of on this machine, and takes it down again.

Order: a free port, the private services, the database, demo people, then the five processes; at
the end, once a page answers, the address and the demo sign-ins. When the database was there already,
the demo is looked through beside the starting processes, which saves seconds.
"""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from piano.local import commands, ports, telephone
from piano.local.processes import Crew
from piano.local.services import ROOT, ServiceError, default_home, services

DEFAULT_PORT = 8000
TELEPHONE = 1000  # so many ports above the pages, when it is free
FIRST_PAGE_SECONDS = 60
WEB_OPTIONS = [
    "--workers=2",
    "--threads=4",
    "--log-level=warning",
    "--graceful-timeout=5",
    "--preload",
]
WEB_OPTIONS += ["--no-control-socket"]
WORKER_OPTIONS = ["--concurrency=2", "--loglevel=WARNING", "--without-gossip", "--without-mingle"]
CALM = {"PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "ignore:You're running the worker with superuser"}


class CannotStart(Exception):
    """The sentence says why."""


def main() -> int:
    home, port = default_home(), choose_port(os.environ.get("PORT"))
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # in the background a shell ignores the first for us
        signal.signal(name, _interrupt)
    with services(home) as addresses:
        env = commands.environment(home, addresses) | {"PORT": str(port)} | CALM
        gateways = telephone.describe(home, env, ports.free_port(port + TELEPHONE)) if env.get("PIANO_DEBUG") else {}
        env |= gateways
        is_new = commands.prepare(home, env)
        if is_new:
            commands.run(["demo"], env)
        with Crew(processes(home, port) | telephone.process(gateways), env) as crew:
            if not is_new:
                commands.run(["demo"], env)
            wait_for_first_page(port, crew)
            crew.call_all()
            crew.announce(welcome(port, env, besides=telephone.welcome(gateways)))
            crew.watch()
    return 0


def processes(home: Path, port: int) -> dict[str, list[str]]:
    """The five that always run; the same commands stand in docker-compose.yml."""
    python, celery = sys.executable, [sys.executable, "-m", "celery", "--quiet", "-A", "piano"]
    return {
        "web": [python, "-m", "gunicorn", "piano.wsgi", f"--bind=127.0.0.1:{port}", *WEB_OPTIONS],
        "worker": [*celery, "worker", "-Q", "urgent,normal,bulk", *WORKER_OPTIONS],
        "beat": [*celery, "beat", f"--schedule={home / f'beat-schedule-{port}'}", "--pidfile=", "--loglevel=WARNING"],
        "engine": [*commands.MANAGE, "engine"],
        "watchdog": [*commands.MANAGE, "watchdog"],
    }


def choose_port(wish: str | None) -> int:
    """The wished port or nothing; without a wish the first free one from 8000 on."""
    if wish:
        if not wish.isdigit() or not 0 < int(wish) < 65536:
            raise CannotStart(f"PORT muss eine Zahl zwischen 1 und 65535 sein, nicht „{wish}“.")
        if not is_free(int(wish)):
            raise CannotStart(f"Port {wish} ist schon belegt; ein anderer geht mit PORT=… bin/up.")
        return int(wish)
    for port in range(DEFAULT_PORT, DEFAULT_PORT + 100):
        if is_free(port):
            return port
    raise CannotStart(
        f"Zwischen {DEFAULT_PORT} und {DEFAULT_PORT + 99} ist kein Port frei; einer geht mit PORT=… bin/up."
    )


def is_free(port: int) -> bool:
    return ports.is_free(port) and not ports.is_open(port)


def wait_for_first_page(port: int, crew: Crew) -> None:
    deadline = time.monotonic() + FIRST_PAGE_SECONDS
    while not answers(port):
        if time.monotonic() > deadline:
            raise CannotStart("Nach einer Minute antwortet noch keine Seite; die Zeilen oben sagen, warum.")
        crew.look(0.1)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def welcome(port: int, env: Mapping[str, str], *, besides: str) -> str:
    links = subprocess.run([*commands.MANAGE, "demo", "--links"], env=env, cwd=ROOT, capture_output=True, text=True)
    return (
        f"\n  piAno läuft: http://localhost:{port}/\n\n{links.stdout or links.stderr}\n{besides}  Beenden mit Strg-C.\n"
    )


def _interrupt(*_: object) -> None:
    """Ctrl-C, a SIGTERM, or a closed terminal ends everything."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(0)
    except (CannotStart, ServiceError, commands.CommandFailed) as error:
        sys.exit(f"bin/up: {error}")
