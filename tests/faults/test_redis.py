"""F7, F8, F9: Redis is gone, deaf or full, while a web server, an engine, a worker and beat work. Nobody waits for it, nothing is
lost, and it is used again when it is back. The numbers are for the drill; in ordinary runs `test_worker_kills` empties it.
"""

import contextlib
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis as client
from celery import Celery

from piano.kit import clock
from piano.local import redis
from piano.local.ports import free_port
from piano.messaging.models import Heartbeat, Message
from piano.messaging.watch.heartbeats import PROCESS, WORKERS
from requests.models import HelpRequest
from tests.conftest import Cast, make_cast
from tests.faults.conftest import lasting, late, owe_so_many, percentile, seen
from tests.faults.driver import Driver, a_call
from tests.messaging.conftest import Sink
from tests.processes import Processes, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault, pytest.mark.full]
CALL = "/leitstand/anruf/"
POSTS = 30
PROMISED_MINUTES = {"away": 10, "deaf": 5, "full": 5}
FULL_BYTES = "2mb"


class Store:
    """A Redis that may be taken away, made deaf and filled."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        folder.mkdir()
        redis.prepare(folder)
        self.url = redis.url(folder, self.port)
        self.start()

    def start(self) -> None:
        self.server = redis.start(self.folder, self.port, durable=False)
        wait_for(lambda: redis.answers(self.folder, self.port))

    def stop(self) -> None:
        self.server.send_signal(signal.SIGCONT)
        self.server.kill()
        self.server.wait()

    @contextlib.contextmanager
    def away(self) -> Iterator[None]:
        """Comes back empty."""
        self.stop()
        yield
        self.start()

    @contextlib.contextmanager
    def deaf(self) -> Iterator[None]:
        """Takes calls and never answers."""
        self.server.send_signal(signal.SIGSTOP)
        yield
        self.server.send_signal(signal.SIGCONT)

    @contextlib.contextmanager
    def full(self) -> Iterator[None]:
        line = client.Redis.from_url(self.url)
        line.config_set("maxmemory", FULL_BYTES)
        with contextlib.suppress(client.exceptions.ResponseError):
            for number in range(10**6):
                line.set(f"rubbish{number}", "x" * 1000)
        yield
        line.config_set("maxmemory", "256mb")
        line.flushall()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    ours = Store(tmp_path / "store")
    yield ours
    ours.stop()


@pytest.fixture
def cast(transactional_db: Any, _morning: None) -> Cast:
    return make_cast(volunteers=1)


@pytest.fixture
def driver(cast: Cast, store: Store, processes: Processes, serve: Callable[..., int], tmp_path: Path) -> Driver:
    """Everything runs, and somebody sits at the desk."""
    processes.environment |= {"REDIS_URL": store.url, "CACHE_URL": store.url}
    port = serve()
    processes.engine()
    processes.worker()
    processes.beat(tmp_path)
    wait_for(lambda: worker_lives_since(0), seconds=90)
    ours = Driver.of(cast.helper, port)
    ours.open(CALL)
    return ours


def worker_lives_since(moment: float) -> bool:
    """By our own watch: the database's clock is elsewhere in tests."""
    passed = time.time() - moment
    rows = Heartbeat.objects.filter(name__in=[PROCESS + name for name in WORKERS.values()])
    return any((clock.now() - row.beat_at).total_seconds() < passed for row in rows)


def type_calls(driver: Driver, word: str, over_seconds: float = 0) -> list[float]:
    """The seconds of each; every one is confirmed and kept."""
    spent, began = [], time.monotonic()
    for number in range(POSTS):
        time.sleep(max(0.0, began + over_seconds * number / POSTS - time.monotonic()))
        started = time.monotonic()
        answer = driver.post(CALL, **a_call(f"{word} {number}"))
        spent.append(time.monotonic() - started)
        assert answer is not None
        assert answer[0] == 302, answer
    kept = {one.wish for one in HelpRequest.objects.all()}
    assert {f"{word} {number}" for number in range(POSTS)} <= kept
    return spent


@pytest.mark.parametrize("how", ["away", "deaf", "full"])
def test_without_redis_pages_answer_messages_go_and_workers_come_back(
    store: Store, driver: Driver, sink: Sink, how: str
) -> None:
    usual, seconds = type_calls(driver, "vorher"), lasting(PROMISED_MINUTES[how])
    with getattr(store, how)():
        owe_so_many(50)
        ours = list(Message.objects.filter(reason="thanks").values_list("pk", flat=True))
        meanwhile = type_calls(driver, "inzwischen", over_seconds=seconds)
        wait_for(lambda: not Message.objects.filter(pk__in=ours).exclude(state="sent").exists(), seconds=60)
    back = time.time()
    wait_for(lambda: worker_lives_since(back), seconds=60, message="no worker came back")
    resumed = time.time() - back
    lateness = percentile(late(Message.objects.filter(pk__in=ours)), 99)
    before, during = percentile(usual, 95), percentile(meanwhile, 95)
    seen(
        f"Redis {how} for {seconds} s: a call in {before * 1000:.0f} ms, meanwhile in {during * 1000:.0f} ms (p95), "
        f"messages at most {lateness:.0f} s late, workers again after {resumed:.0f} s"
    )
    assert max(meanwhile) < max(usual) + 3, "somebody waited for Redis"
    assert lateness <= 30
    assert resumed <= 30
    assert max(sink.copies.values()) == 1


def test_who_publishes_in_a_view_hangs_on_a_deaf_redis(store: Store) -> None:
    """The negative control: Celery as it comes."""
    app, done = Celery(broker=store.url), threading.Event()

    def publish() -> None:
        with contextlib.suppress(Exception):
            app.send_task("send_one", retry=False)
        done.set()

    with store.deaf():
        threading.Thread(target=publish, daemon=True).start()
        assert not done.wait(10)


SHORT = {"PIANO_SILENT_SECONDS": "15", "PIANO_LATE_SECONDS": "60", "PIANO_WATCH_EVERY_SECONDS": "2"}


def test_a_full_redis_is_said_in_one_mail(
    store: Store, processes: Processes, sink: Sink, cast: Cast, tmp_path: Path
) -> None:
    processes.environment |= SHORT | {"REDIS_URL": store.url, "CACHE_URL": store.url}
    watchdog: subprocess.Popen[bytes] | None = None
    processes.engine()
    processes.worker()
    processes.beat(tmp_path)
    wait_for(lambda: worker_lives_since(0), seconds=90)
    with store.full():
        watchdog = processes.start("manage.py", "watchdog")
        wait_for(lambda: alarms(sink), seconds=120, message="no alarm")
        time.sleep(30)
    assert (len(alarms(sink)), watchdog.poll()) == (1, None)
    seen("Redis full: one alarm")


def alarms(sink: Sink) -> list[str]:
    return [name for name in sink.accepted if ".alarm@" in name or "alarm" in name]
