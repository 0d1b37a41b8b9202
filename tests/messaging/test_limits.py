"""One thread keeps all limits of a process, also in a fork and after a limit that could not be kept."""

import contextlib
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from piano.messaging import limits
from piano.messaging.limits import TakesTooLong, cut_after, ends_within


def test_who_takes_longer_is_cut() -> None:
    cut = threading.Event()
    with cut_after(0.01, cut.set):
        assert cut.wait(5)


def test_who_is_done_in_time_is_left_alone() -> None:
    cut, later = threading.Event(), threading.Event()
    with cut_after(0.2, cut.set):
        pass
    with cut_after(0.4, later.set):
        assert later.wait(5)
    assert not cut.is_set()


def test_a_short_limit_does_not_wait_for_a_long_one() -> None:
    cut = threading.Event()
    with cut_after(60, lambda: None), cut_after(0.01, cut.set):
        assert cut.wait(5)


def test_a_limit_that_breaks_does_not_end_the_others() -> None:
    cut = threading.Event()
    with cut_after(0.01, lambda: 1 / 0), cut_after(0.05, cut.set):
        assert cut.wait(5)


def test_a_fork_keeps_limits_of_its_own() -> None:
    with cut_after(60, lambda: None):  # the thread that a fork does not have
        pid = os.fork()
        if pid == 0:
            cut = threading.Event()
            with cut_after(0.01, cut.set):
                os._exit(0 if cut.wait(5) else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def turn_in_a_circle() -> None:
    while True:
        pass


def test_a_step_that_turns_in_a_circle_is_ended() -> None:
    with pytest.raises(TakesTooLong), ends_within(0.05):
        turn_in_a_circle()


def test_a_step_that_forgives_every_defect_is_ended_all_the_same() -> None:
    def forgive() -> None:
        with contextlib.suppress(Exception):
            turn_in_a_circle()

    with pytest.raises(TakesTooLong), ends_within(0.05):
        forgive()


def test_it_is_ended_in_its_own_thread() -> None:
    def step() -> str:
        try:
            with ends_within(0.05):
                turn_in_a_circle()
        except TakesTooLong:
            return "ended"
        return "went on"

    with ThreadPoolExecutor(2) as pool:
        assert [future.result() for future in [pool.submit(step), pool.submit(step)]] == ["ended", "ended"]


class Late:
    """A guard whose limit is over in the moment in which the block ends."""

    def watch(self, until: float, cut: Callable[[], None]) -> int:
        self.cut = cut
        return 1

    def forget(self, number: int) -> bool:
        threading.Timer(0.05, self.cut).start()
        return False


def test_it_never_arrives_after_the_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_guard", Late())
    with pytest.raises(TakesTooLong), ends_within(1):
        pass
    time.sleep(0.1)  # here it would surprise us
