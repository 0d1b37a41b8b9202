"""F3 and F19: the process ends at every numbered line of the hand-over; many claimers at once. Nothing is lost or doubled."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection, connections, transaction

from piano.kit import clock
from piano.messaging.claiming import CLAIM, FRESH, LEFT_BEHIND, claim_due
from piano.messaging.models import Message, MessageState
from piano.messaging.running import run_all
from tests import clock as machine
from tests.conftest import make_cast
from tests.factories import make_request
from tests.faults.conftest import insert_messages
from tests.messaging.conftest import Sink
from tests.processes import Processes, environment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]
BEFORE_250 = ("before_claim_commit", "after_claim", "before_fence_commit", "after_fence", "before_data")
AFTER_250 = ("after_250", "before_mark")


def run_engine(fault: str) -> int:
    """One round of the real engine in a process of its own, against the test database and the test's SMTP server."""
    smtp = f"smtp://127.0.0.1:{settings.EMAIL_PORT}"
    return Processes(environment(SMTP_URL=smtp)).run("manage.py", "engine", "--once", PIANO_FAULT=fault)


@pytest.mark.parametrize("fault", [*BEFORE_250, *AFTER_250])
def test_a_power_cut_at_this_line_loses_nothing(fault: str, sink: Sink) -> None:
    cast = make_cast(volunteers=0)
    make_request(cast.tenant, cast.shop)
    message = Message.objects.get(recipient=cast.tenant.user)
    Message.objects.exclude(pk=message.pk).delete()
    assert run_engine(fault) == 137
    Message.objects.exclude(pk=message.pk).delete()
    machine.travel_to(clock.now() + dt.timedelta(seconds=61))
    run_all()
    message.refresh_from_db()
    assert message.state == MessageState.SENT
    copies = sink.accepted.count(message.message_id)
    assert copies == (2 if fault in AFTER_250 else 1)
    assert message.unclear_count == (1 if fault in ("after_fence", "before_data", *AFTER_250) else 0)


def claim_all(claim: Any) -> list[int]:
    found: list[int] = []
    while batch := claim():
        found += batch
    connections.close_all()
    return found


@pytest.mark.parametrize("claimers", [1, 4, 16])
def test_no_row_is_claimed_twice(claimers: int) -> None:
    insert_messages(2000)
    with ThreadPoolExecutor(claimers) as pool:
        results = list(
            pool.map(claim_all, [lambda: [one.message_id for one in claim_due(classes=["b"], batch=50)]] * claimers)
        )
    taken = [row for result in results for row in result]
    assert len(taken) == len(set(taken)) == 2000


def test_an_urgent_one_is_in_the_very_next_batch_whatever_waits() -> None:
    """I14, without a clock: behind a thousand that came before it."""
    insert_messages(1000)
    claim_due(classes=["a", "b", "c"], batch=20)
    late = Message.objects.filter(state="due").latest("pk")
    Message.objects.filter(pk=late.pk).update(message_class="a", priority=1)
    assert claim_due(classes=["a", "b", "c"], batch=20)[0].message_id == late.pk


def naive_claim() -> list[int]:
    """Looks, then writes: what the real claim must not be. Two that block each other begin again."""
    try:
        return look_then_write()
    except OperationalError:
        return naive_claim()


def look_then_write() -> list[int]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM messaging_message WHERE state = 'due' ORDER BY id LIMIT 50")
        ids = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT pg_sleep(0.005)")
        cursor.execute("UPDATE messaging_message SET state = 'claimed' WHERE id = ANY(%s)", [ids])
    return ids


def test_without_its_protection_rows_are_claimed_twice() -> None:
    """The negative control."""
    insert_messages(1000)
    with ThreadPoolExecutor(8) as pool:
        taken = [row for result in pool.map(claim_all, [naive_claim] * 8) for row in result]
    assert len(taken) - len(set(taken)) > 100


def plan_of(which: str) -> str:
    """How PostgreSQL would look for rows to claim, in words."""
    looked = CLAIM.format(which=which).partition("(\n")[2].partition(" FOR UPDATE")[0]
    limits = {"most": 8, "classes": ["a", "b", "c"], "channel": "email", "batch": 20}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE messaging_message")
        cursor.execute(f"EXPLAIN {looked}", limits)
        return "\n".join(row[0] for row in cursor.fetchall())


def test_a_claim_reads_no_more_rows_than_it_takes_however_many_are_due() -> None:
    insert_messages(3000)
    assert "message_due_in_order" in plan_of(FRESH)
    assert "Sort" not in plan_of(FRESH)
    assert "message_leased" in plan_of(LEFT_BEHIND)
