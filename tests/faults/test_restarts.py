"""F10: PostgreSQL itself is stopped in the middle of writes, fast and as in a power cut, and its processes are killed. What was
confirmed is there, the page says so in plain words meanwhile, and nothing else has to be restarted.
"""

import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client

from piano.messaging.models import Message
from requests.invariants import broken
from requests.models import HelpRequest
from tests import clock as machine
from tests.conftest import make_cast, next_working_morning
from tests.faults.cluster import FAST, IMMEDIATE, Cluster, working_on
from tests.faults.conftest import owe_so_many, seen
from tests.faults.driver import Driver, a_call
from tests.messaging.conftest import Sink
from tests.processes import Processes, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]
CALL = "/leitstand/anruf/"
PHONE = "0561"


@pytest.fixture
def cluster(processes: Processes, tmp_path: Path, transactional_db: None) -> Iterator[Cluster]:
    ours = Cluster(tmp_path / "cluster")
    ours.start()
    with working_on(ours, processes.environment):
        machine.travel_to(next_working_morning())
        yield ours
    ours.stop()


@dataclass
class Desk:
    """Somebody who types call after call, whatever is answered. `refused` are the moments and pages of those that failed."""

    driver: Driver
    confirmed: list[str] = field(default_factory=list)
    refused: list[tuple[float, int]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def type_calls(self, who: int) -> None:
        number = 0
        while not self.over.wait(0.1):
            number += 1
            words = f"Wunsch {who}-{number}"
            answer = self.driver.post(CALL, **a_call(words))
            if answer and answer[0] == 302:
                self.confirmed.append(words)
            else:
                self.refused.append((time.monotonic(), answer[0] if answer else 0))

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Four of them type until the end, however it comes."""
        people = [threading.Thread(target=self.type_calls, args=[who]) for who in range(4)]
        for person in people:
            person.start()
        try:
            yield
        finally:
            self.over.set()
            for person in people:
                person.join()

    def wait_for_one_more(self) -> None:
        before = len(self.confirmed)
        wait_for(lambda: len(self.confirmed) > before, seconds=60, message="nobody is served any more")


def restart_fast(cluster: Cluster) -> None:
    cluster.restart(FAST)


def restart_at_once(cluster: Cluster) -> None:
    """As in a power cut: nothing is finished, and the server reads its log when it comes again."""
    cluster.restart(IMMEDIATE)


def kill_backend(cluster: Cluster) -> None:
    """PostgreSQL ends all the others then, and recovers by itself."""
    random.choice(wait_for(cluster.backends)).send_signal(signal.SIGKILL)


EVENTS = [restart_fast] * 10 + [restart_at_once] * 5 + [kill_backend] * 5


@pytest.mark.full
def test_twenty_falls_of_the_database_lose_nothing_that_was_confirmed(
    cluster: Cluster, processes: Processes, serve: Callable[..., int], sink: Sink
) -> None:
    helper, events, outages = make_cast(volunteers=1).helper, list(EVENTS), []
    random.shuffle(events)
    processes.engine()
    desk = Desk(Driver.of(helper, serve()))
    desk.driver.open(CALL)
    with desk.at_work():
        for fall in events:
            desk.wait_for_one_more()
            first, started = len(desk.refused), time.monotonic()
            fall(cluster)
            desk.wait_for_one_more()
            outages.append(max((at - started for at, _ in desk.refused[first:]), default=0.0))
    kept = {one.wish for one in HelpRequest.objects.all()}
    seen(
        f"10 fast, 5 immediate restarts, 5 killed backends: {len(desk.confirmed)} confirmed, {len(desk.refused)} refused, "
        f"{len(set(desk.confirmed) - kept)} lost, refusals for at most {max(outages):.1f} s"
    )
    assert set(desk.confirmed) <= kept
    assert max(outages) <= 15
    assert list(broken()) == []
    owe_so_many(20)
    thanks = Message.objects.filter(reason="thanks")
    wait_for(lambda: not thanks.exclude(state="sent").exists(), seconds=60, message="the engine is deaf")
    ours = list(thanks.values_list("message_id", flat=True))
    assert {sink.copies[name] for name in ours} == {1}  # mails about the calls went out meanwhile, too


def test_while_it_is_away_a_page_says_so_in_plain_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise OperationalError("connection refused")

    client.raise_request_exception = False
    client.cookies["sessionid"] = "x" * 32
    with monkeypatch.context() as away:
        away.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", fail)
        answer = client.get("/heim/")
    assert answer.status_code == 500
    assert PHONE in answer.content.decode()
    assert "Das liegt an uns" in answer.content.decode()
