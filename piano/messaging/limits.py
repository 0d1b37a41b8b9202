"""No conversation outlives its limit, however slowly the other side drips its answers; no step of ours does, though it turn in a
circle for ever.
"""

import contextlib
import ctypes
import itertools
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator

from piano.kit.logs import whereabouts

logger = logging.getLogger("piano.messaging")


@contextlib.contextmanager
def cut_after(seconds: float, cut: Callable[[], None]) -> Iterator[None]:
    """Calls `cut`, in a thread of its own, when the block takes longer. It does not raise."""
    number = _guard.watch(time.monotonic() + seconds, cut)
    try:
        yield
    finally:
        _guard.forget(number)


class TakesTooLong(BaseException):
    """A step of our own code did not come to its end. No `Exception`: whoever forgives a defect inside the step, as Django's
    templates do, would go on without a limit.
    """


@contextlib.contextmanager
def ends_within(seconds: float) -> Iterator[threading.Event]:
    """Raises `TakesTooLong` inside the block, in whatever thread it runs, when it takes longer. A call into C, such as a question
    to the database, is not interrupted: those have limits of their own.

    What it gives is set once this limit is over: whoever forgives it must let a limit further out pass.
    """
    thread, is_over, is_raised = threading.get_ident(), threading.Event(), threading.Event()

    def end() -> None:
        is_over.set()
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TakesTooLong))
        is_raised.set()

    number = _guard.watch(time.monotonic() + seconds, end)
    try:
        yield is_over
    finally:
        if not _guard.forget(number):  # it is on its way: it must not arrive outside of this block
            is_raised.wait()
            time.sleep(0)


class Guard:
    """One thread for all limits of a process: a thread for each costs more than the words that it watches."""

    def __init__(self) -> None:
        self._limits: dict[int, tuple[float, Callable[[], None]]] = {}
        self._changed = threading.Condition()
        self._numbers = itertools.count()
        self._thread: threading.Thread | None = None
        self._wakes_at = 0.0

    def watch(self, until: float, cut: Callable[[], None]) -> int:
        with self._changed:
            number = next(self._numbers)
            self._limits[number] = (until, cut)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()
            elif until < self._wakes_at:
                self._changed.notify()
            return number

    def forget(self, number: int) -> bool:
        """False when it is over already."""
        with self._changed:
            return self._limits.pop(number, None) is not None

    def _run(self) -> None:
        while True:
            for cut in self._over():
                try:
                    cut()
                except Exception as error:  # the boundary around one limit: the others still hold
                    logger.error("a limit could not be kept: %s", whereabouts(error))

    def _over(self) -> list[Callable[[], None]]:
        """Waits until the nearest limit that it knows of, and returns those that are over."""
        with self._changed:
            self._wakes_at = min((until for until, _ in self._limits.values()), default=float("inf"))
            forever = self._wakes_at == float("inf")
            self._changed.wait(None if forever else max(0.0, self._wakes_at - time.monotonic()))
            now = time.monotonic()
            over = [number for number, (until, _) in self._limits.items() if until <= now]
            return [self._limits.pop(number)[1] for number in over]


_guard = Guard()


def _begin_anew() -> None:
    """In a fork, which has none of our threads."""
    global _guard
    _guard = Guard()


os.register_at_fork(after_in_child=_begin_anew)
