"""A series whose look fails waits, ever longer, stops no other, and is named where it keeps failing."""

import datetime as dt
import logging

import pytest

from piano.kit import clock
from requests.invariants import broken
from requests.models import Series
from requests.series import tending
from requests.sweeps import tend_series
from tests import clock as machine
from tests.conftest import Cast
from tests.requests.series.standing import make_series

pytestmark = pytest.mark.django_db


@pytest.fixture
def failing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Series:
    series, tend = make_series(cast), tending.tend

    def fail(one: Series, *, now: dt.datetime) -> None:
        if one.pk == series.pk:
            raise ValueError("the rule makes no sense")
        tend(one, now=now)

    monkeypatch.setattr(tending, "tend", fail)
    return series


def wait_of(series: Series) -> dt.timedelta:
    series.refresh_from_db()
    assert series.due_at is not None
    return series.due_at - clock.now()


def test_it_is_tried_again_ever_more_seldom(failing: Series, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        assert [tend_series() for _ in range(3)] == [0, 0, 0]
    assert len(caplog.records) == 1, "not every five seconds"
    first = wait_of(failing)
    with machine.at(clock.now() + first):
        tend_series()
        assert wait_of(failing) > 1.5 * first
    assert failing.attempt == 2


def test_it_stops_no_other(cast: Cast, failing: Series) -> None:
    other = make_series(cast)
    assert tend_series() == 1
    assert other.visits.exists()


def test_it_waits_no_longer_than_some_hours(failing: Series) -> None:
    Series.objects.filter(pk=failing.pk).update(attempt=200, due_at=clock.now())
    tend_series()
    assert wait_of(failing) < dt.timedelta(hours=9)


def test_one_that_keeps_failing_is_named(failing: Series) -> None:
    for _ in range(3):
        Series.objects.filter(pk=failing.pk).update(due_at=clock.now())
        tend_series()
    assert ("I17", [failing.reference]) in [(invariant.code, rows) for invariant, rows in broken()]


def test_once_it_goes_well_it_begins_anew(failing: Series, monkeypatch: pytest.MonkeyPatch) -> None:
    tend_series()
    monkeypatch.undo()
    Series.objects.filter(pk=failing.pk).update(due_at=clock.now())
    assert tend_series() == 1
    failing.refresh_from_db()
    assert failing.attempt == 0
