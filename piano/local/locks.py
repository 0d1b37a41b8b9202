"""File locks between processes. The kernel frees them with the process, also after kill -9."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


def open_lock(path: Path) -> IO[bytes]:
    """The lock's file; closing it gives the lock back. Children started by us do not inherit it."""
    return path.open("ab")


def take_shared(file: IO[bytes]) -> None:
    fcntl.flock(file, fcntl.LOCK_SH)


def try_shared(file: IO[bytes]) -> bool:
    return _try(file, fcntl.LOCK_SH)


def try_alone(file: IO[bytes]) -> bool:
    return _try(file, fcntl.LOCK_EX)


def is_held_alone(path: Path) -> bool:
    """Whether some process holds this lock for itself."""
    with open_lock(path) as file:
        return not try_shared(file)


def is_shared(path: Path) -> bool:
    """Whether some process holds this lock together with others, or could."""
    with open_lock(path) as file:
        return not try_alone(file) and try_shared(file)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    with open_lock(path) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _try(file: IO[bytes], kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
