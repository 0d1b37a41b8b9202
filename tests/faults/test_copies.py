"""F5, F18: no beat, two beats and three engines, every task five times and again a day later. The tables end as those of one."""

import datetime as dt
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from celery import Celery
from django.db import transaction

from piano.kit import clock
from piano.kit.sweeps import SWEEPS
from piano.messaging.models import Message, Tick
from piano.messaging.outbox import owe
from piano.messaging.running import run_sweep
from tests import clock as machine
from tests.faults.conftest import judge, lasting, late, left, owe_so_many, percentile, seen
from tests.faults.test_sweepers import final_tables
from tests.messaging.conftest import Sink
from tests.processes import Processes, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]
Owe = Callable[[int], None]
PORTIONS, PORTION = 10, 50


def owe_in_portions(seconds: int) -> None:
    """Five hundred, over so long."""
    owe_so_many(PORTION)
    first = Message.objects.select_related("recipient").first()
    assert first is not None
    for portion in range(1, PORTIONS):
        time.sleep(seconds / PORTIONS)
        now = clock.now()
        with transaction.atomic():
            for number in range(PORTION):
                owe(
                    reason="thanks",
                    subject=first.subject,
                    recipient=first.recipient,
                    slot=f"{portion} {number}",
                    now=now,
                )


def ticks_are_single() -> int:
    """How many slots were carried out; each once."""
    slots = Counter(Tick.objects.values_list("job", "slot"))
    assert set(slots.values()) <= {1}
    return len(slots)


@pytest.mark.full
@pytest.mark.parametrize("beats", [0, 2])
def test_with_no_beat_and_with_two_everything_is_sent_once_and_in_time(
    processes: Processes, broker: str, sink: Sink, tmp_path: Path, now: dt.datetime, beats: int
) -> None:
    processes.environment["REDIS_URL"] = broker
    for number in range(beats):
        (tmp_path / str(number)).mkdir()
        processes.beat(tmp_path / str(number))
    processes.worker()
    for _ in range(3 if beats else 1):
        processes.engine()
    seconds = lasting(15 if beats else 10)
    owe_in_portions(seconds)
    wait_for(lambda: left() == 0, seconds=60)
    lateness = percentile(late(Message.objects.all()), 99)
    assert judge(sink) == {}
    assert lateness <= 30
    seen(
        f"{beats} beats for {seconds} s: {PORTIONS * PORTION} messages, 0 doubled, {lateness:.0f} s late (p99), "
        f"{ticks_are_single()} slots, each once"
    )


@pytest.mark.parametrize("copies", [1, 5])
def test_a_sweep_that_comes_five_times_and_again_a_day_later_is_one(owe_many: Owe, sink: Sink, copies: int) -> None:
    """The tasks' own functions, in any order."""
    owe_many(6)
    names = [name for name in SWEEPS if name.startswith("send_")] * copies
    random.shuffle(names)
    for name in names:
        run_sweep(name)
    tables = final_tables()
    assert judge(sink) == {}
    machine.travel_to(clock.now() + dt.timedelta(days=1))
    for name in names:
        run_sweep(name)
    assert final_tables() == tables


@pytest.mark.full
def test_a_thousand_messages_by_tasks_that_come_five_times(
    processes: Processes, broker: str, owe_many: Owe, sink: Sink
) -> None:
    owe_many(1000)
    processes.environment["REDIS_URL"] = broker
    app = Celery(broker=broker)
    for _ in range(2):
        processes.worker()

    def publish() -> None:
        ticks = [(f"piano.{name}", sweep.queue) for name, sweep in SWEEPS.items()] * 5
        random.shuffle(ticks)
        for name, queue in ticks:
            app.send_task(name, queue=queue)

    while left():
        publish()
        before = left()
        wait_for(lambda before=before: left() < before or not left(), seconds=60)
    tables = final_tables()
    assert judge(sink) == {}
    machine.travel_to(clock.now() + dt.timedelta(days=1))
    publish()
    time.sleep(20)
    assert (final_tables(), judge(sink)) == (tables, {})
    app.close()
    seen(f"every task five times, shuffled, and again a day later: {len(tables)} messages, 0 doubled, the same tables")
