"""A database that exists only for a measurement."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection, connections


@contextmanager
def scratch_database() -> Iterator[str]:
    """Creates an empty, migrated database beside the usual one and connects to it; drops it in any case. Yields its name."""
    usual, name = connection.settings_dict["NAME"], f"piano_bench_{os.getpid()}"
    _run(f'CREATE DATABASE "{name}"')
    try:
        connect_to(name)
        call_command("migrate", verbosity=0, interactive=False)
        yield name
    finally:
        connect_to(usual)
        _run(f'DROP DATABASE "{name}" WITH (FORCE)')


def connect_to(name: str) -> None:
    """From now on this process works on that database."""
    connections.close_all()
    connection.settings_dict["NAME"] = name


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
