"""`services()`: the addresses of a database and a broker for as long as a command needs them.

An address given by the environment is used as it is. For the others a private server is started
under `.piano/`, shared with whoever else runs at the moment. Imported by the other modules here
and by tests; never by the application.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from piano.local import locks

ROOT = Path(__file__).resolve().parents[2]
VARIABLES = {"DATABASE_URL": "postgres", "REDIS_URL": "redis"}
START_SECONDS = 120
STOP_SECONDS = 20
LOOK_EVERY_SECONDS = 0.03


class ServiceError(Exception):
    """A private server did not start; the sentence says where to look."""


def default_home() -> Path:
    """The directory for everything that is made at run time."""
    return Path(os.environ.get("PIANO_HOME") or ROOT / ".piano").resolve()


@contextmanager
def services(home: Path | None = None, *, durable: bool = True) -> Iterator[dict[str, str]]:
    """Yield DATABASE_URL and REDIS_URL; the servers behind them live at least as long as the block.

    `durable=False` trades the safety of the data on a power cut for speed: for tests.
    """
    home = home or default_home()
    missing = {name: home / kind for name, kind in VARIABLES.items() if not os.environ.get(name)}
    with ExitStack() as stack, ThreadPoolExecutor() as pool:
        for folder in missing.values():
            stack.enter_context(_use(folder))
        starting = {name: pool.submit(_address, folder, durable=durable) for name, folder in missing.items()}
        addresses = {name: address.result() for name, address in starting.items()}
        yield {name: addresses.get(name) or os.environ[name] for name in VARIABLES}


@contextmanager
def _use(folder: Path) -> Iterator[None]:
    """Be one of the server's users. A killed user is none: the kernel takes the lock back."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        users = locks.open_lock(folder / "users.lock")
    except PermissionError as error:
        raise ServiceError(f"{folder} gehört einem anderen Konto; bitte mit jenem starten.") from error
    try:
        locks.take_shared(users)
        yield
    finally:
        users.close()
        _wait_until_stopped(folder)


def _address(folder: Path, *, durable: bool) -> str:
    """The server's address; it is started when nobody keeps it yet."""
    with locks.alone(folder / "start.lock"):
        if not _is_kept(folder):
            _start_keeper(folder, durable=durable)
        deadline = time.monotonic() + START_SECONDS
        while _is_kept(folder) and time.monotonic() < deadline:
            if (folder / "ready").exists():
                return (folder / "ready").read_text()
            time.sleep(LOOK_EVERY_SECONDS)
    raise ServiceError(_why_not(folder))


def _start_keeper(folder: Path, *, durable: bool) -> None:
    """Returns as soon as the keeper holds its lock; the keeper itself goes on in the background."""
    (folder / "ready").unlink(missing_ok=True)
    manner = "durable" if durable else "quick"
    with (folder / "keeper.log").open("wb") as log:
        subprocess.run(
            [sys.executable, "-m", "piano.local.keeper", folder.name, str(folder), manner],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _is_kept(folder: Path) -> bool:
    return locks.is_held_alone(folder / "keeper.lock")


def _wait_until_stopped(folder: Path) -> None:
    """After the last user: come back only when the server is gone, so that nothing is left behind."""
    deadline = time.monotonic() + STOP_SECONDS
    while _is_kept(folder) and not locks.is_shared(folder / "users.lock") and time.monotonic() < deadline:
        time.sleep(LOOK_EVERY_SECONDS)


def _why_not(folder: Path) -> str:
    last = (folder / "keeper.log").read_text(errors="replace").strip().splitlines()[-1:]
    return f"{folder.name} startet nicht: {' '.join(last)} (mehr in {folder})"
