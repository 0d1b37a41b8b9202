"""The engine is told what fell due: after the commit, once, and never of what was rolled back."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from piano.kit.sweeps import CHANNEL, wake_engine

pytestmark = pytest.mark.django_db(transaction=True)
Line = psycopg.Connection[object]


@pytest.fixture
def listening() -> Iterator[Line]:
    parameters = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    known = {name: parameters[name] for name in names if parameters.get(name)}
    with psycopg.connect(**known, autocommit=True) as line:
        line.execute(f"LISTEN {CHANNEL}")
        yield line


def heard(line: Line) -> int:
    line.execute("SELECT 1")  # what was said before comes along with the answer
    return len(list(line.notifies(timeout=0)))


def test_it_is_told_once_when_the_transaction_is_committed(listening: Line) -> None:
    with transaction.atomic():
        wake_engine()
        wake_engine()
        assert heard(listening) == 0
    assert heard(listening) == 1


def test_it_is_told_at_once_where_there_is_no_transaction(listening: Line) -> None:
    wake_engine()
    assert heard(listening) == 1


def test_of_what_was_rolled_back_it_hears_nothing(listening: Line) -> None:
    with transaction.atomic():
        wake_engine()
        transaction.set_rollback(True)
    assert heard(listening) == 0


def test_a_part_that_is_rolled_back_takes_away_its_own_word_alone(listening: Line) -> None:
    with transaction.atomic():
        with transaction.atomic():
            wake_engine()
            transaction.set_rollback(True)
        wake_engine()
    assert heard(listening) == 1


def test_nothing_is_told_inside_since_such_commits_wait_for_each_other(listening: Line) -> None:
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        wake_engine()
    said = [one["sql"] for one in asked.captured_queries]
    assert said.index("COMMIT") < said.index(f"NOTIFY {CHANNEL}")
