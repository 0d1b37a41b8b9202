"""One thread keeps all limits of a process, also in a fork and after a limit that could not be kept."""

import os
import threading

from piano.messaging.limits import cut_after


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
