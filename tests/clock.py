"""Travelling in time: moves the database's clock, for every process that reads it. Only on a test database."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection


def travel(ahead: dt.timedelta) -> None:
    """From now on `piano_now()` is so much ahead of the server's clock."""
    assert settings.IS_TEST
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION piano_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS "
            f"$$ SELECT now() + interval '{ahead.total_seconds()} seconds' $$"
        )


def travel_to(moment: dt.datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        travel(moment - cursor.fetchone()[0])


def stand_at(moment: dt.datetime) -> None:
    """`piano_now()` says this moment until the next call: what is measured then does not depend on how fast the machine is."""
    assert settings.IS_TEST
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION piano_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS "
            f"$$ SELECT timestamptz '{moment.isoformat()}' $$"
        )


def come_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION piano_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT now()'"
        )


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    travel_to(moment)
    try:
        yield
    finally:
        come_back()
