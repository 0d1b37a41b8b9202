"""The state log only grows. Erasing personal data is the one exception, and a transaction has to say that it does so."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def may_erase_log() -> Iterator[None]:
    """Within it, log rows may lose person and note, or go with their request. Needs a transaction, and ends before it does."""
    assert connection.in_atomic_block, "the permission to erase lasts no longer than a transaction"
    _say("on")
    yield
    _say("off")


def _say(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('piano.erasing', %s, true)", [value])
