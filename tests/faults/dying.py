"""A process of its own that dies at a chosen word with the database, as in a power cut: nothing is finished, nothing is closed."""

import os
import time
import traceback
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connection, connections

DIED = 137


def dies(deed: Callable[[], object], *, before: int) -> bool:
    """Runs the deed in a fork that ends before its so-many-th exchange with the database: a statement, a part of COPY, BEGIN
    or COMMIT. False when it was done by then. Returns when the server has noticed.
    """
    before_it = _sessions()  # a browser's web server may have left some open
    pid = os.fork()
    if pid == 0:
        _die(deed, before)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert code in (0, DIED), "the deed failed by itself; see above"
    _wait_until_gone(but=before_it)
    return code == DIED


def _die(deed: Callable[[], object], before: int) -> None:
    for inherited in connections.all(initialized_only=True):
        inherited.connection = None  # the parent's: forgotten, not closed
    wait, said = psycopg.Connection.wait, 0

    def counted(line: Any, *args: Any, **more: Any) -> Any:
        nonlocal said
        said += 1
        if said == before:
            os._exit(DIED)
        return wait(line, *args, **more)

    psycopg.Connection.wait = counted  # type: ignore[method-assign]
    try:
        deed()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _wait_until_gone(*, but: set[int]) -> None:
    ends = time.monotonic() + 10
    while _sessions() - but:
        assert time.monotonic() < ends, "the server still holds a dead session"
        time.sleep(0.005)


def _sessions() -> set[int]:
    """The other connections to this database, by the numbers of their processes in the server."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        return {row[0] for row in cursor.fetchall()}
