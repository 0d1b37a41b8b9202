"""F3: the process ends at each numbered point between claim and mark, as a power cut would end it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from piano.kit import clock
from piano.messaging.models import Message
from piano.messaging.sending import send_due
from tests import clock as machine
from tests.faults.conftest import Processes, doubled_and_nothing_lost
from tests.sink import Sink

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]

BEFORE_THE_MAIL = (
    "before_claim_commit",
    "after_claim",
    "before_fence_commit",
    "after_fence",
    "before_data",
)
AFTER_THE_MARK = ("after_mark",)
BETWEEN = ("after_250", "before_mark")
KILLED = 137
SENDER = ("-m", "tests.faults.sender")


def finish() -> None:
    """A minute later the leases are over, and another sweeper takes the rest."""
    machine.travel_to(clock.now() + dt.timedelta(seconds=61))
    while send_due(classes=["a", "b", "c"]):
        pass


def die_at(point: str, processes: Processes, owe_many: Any, sink: Sink) -> dict[str, int]:
    owe_many(3)
    assert processes.run(*SENDER, PIANO_FAULT=point) == KILLED
    finish()
    return doubled_and_nothing_lost(sink)


@pytest.mark.parametrize("point", [*BEFORE_THE_MAIL, *AFTER_THE_MARK])
def test_a_kill_at_this_point_loses_nothing_and_doubles_nothing(
    point: str, processes: Processes, owe_many: Callable[[int], None], sink: Sink
) -> None:
    assert die_at(point, processes, owe_many, sink) == {}


@pytest.mark.parametrize("point", BETWEEN)
def test_a_kill_between_acceptance_and_mark_doubles_one_marked_mail(
    point: str, processes: Processes, owe_many: Callable[[int], None], sink: Sink
) -> None:
    assert list(die_at(point, processes, owe_many, sink).values()) == [2]
    assert Message.objects.filter(unclear_count=1).count() == 1


@pytest.mark.full
@pytest.mark.parametrize("point", [*BEFORE_THE_MAIL, *BETWEEN, *AFTER_THE_MARK])
def test_five_kills_in_a_row_lose_nothing(
    point: str, processes: Processes, owe_many: Callable[[int], None], sink: Sink
) -> None:
    owe_many(12)
    for _ in range(5):
        assert processes.run(*SENDER, PIANO_FAULT=point) == KILLED
        machine.travel_to(clock.now() + dt.timedelta(seconds=61))
    finish()
    assert sum(copies - 1 for copies in doubled_and_nothing_lost(sink).values()) <= (5 if point in BETWEEN else 0)


def test_marking_before_sending_would_lose_a_mail(
    processes: Processes, owe_many: Callable[[int], None], sink: Sink
) -> None:
    """The negative control: the oracle sees the loss."""
    owe_many(3)
    assert processes.run(*SENDER, "mark_first", PIANO_FAULT="after_fence") == KILLED
    finish()
    assert len(sink.copies) == 2
    with pytest.raises(AssertionError):
        doubled_and_nothing_lost(sink)


def test_sending_inside_the_marking_transaction_would_double_all(
    processes: Processes, owe_many: Callable[[int], None], sink: Sink
) -> None:
    """The negative control: three copies too many, none of them marked."""
    owe_many(3)
    assert processes.run(*SENDER, "in_one_transaction", PIANO_FAULT="before_mark") == KILLED
    finish()
    assert list(sink.copies.values()) == [2, 2, 2]
    with pytest.raises(AssertionError):
        doubled_and_nothing_lost(sink)
