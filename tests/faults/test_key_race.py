"""Two callbacks of one call at the same moment, 1 and 2: the first one acts, the second one hears which one counts."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from piano.kit import clock
from piano.messaging import key_presses
from piano.messaging.key_presses import note_key
from piano.messaging.models import Attempt, Message, MessageClass, MessageState
from piano.messaging.reasons import REASONS, Reason
from tests.factories import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]
ROUNDS = 12


class Acts:
    """What the keys did. The first one that acts waits until the other is there too, so that they really meet."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.meet = threading.Event()

    def on_key(self, pk: int, person: Any, key: str, now: Any) -> str:
        self.meet.wait(0.1)
        self.done.append(key)
        return f"acted on {key}"


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as executor:
        yield executor
        barrier = threading.Barrier(2)

        def close(_: int) -> None:
            barrier.wait(20)
            connections.close_all()

        list(executor.map(close, range(2)))


@pytest.fixture
def acts() -> Iterator[Acts]:
    found = Acts()
    reason = Reason("race", MessageClass.URGENT, lambda pk: True, lambda pk, who: {}, on_key=found.on_key)
    REASONS["race"] = reason
    yield found
    del REASONS["race"]


def a_call(number: int) -> Attempt:
    now = clock.now()
    message = Message.objects.create(
        reason="race", subject=f"ring:{number}", recipient=make_user(), message_class=MessageClass.URGENT, channel="voice",
        state=MessageState.SENT, not_before=now, created_at=now, message_id=f"<{number}@race>",
    )  # fmt: skip
    return Attempt.objects.create(
        message=message, channel="voice", number=1, started_at=now, reference=f"CA{number}", outcome="sent"
    )


def press_both(call: Attempt, pool: ThreadPoolExecutor) -> list[str]:
    barrier, now = threading.Barrier(2), clock.now()

    def press(key: str) -> str:
        connection.ensure_connection()
        barrier.wait(20)
        return note_key("voice", call.reference, key, now=now)

    return list(pool.map(press, ["1", "2"]))


def test_of_two_keys_at_once_the_first_acts_and_the_second_hears_it(acts: Acts, pool: ThreadPoolExecutor) -> None:
    for number in range(ROUNDS):
        call, before = a_call(number), len(acts.done)
        said = press_both(call, pool)
        call.refresh_from_db()
        assert acts.done[before:] == [call.answer]
        assert sorted(words.split(":")[0] for words in said) == sorted(
            ["Ihre erste Antwort gilt", f"acted on {call.answer}"]
        )


def test_without_the_lock_of_the_call_both_act(
    acts: Acts, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    monkeypatch.setattr(key_presses, "_first_answer", lambda attempt: Attempt.objects.get(pk=attempt.pk).answer)
    for number in range(ROUNDS):
        press_both(a_call(number), pool)
    assert len(acts.done) > ROUNDS
