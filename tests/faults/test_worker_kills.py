"""F1, I8: whole Celery workers are killed at random instants, and Redis is emptied; the tables end as if nothing had been."""

import datetime as dt
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import redis
from celery import Celery

from piano.kit import clock
from piano.messaging.models import Message
from piano.messaging.sending import send_due
from tests import clock as machine
from tests.faults.conftest import judge, kill_senders, left, seen
from tests.messaging.conftest import Sink
from tests.processes import Processes, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]
QUEUES = {"piano.send_messages": "normal", "piano.send_urgent_messages": "urgent"}
STORM_DELAY = 0.05  # of the mail server's answer, so that the storm does not end before the kills do
Owe = Callable[[int], None]


@contextmanager
def ticking(broker: str) -> Iterator[None]:
    """Sends the sweeps' ticks as beat does, only faster."""
    app, stop = Celery(broker=broker), threading.Event()

    def tick() -> None:
        while not stop.wait(0.3):
            for name, queue in QUEUES.items():
                app.send_task(name, queue=queue, expires=30)

    thread = threading.Thread(target=tick)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        app.close()


def drive(processes: Processes, broker: str, sink: Sink, *, kills: int) -> tuple[int, int]:
    """Nothing is lost, and each copy is marked. Returns how many copies there are, and how many messages are marked."""
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # noqa: T201  shown when it fails
    sink.delay = STORM_DELAY
    processes.environment["REDIS_URL"] = broker
    started = time.monotonic()
    with ticking(broker):
        kill_senders(processes, processes.worker, sink, kills=kills, dice=random.Random(seed))
        assert left() > 0, "the storm was over before the last kill"
        sink.delay = 0
        machine.travel_to(clock.now() + dt.timedelta(seconds=61))  # the leases of the killed are over
        wait_for(lambda: left() == 0, seconds=60 + left())
    doubled = judge(sink)
    copies, marked = sum(copies - 1 for copies in doubled.values()), Message.objects.filter(unclear_count__gt=0).count()
    seen(f"{kills} kills in {time.monotonic() - started:.0f} s: 0 lost, {copies} doubled, {marked} marked")
    return copies, marked


def test_killed_workers_lose_no_message_and_mark_what_they_double(
    processes: Processes, broker: str, owe_many: Owe, sink: Sink
) -> None:
    owe_many(200)
    assert max(drive(processes, broker, sink, kills=2)) <= 2


@pytest.mark.full
def test_a_hundred_killed_workers_lose_no_message(processes: Processes, broker: str, owe_many: Owe, sink: Sink) -> None:
    owe_many(4000)
    assert max(drive(processes, broker, sink, kills=100)) <= 100


@pytest.mark.parametrize(("strategy", "fault"), [("mark_first", "before_data"), ("in_one_transaction", "after_250")])
def test_without_the_lease_a_kill_loses_or_doubles_unmarked(
    processes: Processes, owe_many: Owe, sink: Sink, strategy: str, fault: str
) -> None:
    """The negative control: what one writes without thinking, ended in the middle; the judge sees it."""
    owe_many(3)
    assert processes.run("-m", "tests.faults.naive_sender", strategy, PIANO_FAULT=fault) == 137
    while send_due(classes=["a", "b", "c"]):
        pass
    with pytest.raises(AssertionError):
        judge(sink)


def test_emptying_redis_loses_nothing(processes: Processes, broker: str, owe_many: Owe, sink: Sink) -> None:
    owe_many(120)
    sink.delay = 0.02
    processes.environment["REDIS_URL"] = broker
    store = redis.Redis.from_url(broker)
    with ticking(broker):
        processes.worker()
        for _ in range(5):
            before = left()
            wait_for(lambda before=before: left() < before or not left())
            store.flushall()
        wait_for(lambda: left() == 0, seconds=30)
    assert judge(sink) == {}


def test_without_any_broker_the_engine_sends(processes: Processes, owe_many: Owe, sink: Sink) -> None:
    owe_many(20)
    processes.environment["REDIS_URL"] = "redis://127.0.0.1:9/0"
    assert processes.run("manage.py", "engine", "--once") == 0
    assert left() == 0
    assert judge(sink) == {}


def test_what_lives_in_redis_alone_is_lost_with_it(broker: str) -> None:
    """The negative control: messages as tasks. Nobody is told that they are gone."""
    app = Celery(broker=broker)
    for number in range(20):
        app.send_task("send_one", args=[number], queue="naive")
    store = redis.Redis.from_url(broker)
    assert store.llen("naive") == 20
    store.flushall()
    assert store.llen("naive") == 0
    app.close()
