"""F2, F4: an engine or a worker's child is killed, or everything is restarted one after the other under load. Sending goes on."""

import datetime as dt
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable

import psutil
import pytest

from piano.kit import clock
from piano.messaging.models import Message
from tests import clock as machine
from tests.conftest import make_cast
from tests.faults.conftest import judge, kill_senders, left, seen
from tests.faults.driver import Driver, a_call
from tests.faults.test_worker_kills import STORM_DELAY, ticking
from tests.messaging.conftest import Sink
from tests.processes import Processes, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]
Owe = Callable[[int], None]
CALL = "/leitstand/anruf/"


def wait_for_one_more(seconds: float = 60) -> float:
    """How long it took."""
    before, started = left(), time.monotonic()
    wait_for(lambda: left() < before, seconds=seconds)
    return time.monotonic() - started


def finish(sink: Sink) -> tuple[int, int]:
    """Sends what is left, none of it lost. How many copies there are, and how many marked messages."""
    assert left() > 0, "the storm was over before the last kill"
    sink.delay = 0
    machine.travel_to(clock.now() + dt.timedelta(seconds=61))  # the leases of the killed are over
    wait_for(lambda: left() == 0, seconds=90 + left() / 5)
    copies = sum(copies - 1 for copies in judge(sink).values())
    return copies, sum(Message.objects.values_list("unclear_count", flat=True))


@pytest.mark.full
def test_fifty_killed_engines_lose_nothing(processes: Processes, owe_many: Owe, sink: Sink) -> None:
    owe_many(3000)
    sink.delay, kills = STORM_DELAY, 50
    kill_senders(processes, processes.engine, sink, kills=kills, dice=random.Random())
    resumed = wait_for_one_more(15)
    copies, marked = finish(sink)
    assert left() == 0
    assert max(copies, marked) <= kills, "at most one for each kill"
    seen(f"engine: {kills} kills: 0 lost, {copies} doubled, {marked} marked, again after {resumed:.1f} s")


@pytest.mark.full
def test_fifty_killed_children_of_a_worker_lose_nothing(
    processes: Processes, broker: str, owe_many: Owe, sink: Sink
) -> None:
    owe_many(3000)
    sink.delay, dice, kills, pauses = STORM_DELAY, random.Random(), 50, []
    processes.environment["REDIS_URL"] = broker
    with ticking(broker):
        worker = psutil.Process(processes.worker().pid)
        for _ in range(kills):
            pauses.append(wait_for_one_more())
            time.sleep(dice.uniform(0, 0.2))
            for child in worker.children():
                child.kill()
        pauses.append(wait_for_one_more(15))
        copies, marked = finish(sink)
    assert left() == 0
    assert max(copies, marked) <= kills, "at most one for each kill"
    assert max(pauses[1:]) <= 15
    seen(f"children: {kills} kills: 0 lost, {copies} doubled, {marked} marked, again after {max(pauses[1:]):.1f} s")


def stop(process: subprocess.Popen[bytes]) -> float:
    """As a deployment does. Returns the seconds until it was gone."""
    started = time.monotonic()
    process.send_signal(signal.SIGTERM)
    process.wait(60)
    return time.monotonic() - started


def test_an_engine_that_is_stopped_while_it_sends_doubles_nothing(
    processes: Processes, owe_many: Owe, sink: Sink
) -> None:
    owe_many(600)
    sink.delay = 0.02
    engine = processes.engine()
    wait_for_one_more()
    assert stop(engine) < 30
    assert engine.returncode == 0
    assert not Message.objects.filter(state="handover").exists()
    assert left() > 0
    assert judge_so_far(sink) == 1


def judge_so_far(sink: Sink) -> int:
    """The most copies of any message; what is sent has arrived."""
    sent = set(Message.objects.filter(state="sent").values_list("message_id", flat=True))
    assert sent == set(sink.copies)
    return max(sink.copies.values())


@pytest.mark.full
def test_twenty_restarts_of_everything_are_noticed_by_nobody(
    processes: Processes, broker: str, serve: Callable[..., int], owe_many: Owe, sink: Sink
) -> None:
    owe_many(5000)
    helper, restarts, stops = make_cast(volunteers=1).helper, 20, []
    processes.environment["REDIS_URL"] = broker
    port = serve()
    web, worker, engine = processes.running[-1], processes.worker(), processes.engine()
    driver, over, answers = Driver.of(helper, port), threading.Event(), []
    driver.open(CALL)

    def type_calls() -> None:
        while not over.wait(0.2):
            answers.append(driver.post(CALL, **a_call("Brot")))

    desk = threading.Thread(target=type_calls, daemon=True)
    desk.start()
    with ticking(broker):
        for _ in range(restarts):
            next_worker, next_engine = processes.worker(), processes.engine()
            web.send_signal(signal.SIGHUP)
            before = len(answers)
            wait_for(lambda before=before: len(answers) > before + 3)
            stops += [stop(worker), stop(engine)]
            worker, engine = next_worker, next_engine
        still = left()
        wait_for(lambda: left() == 0, seconds=120 + left() / 5)
    over.set()
    desk.join()
    thanks = Message.objects.filter(reason="thanks")
    seen(
        f"{restarts} restarts of web, worker and engine: {len(answers)} forms, {thanks.count()} messages ({still} left at the "
        f"end), 0 doubled, gone after at most {max(stops):.0f} s"
    )
    assert {answer and answer[0] for answer in answers} == {302}
    assert max(sink.copies.values()) == 1
    assert max(stops) <= 30
