"""F23: rows on which the process raises, crashes, runs out of memory or turns in a circle. They end with a person; no other waits long."""

import datetime as dt
import time
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from piano.kit import clock
from piano.messaging.claiming import GIVES_UP_AFTER, LEASE
from piano.messaging.models import Call, Message, MessageState
from tests.faults.conftest import late, percentile, seen
from tests.faults.poisoned import POISONS
from tests.messaging.conftest import Sink
from tests.processes import Processes, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault, pytest.mark.full]
OF_EACH, ALL, ENGINES = 10, 2000, 4
SHORT_LEASE = dt.timedelta(seconds=15)


def poisoned() -> list[Message]:
    return list(Message.objects.filter(reason__in=[poison.__name__ for poison in POISONS]))


def let_pauses_pass() -> None:
    """Nobody waits in a drill: what is put off is due now, and a lease lasts a quarter of a minute. Of the poisoned rows alone."""
    now, rows = clock.now(), Message.objects.filter(pk__in=[message.pk for message in poisoned()])
    rows.filter(state="due", not_before__gt=now).update(not_before=now)
    rows.filter(state__in=["claimed", "handover"], lease_until__lt=now + LEASE - SHORT_LEASE).update(lease_until=now)


def listening() -> int:
    """How many engines are up: each listens on a line of its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%%'"
        )
        return int(cursor.fetchone()[0])


def is_over() -> bool:
    return all(message.state == MessageState.ON_LIST for message in poisoned())


def poison() -> None:
    """Ten in a row of each kind, among so many others."""
    rows = list(Message.objects.order_by("pk").values_list("pk", flat=True))
    for kind, one in enumerate(POISONS):
        first = kind * 50
        Message.objects.filter(pk__in=rows[first : first + OF_EACH]).update(reason=one.__name__)


def test_rows_on_which_everything_fails_end_with_a_person(
    processes: Processes, owe_many: Callable[[int], None], sink: Sink
) -> None:
    for _ in range(ENGINES):
        processes.start("-m", "tests.faults.poisoned")
    wait_for(lambda: listening() == ENGINES, seconds=120, message="the engines do not start")
    with transaction.atomic():
        owe_many(ALL)
        poison()
    started, sound = time.monotonic(), Message.objects.filter(reason="thanks")
    wait_for(lambda: not sound.exclude(state="sent").exists(), seconds=600, message="the others wait")
    lateness = late(sound)
    while not is_over() and time.monotonic() - started < 1500:
        time.sleep(1)
        let_pauses_pass()
    tries = max(message.attempt for message in poisoned())
    seen(
        f"{OF_EACH} rows each that raise, crash, hoard and turn in a circle: all on the phone list after at most {tries} tries and "
        f"{time.monotonic() - started:.0f} s; {len(lateness)} sound ones {percentile(lateness, 99):.0f} s late (p99), at most "
        f"{max(lateness):.0f} s: neighbours of a crash wait for their lease"
    )
    assert is_over()
    assert tries <= GIVES_UP_AFTER
    assert Call.objects.filter(message__in=poisoned()).count() == len(POISONS) * OF_EACH
    assert percentile(lateness, 99) <= 60
    assert max(sink.copies.values()) == 1
