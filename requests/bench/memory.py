"""How much memory this process and its forks hold together, watched while something runs. Linux alone says it."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EVERY_SECONDS = 0.1
PAGE_KB = os.sysconf("SC_PAGE_SIZE") // 1024


class Peak:
    """`mb`: the most that was seen. What a process shares with its fork counts for each, so it is rather too much than too little."""

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
    """Kilobytes that are resident, shared ones included. Summed up by the kernel already: looking costs next to nothing, so
    that watching does not slow down what is measured.
    """
    pages = _read(Path(f"/proc/{pid}/statm")).split()[1:2]
    return sum(int(count) * PAGE_KB for count in pages)


def _read(path: Path) -> str:
    """A process may have ended meanwhile."""
    try:
        return path.read_text()
    except OSError:
        return ""
