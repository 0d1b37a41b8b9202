"""No conversation outlives its limit, however slowly the other side drips its answers."""

import contextlib
import threading
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def cut_after(seconds: float, cut: Callable[[], None]) -> Iterator[None]:
    """Calls `cut`, in a thread of its own, when the block takes longer."""
    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
