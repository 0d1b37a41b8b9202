"""Series under force, at one barrier: sweepers roll out, three say yes, one hands a date back while another calls it off."""

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction

from piano.kit import clock
from piano.kit.errors import DomainError
from requests.arranged.visits import give_up_assignment
from requests.invariants import broken
from requests.models import Assignment, Regular, Series, Visit
from requests.series.regulars import accept_series
from requests.series.rolling import roll_out
from requests.series.skipping import skip_date
from requests.series.tending import take_series
from requests.states import STANDING_ASSIGNMENT_STATES, RegularState, VisitState
from tests.conftest import Cast, make_cast
from tests.requests.series.standing import make_plan, make_regular, make_series, sweep

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]
THREADS = 4


@pytest.fixture
def crew() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(THREADS) as pool:
        yield pool
        barrier = threading.Barrier(THREADS)

        def close(_: int) -> None:
            barrier.wait(20)
            connections.close_all()

        list(pool.map(close, range(THREADS)))


def at_once(pool: ThreadPoolExecutor, acts: list[Callable[[], Any]]) -> list[Any]:
    """Each act in a connection of its own, all at the same moment; what it returned, or the name of what it raised."""
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        connection.ensure_connection()
        barrier.wait(20)
        try:
            return act()
        except (DomainError, IntegrityError) as error:
            return type(error).__name__

    return list(pool.map(run, acts))


def days(series: Series) -> list[dt.date]:
    return list(Visit.objects.filter(series=series).order_by("series_day").values_list("series_day", flat=True))


def test_sweepers_that_roll_out_at_once_make_each_date_once(crew: ThreadPoolExecutor) -> None:
    cast = make_cast()
    for _ in range(5):
        series = make_series(cast)
        now = clock.now()
        took = at_once(crew, [lambda pk=series.pk, at=now: take_series(pk, now=at)] * THREADS)
        assert took.count(True) == 1, took
        assert len(days(series)) == len(set(days(series))) > 3
        assert series.regulars.count() == len(set(series.regulars.values_list("person", flat=True))) == 3


def test_without_the_lock_they_would_collide(crew: ThreadPoolExecutor) -> None:
    """The negative control: the constraint would have to refuse what the lock prevents."""
    cast, refused = make_cast(), Counter[str]()
    for _ in range(5):
        series, now = make_series(cast), clock.now()
        met = threading.Barrier(THREADS)

        def unlocked(pk: int = series.pk, at: dt.datetime = now, met: threading.Barrier = met) -> str:
            with transaction.atomic():
                fresh = Series.objects.select_related("help_request__category", "help_request__resident").get(pk=pk)
                Visit.objects.filter(series=fresh).count()
                met.wait(20)
                roll_out(fresh, now=at)
            return "made"

        refused.update(at_once(crew, [unlocked] * THREADS))
    assert refused["IntegrityError"] > 0


def test_of_three_who_say_yes_at_once_one_comes(crew: ThreadPoolExecutor) -> None:
    cast = make_cast()
    for hour in (8, 11, 14, 17):  # nobody shall be refused for being busy
        series = make_series(cast, make_plan(starts=dt.time(hour)))
        sweep()
        asked = list(Regular.objects.filter(series=series).select_related("person"))
        now = clock.now()
        told = at_once(crew, [lambda one=one, at=now: accept_series(one, by=one.person, now=at).state for one in asked])
        assert Counter(map(str, told)) == {RegularState.YES: 1, "OfferTaken": 2}
        assert Regular.objects.filter(series=series, state=RegularState.YES).count() == 1
        people = Assignment.objects.filter(visit__series=series, state__in=STANDING_ASSIGNMENT_STATES)
        assert len(set(people.values_list("person", flat=True))) == 1
    assert [one.code for one, _ in broken() if one.code != "I6"] == []


def test_a_date_handed_back_while_it_is_called_off_has_one_end(crew: ThreadPoolExecutor, cast_of: Cast) -> None:
    regular = make_regular(cast_of, make_plan())
    going = list(Assignment.objects.filter(visit__series=regular.series).select_related("visit", "person"))
    now, tenant = clock.now(), cast_of.tenant.user
    for assignment in going:
        at_once(
            crew,
            [
                lambda one=assignment: give_up_assignment(one, by=one.person, now=now).state,
                lambda one=assignment: skip_date(one.visit, by=tenant, now=now).state,
            ],
        )
        assignment.visit.refresh_from_db()
        assert assignment.visit.state == VisitState.CANCELLED
        assert not assignment.visit.assignments.filter(state__in=STANDING_ASSIGNMENT_STATES).exists()
    assert [one.code for one, _ in broken() if one.code != "I6"] == []


@pytest.fixture
def cast_of() -> Cast:
    return make_cast()
