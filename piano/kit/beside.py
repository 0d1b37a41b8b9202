"""Side by side on several processors: some jobs of one process, each but the last in a fork of it with connections of its own.

For what computes long, in the engine and in workers; never in a web process, whose threads a fork would not have.
"""

import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import connections

T = TypeVar("T")
MOST_SECONDS = 100  # then a fork ends, whatever it does


class ForkFailed(RuntimeError):
    """A fork ended without a result; it has said why on stderr. What it had committed stays."""


def beside(jobs: Sequence[Callable[[], T]]) -> list[T]:
    """The results in the order of the jobs, which must be plain values. Raises `ForkFailed`, or what the last job raises, when
    all have ended. The caller is in no transaction.
    """
    forks = [_fork(job) for job in jobs[:-1]]
    results: list[tuple[T] | None] = []
    try:
        last = [job() for job in jobs[-1:]]
    finally:
        results = [_result(pid, pipe) for pid, pipe in forks]
    if any(result is None for result in results):
        raise ForkFailed(f"{results.count(None)} of {len(forks)} forks")
    return [*(result[0] for result in results if result), *last]


def _fork(job: Callable[[], T]) -> tuple[int, int]:
    for connection in connections.all(initialized_only=True):
        assert not connection.in_atomic_block, "a fork would not see what is not committed"
    ours, theirs = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        os.close(theirs)
        return pid, ours
    os.close(ours)
    _run(job, theirs)
    raise AssertionError("a fork does not come back")


def _run(job: Callable[[], T], pipe: int) -> None:
    """In the fork: never returns."""
    code = 1
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(MOST_SECONDS)
        for connection in connections.all(initialized_only=True):
            connection.connection = None  # the parent's: forgotten, not closed, since closing would end it there
        with os.fdopen(pipe, "wb") as target:
            pickle.dump(job(), target)
        connections.close_all()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _result(pid: int, pipe: int) -> tuple[T] | None:
    """What the fork has written, in a tuple; None when it failed."""
    with os.fdopen(pipe, "rb") as source:
        data = source.read()
    _, status = os.waitpid(pid, 0)
    return (pickle.loads(data),) if status == 0 else None  # noqa: S301  our own fork wrote it
