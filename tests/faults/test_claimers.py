"""F19: any number of claimers at once get every row, and no row twice."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from piano.messaging.claiming import claim_due
from piano.messaging.models import Message, MessageState
from tests.faults.conftest import insert_messages

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]
BATCH = 50


def race(claimers: int, claim: Callable[[threading.Barrier], list[int]]) -> list[int]:
    """Each claimer, on a connection of its own, from one barrier until nothing is due."""
    barrier, taken = threading.Barrier(claimers), []

    def run() -> list[int]:
        connection.ensure_connection()
        barrier.wait(30)
        mine: list[int] = []
        try:
            while found := claim(barrier):
                mine += found
        finally:
            connection.close()
        return mine

    with ThreadPoolExecutor(claimers) as pool:
        for future in [pool.submit(run) for _ in range(claimers)]:
            taken += future.result()
    return taken


def ours(barrier: threading.Barrier) -> list[int]:
    return [claim.message_id for claim in claim_due(classes=["b"], batch=BATCH)]


def select_then_update(barrier: threading.Barrier) -> list[int]:
    """What one writes without thinking: others read the same rows between the two statements."""
    ids = list(Message.objects.filter(state=MessageState.DUE).order_by("pk").values_list("pk", flat=True)[:BATCH])
    barrier.wait(30)
    Message.objects.filter(pk__in=ids).update(state=MessageState.CLAIMED)
    barrier.wait(30)
    return ids


@pytest.mark.parametrize("claimers", [1, 4, 16])
def test_no_row_is_claimed_twice(claimers: int) -> None:
    insert_messages(5000)
    taken = race(claimers, ours)
    assert len(taken) == len(set(taken)) == 5000
    assert Message.objects.values_list("state", "attempt").distinct().get() == (MessageState.CLAIMED, 1)


def test_without_the_lock_rows_are_claimed_twice() -> None:
    """The negative control."""
    insert_messages(1000)
    taken = race(4, select_then_update)
    assert len(taken) > len(set(taken))


@pytest.mark.full
@pytest.mark.parametrize("claimers", [1, 2, 4, 8, 16])
def test_no_row_of_fifty_thousand_is_claimed_twice(claimers: int) -> None:
    insert_messages(50_000)
    taken = race(claimers, ours)
    assert len(taken) == len(set(taken)) == 50_000
