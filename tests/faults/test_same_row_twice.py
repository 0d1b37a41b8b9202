"""Two people enter the same at the same moment: there is one row, and the next reader does not find two."""

import datetime as dt
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from helpers.circles.meetings import call_meeting
from helpers.circles.members import circle_of
from tests.conftest import Cast
from volunteers.clubs.assemblies import call
from volunteers.clubs.rules import rules_of
from volunteers.models import AssemblyKind
from volunteers.profile import add_absence

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
        return cursor.fetchone() is not None


def overtaken(act: Callable[[], Any]) -> tuple[Any, Any]:
    """What `act` returns twice: the second one begins before the first one is committed."""
    found: list[Any] = []

    def second() -> None:
        try:
            found.append(act())
        finally:
            connection.close()

    other = threading.Thread(target=second)
    with transaction.atomic():
        first = act()
        other.start()
        until = time.monotonic() + PATIENCE
        while other.is_alive() and not somebody_waits() and time.monotonic() < until:
            time.sleep(0.01)
    other.join()
    return first, found[0]


def test_the_same_entered_twice_at_once_is_one_row(cast: Cast, now: dt.datetime) -> None:
    circle, later, day = (
        circle_of(cast.district, now=now),
        now + dt.timedelta(days=3),
        now.date() + dt.timedelta(days=3),
    )
    club = cast.volunteer.association
    rules_of(club)
    acts: list[Callable[[], Any]] = [
        lambda: call_meeting(circle, starts_at=later, place="Treff", by=cast.helper, now=now),
        lambda: call(club, kind=AssemblyKind.ORDINARY, held_at=later, place="Treff", agenda="Wahl"),
        lambda: add_absence(cast.volunteer, first_day=day, last_day=day),
    ]
    for act in acts:
        first, second = overtaken(act)
        assert first == second
