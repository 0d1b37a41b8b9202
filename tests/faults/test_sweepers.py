"""I7, F22: any number of sweepers gives the tables of one; a cancellation is before a hand-over or after it, never between."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from piano.messaging import attempts, fence, sending
from piano.messaging.models import Message, MessageState
from piano.messaging.outbox import cancel_owed
from piano.messaging.sending import send_due
from tests.faults.conftest import judge
from tests.messaging.conftest import Sink

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]


def at_once(*steps: Callable[[], object]) -> None:
    """Each step on a connection of its own, from one barrier."""
    barrier = threading.Barrier(len(steps))

    def run(step: Callable[[], object]) -> None:
        connection.ensure_connection()
        barrier.wait(20)
        try:
            step()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        for future in [pool.submit(run, step) for step in steps]:
            future.result()


def sweep() -> None:
    while send_due(classes=["a", "b", "c"]):
        pass


def final_tables() -> list[tuple[Any, ...]]:
    return list(Message.objects.order_by("slot", "pk").values_list("state", "slot", "attempt", "unclear_count"))


def test_four_sweepers_leave_the_tables_of_one(owe_many: Callable[[int], None], sink: Sink) -> None:
    tables = []
    for sweepers in (1, 4):
        sink.accepted.clear()
        owe_many(60)
        at_once(*[sweep] * sweepers)
        assert judge(sink) == {}
        tables.append(final_tables())
        sweep()  # the same again, as a copy of an old tick would do
        assert final_tables() == tables[-1]
    assert tables[0] == tables[1]


def cancel(message_id: int) -> int:
    """Takes the row back on another connection, and commits."""

    def run() -> int:
        try:
            with transaction.atomic():
                return cancel_owed(subject=Message.objects.get(pk=message_id).subject)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


def test_nothing_is_handed_over_after_its_cancellation(
    owe_many: Callable[[int], None], sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the worst moment: claimed already, its words made, and not yet moved to hand-over."""
    owe_many(1)
    turn = attempts.turn
    monkeypatch.setattr(attempts, "turn", lambda pk, *a, **how: cancel(pk) and turn(pk, *a, **how))
    sweep()
    assert (Message.objects.get().state, sink.accepted) == (MessageState.CANCELLED, [])


def test_nor_where_the_fence_looks_closer(
    owe_many: Callable[[int], None], sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    owe_many(1)
    lock = fence._ours
    monkeypatch.setattr(sending, "is_plainly_owed", lambda ready: False)
    monkeypatch.setattr(fence, "_ours", lambda claim: cancel(claim.message_id) and lock(claim))
    sweep()
    assert (Message.objects.get().state, sink.accepted) == (MessageState.CANCELLED, [])


def test_without_the_fence_a_cancelled_mail_would_go(
    owe_many: Callable[[int], None], sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: a sender that trusts what it read when it claimed."""

    def trust(pk: int, *args: Any, **how: Any) -> tuple[bool, bool]:
        assert cancel(pk) == 1
        return False, True

    owe_many(1)
    monkeypatch.setattr(attempts, "turn", trust)
    sweep()
    assert len(sink.accepted) == 1


def test_sending_against_cancelling_has_one_outcome_each(owe_many: Callable[[int], None], sink: Sink) -> None:
    for _ in range(15):
        sink.accepted.clear()
        owe_many(4)
        subject, counts = Message.objects.values_list("subject", flat=True)[0], []
        at_once(sweep, lambda subject=subject, counts=counts: counts.append(cancel_owed(subject=subject)))
        sent = set(Message.objects.filter(state=MessageState.SENT).values_list("message_id", flat=True))
        assert set(sink.copies) == sent
        assert counts == [4 - len(sent)]
