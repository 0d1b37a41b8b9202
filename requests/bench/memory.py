"""How much memory this process and its forks hold together, watched while something runs. Linux alone says it."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EVERY_SECONDS = 0.1


class Peak:
    """`mb`: the most that was seen. What is shared between a process and its fork counts once."""

    mb: float = 0.0


@contextmanager
def watched() -> Iterator[Peak]:
    peak, is_over = Peak(), threading.Event()

    def watch() -> None:
        while not is_over.wait(EVERY_SECONDS):
            peak.mb = max(peak.mb, _held())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        is_over.set()
        watcher.join()
        peak.mb = max(peak.mb, _held())


def _held() -> float:
    return sum(_held_by(pid) for pid in (os.getpid(), *_children())) / 1024


def _children() -> list[int]:
    """Of every thread of this process."""
    files = Path("/proc/self/task").glob("*/children")
    return [int(pid) for file in files for pid in _read(file).split()]


def _held_by(pid: int) -> int:
    """Kilobytes, as proportional set size: shared pages are divided among those who share them."""
    lines = _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _read(path: Path) -> str:
    """A process may have ended meanwhile."""
    try:
        return path.read_text()
    except OSError:
        return ""
