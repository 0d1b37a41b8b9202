"""Any number of runs at once: each row is erased and counted once. Real connections."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections, transaction
from django.db.models import QuerySet

from piano.kit import clock
from piano.privacy import erasers
from piano.privacy.erasing import ERASERS, Run, erase_batch, erase_overdue
from quarters.models import Resident, User
from requests.board.tallies import all_counts
from requests.locks import lock_visit
from requests.models import HelpRequest, Visit
from tests.conftest import Cast, make_cast
from tests.factories import make_district, make_request, make_resident
from tests.privacy.planting import plant

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault, pytest.mark.full]
RUNS = 4
CASES = 90


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    barrier = threading.Barrier(RUNS)

    def close() -> None:
        barrier.wait(20)
        connections.close_all()

    with ThreadPoolExecutor(RUNS) as executor:
        yield executor
        for future in [executor.submit(close) for _ in range(RUNS)]:
            future.result()


def plant_ended(cast: Cast, number: int) -> None:
    for _ in range(number):
        make_request(cast.tenant, cast.shop)
    HelpRequest.objects.update(state="done", ended_at=clock.now())
    Visit.objects.update(state="done", ended_at=clock.now())


def together(pool: ThreadPoolExecutor, run: Callable[[], Any]) -> list[Any]:
    barrier = threading.Barrier(RUNS)

    def begin() -> Any:
        barrier.wait(20)
        return run()

    return [future.result() for future in [pool.submit(begin) for _ in range(RUNS)]]


@pytest.mark.full
def test_four_runs_erase_and_count_each_case_once(pool: ThreadPoolExecutor) -> None:
    cast = make_cast()
    plant_ended(cast, CASES)
    before, later = all_counts(), clock.now() + dt.timedelta(days=400)
    runs: list[Run] = together(pool, lambda: erase_overdue(now=later))
    assert [run.failed for run in runs] == [set()] * RUNS
    assert sum(run.done["cases"] for run in runs) == CASES
    assert all_counts() == before
    assert not HelpRequest.objects.exists()
    assert not User.objects.filter(pk=cast.tenant.user_id).exists()


def test_without_locks_cases_would_be_counted_twice(pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: all have chosen the same rows before the first one counts them."""
    plant_ended(make_cast(), 5)
    before, later = all_counts(), clock.now() + dt.timedelta(days=400)
    chosen, count = threading.Barrier(RUNS), erasers.cases.keep_counts

    def count_late(cases: QuerySet[HelpRequest]) -> None:
        chosen.wait(20)
        count(cases)

    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    monkeypatch.setattr(erasers.cases, "keep_counts", count_late)
    together(pool, lambda: _erase_unasked(later))
    assert all_counts().numbers.total() == RUNS * before.numbers.total()


def _erase_unasked(now: dt.datetime) -> None:
    eraser = ERASERS["cases"]
    with transaction.atomic():
        keys = list(eraser.rows(now).values_list("pk", flat=True))
        eraser.erase(HelpRequest.objects.filter(pk__in=keys), now)


def test_everything_at_once_leaves_what_one_run_leaves(pool: ThreadPoolExecutor) -> None:
    plant(make_cast(), now=clock.now())
    later = clock.now() + dt.timedelta(days=400)
    runs: list[Run] = together(pool, lambda: erase_overdue(now=later))
    assert [run.failed for run in runs] == [set()] * RUNS
    assert not erase_overdue(now=later).done.total()


def test_a_case_that_somebody_holds_waits_for_the_next_run(pool: ThreadPoolExecutor) -> None:
    plant_ended(make_cast(), 3)
    later = clock.now() + dt.timedelta(days=400)
    held = Visit.objects.order_by("pk")[1]
    with transaction.atomic():
        lock_visit(held.pk)
        assert pool.submit(erase_overdue, now=later).result().done["cases"] == 2
    assert list(Visit.objects.all()) == [held]
    assert erase_overdue(now=later).done["cases"] == 1


def test_what_was_referred_to_before_the_lock_is_asked_about_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A choice that is no longer right under the lock: here everybody is chosen, and only who is overdue goes."""
    cast, former = make_cast(), make_resident(make_district())
    plant_ended(cast, 1)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self.model._default_manager.all())
    assert erase_batch(ERASERS["residents"], now=clock.now() + dt.timedelta(days=400)) == 1
    assert Resident.objects.get() == cast.tenant
    assert not Resident.objects.filter(pk=former.pk).exists()
