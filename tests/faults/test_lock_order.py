"""An answer locks one row after the other in the order of everybody: whatever it waits for, it holds only what comes before."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from piano.kit import clock
from requests.arranged.visits import accept_offer
from requests.errors import OfferTaken
from requests.models import Offer, Visit
from requests.states import VisitState
from requests.sweeps import drive_visits
from tests.conftest import make_cast
from tests.factories import make_visit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]
ORDER = ("quarters_user", "requests_helprequest", "requests_visit", "requests_offer")


@pytest.fixture
def offer() -> Offer:
    cast = make_cast()
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    return visit.offers.select_related("person", "visit").order_by("pk")[0]


@pytest.fixture
def beside(offer: Offer) -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool
        pool.submit(connections.close_all).result()


def keys_of(offer: Offer) -> dict[str, int]:
    return dict(zip(ORDER, (offer.person_id, offer.visit.help_request_id, offer.visit_id, offer.pk), strict=True))


def is_free(table: str, key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table} WHERE id = %s FOR NO KEY UPDATE SKIP LOCKED", [key])
        return cursor.fetchone() is not None


def wait_until_somebody_waits() -> None:
    ends = time.monotonic() + 10
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees who waited at first
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone()[0]:
                return
            assert time.monotonic() < ends, "nobody waits for the lock"


@pytest.mark.parametrize("held", ORDER)
def test_whoever_waits_for_a_row_holds_only_those_before(offer: Offer, beside: ThreadPoolExecutor, held: str) -> None:
    keys = keys_of(offer)
    with transaction.atomic():
        assert is_free(held, keys[held])  # ours from now on
        answer = beside.submit(accept_offer, offer, by=offer.person, now=clock.now())
        wait_until_somebody_waits()
        free = [table for table in ORDER if is_free(table, keys[table])]
    assert free == list(ORDER[ORDER.index(held) :])
    assert answer.result().state == VisitState.ARRANGED


def test_what_was_written_while_it_waited_counts(offer: Offer, beside: ThreadPoolExecutor) -> None:
    keys = keys_of(offer)
    with transaction.atomic():
        assert is_free("requests_helprequest", keys["requests_helprequest"])
        answer = beside.submit(accept_offer, offer, by=offer.person, now=clock.now())
        wait_until_somebody_waits()
        Visit.objects.filter(pk=offer.visit_id).update(state=VisitState.ARRANGED)
    with pytest.raises(OfferTaken):
        answer.result()
