"""F23: rows on which the process raises, crashes, runs out of memory or turns in a circle. They end with a person; no other waits long."""

import datetime as dt
import time
from collections.abc import Callable

import pytest

from piano.kit import clock
from piano.messaging.claiming import GIVES_UP_AFTER
from piano.messaging.models import Call, Message, MessageState
from tests import clock as machine
from tests.faults.conftest import late, percentile, seen
from tests.faults.poisoned import POISONS
from tests.messaging.conftest import Sink
from tests.processes import Processes, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault, pytest.mark.full]
OF_EACH, SOUND = 10, 200


def poisoned() -> list[Message]:
    return list(Message.objects.filter(reason__in=[poison.__name__ for poison in POISONS]))


def is_over() -> bool:
    return all(message.state == MessageState.ON_LIST for message in poisoned())


def test_rows_on_which_everything_fails_end_with_a_person(
    processes: Processes, owe_many: Callable[[int], None], sink: Sink
) -> None:
    owe_many(SOUND)
    rows = list(Message.objects.order_by("pk"))
    for kind, poison in enumerate(POISONS):
        ids = [row.pk for row in rows[kind * 50 : kind * 50 + OF_EACH]]
        Message.objects.filter(pk__in=ids).update(reason=poison.__name__)
    processes.start("-m", "tests.faults.poisoned")
    sound, started = Message.objects.filter(reason="thanks"), time.monotonic()
    wait_for(lambda: not sound.exclude(state="sent").exists(), seconds=600, message="the others wait")
    waited = time.monotonic() - started
    lateness = percentile(late(sound), 99)
    while not is_over() and time.monotonic() - started < 1500:
        time.sleep(5)
        machine.travel_to(clock.now() + dt.timedelta(minutes=10))  # the pauses between two tries, and the leases
    tries = max(message.attempt for message in poisoned())
    seen(
        f"{OF_EACH} rows each that raise, crash, hoard and turn in a circle: all on the phone list after at most {tries} tries; "
        f"{sound.count()} sound ones sent within {waited:.0f} s, {lateness:.0f} s late (p99)"
    )
    assert is_over()
    assert tries <= GIVES_UP_AFTER
    assert Call.objects.filter(message__in=poisoned()).count() == len(POISONS) * OF_EACH
    assert lateness <= 60
    assert max(sink.copies.values()) == 1
