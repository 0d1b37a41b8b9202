"""Jobs side by side in forks: their results come back, a fork that fails is said, and nobody's connection is closed."""

import os

import pytest
from django.db import connection

from piano.kit.beside import ForkFailed, beside

pytestmark = pytest.mark.django_db(transaction=True)


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        found: int = cursor.fetchone()[0]
    return found


def test_results_come_in_the_order_of_the_jobs_each_from_a_connection_of_its_own() -> None:
    ours = backend()
    first, second, last = beside([backend, backend, backend])
    assert last == ours
    assert len({first, second, last}) == 3
    assert backend() == ours


def test_one_job_needs_no_fork() -> None:
    assert beside([os.getpid]) == [os.getpid()]


def test_a_fork_that_fails_is_said_when_all_have_ended(capfd: pytest.CaptureFixture[str]) -> None:
    def fail() -> int:
        raise ValueError("no")

    with pytest.raises(ForkFailed):
        beside([fail, backend])
    assert "ValueError: no" in capfd.readouterr().err
    assert backend()
