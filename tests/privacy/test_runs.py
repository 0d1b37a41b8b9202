"""A run: small transactions, at night, once in ten minutes; a failure stops nobody, and no run goes on for ever."""

import datetime as dt
import uuid
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from piano.celery import app
from piano.kit import clock
from piano.kit.models import SentForm
from piano.kit.sweeps import SWEEPS
from piano.messaging.models import Tick
from piano.messaging.running import run_sweep
from piano.privacy import erasing
from piano.privacy.erasing import ERASERS, Run, erase_batch, erase_overdue
from piano.privacy.sweeps import NIGHT, erase_what_is_over
from tests import clock as machine
from tests.conftest import Cast
from tests.privacy.planting import CANARY, plant, plant_case

pytestmark = pytest.mark.django_db
AT_NIGHT = dt.time(2, 5)


def send_forms(number: int, now: dt.datetime) -> None:
    sent = now - dt.timedelta(days=31)
    SentForm.objects.bulk_create(
        SentForm(token=uuid.uuid4(), sender="", path="", digest="", sent_at=sent) for _ in range(number)
    )


def tonight(time: dt.time = AT_NIGHT) -> dt.datetime:
    return clock.at(clock.today() + dt.timedelta(days=1), time)


def break_eraser(name: str, monkeypatch: pytest.MonkeyPatch, erase: Any) -> None:
    monkeypatch.setitem(ERASERS, name, replace(ERASERS[name], erase=erase))


def test_a_transaction_takes_at_most_five_hundred_rows(now: dt.datetime) -> None:
    send_forms(501, now)
    assert [erase_batch(ERASERS["forms"], now=now) for _ in range(3)] == [500, 1, 0]


def test_a_run_takes_batch_after_batch(now: dt.datetime) -> None:
    send_forms(1001, now)
    assert erase_overdue(now=now).done == Counter(forms=1001)


def test_cases_go_in_batches_that_stay_below_it_too(cast: Cast, now: dt.datetime) -> None:
    plant_case(cast, cast.tenant, now=now)
    later = now + dt.timedelta(days=400)
    erase_batch(ERASERS["case_words"], now=later)
    with CaptureQueriesContext(connection) as queries:
        assert erase_batch(ERASERS["cases"], now=later) == 1
    assert ERASERS["cases"].at_once * 25 <= erasing.AT_ONCE
    assert len(queries) < 64


def test_a_run_without_time_takes_nothing(now: dt.datetime) -> None:
    send_forms(1, now)
    assert erase_overdue(now=now, seconds=0).done.total() == 0


def test_an_eraser_that_fails_stops_no_other(cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(rows: Any, now: dt.datetime) -> None:
        rows.delete()
        raise ValueError(CANARY)

    plant(cast, now=now)
    break_eraser("forms", monkeypatch, fail)
    run = erase_overdue(now=now + dt.timedelta(days=400))
    assert run.failed == {"forms"}
    assert SentForm.objects.exists()
    assert (run.done["cases"] + run.done["cases_without_visit"], run.done["accounts"]) == (2, 5)


def test_the_log_names_no_data(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(rows: Any, now: dt.datetime) -> None:
        raise ValueError(CANARY)

    send_forms(1, now)
    break_eraser("forms", monkeypatch, fail)
    erase_overdue(now=now)
    assert "retention forms failed: ValueError at test_runs.py" in caplog.text
    assert CANARY not in caplog.text


def test_an_eraser_that_leaves_its_rows_fails_instead_of_running_for_ever(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_forms(1, now)
    break_eraser("forms", monkeypatch, lambda rows, now: None)
    assert erase_overdue(now=now).failed == {"forms"}


def test_it_is_a_sweep_like_the_others(now: dt.datetime) -> None:
    assert "erase_what_is_over" in SWEEPS
    app.finalize()
    assert "piano.erase_what_is_over" in app.tasks


@pytest.mark.parametrize("time", [dt.time(1, 59), dt.time(5, 0), dt.time(10), dt.time(23)])
def test_by_day_nothing_is_erased(time: dt.time, now: dt.datetime) -> None:
    send_forms(1, now)
    with machine.at(tonight(time)):
        assert erase_what_is_over() == 0


def test_at_night_it_erases(now: dt.datetime) -> None:
    send_forms(3, now)
    with machine.at(tonight()):
        assert run_sweep("erase_what_is_over") == 3


def test_once_in_ten_minutes(now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[dt.datetime] = []

    def count(*, now: dt.datetime, seconds: float | None) -> Run:
        runs.append(now)
        return Run(Counter(), set())

    monkeypatch.setattr("piano.privacy.sweeps.erase_overdue", count)
    begins = tonight(NIGHT[0])
    for minutes in (0, 1, 4, 10, 11, 179):
        machine.travel_to(begins + dt.timedelta(minutes=minutes))
        for _ in range(3):
            erase_what_is_over()
    assert len(runs) == 3


@pytest.mark.parametrize("day", [dt.date(2027, 3, 28), dt.date(2027, 10, 31)])
def test_the_night_has_its_hours_when_the_clocks_change(day: dt.date, now: dt.datetime) -> None:
    moments = [clock.at(day, dt.time(0)) + dt.timedelta(minutes=10 * step) for step in range(60)]
    ours = [moment for moment in moments if NIGHT[0] <= clock.local(moment).time() < NIGHT[1]]
    assert len(ours) in (12, 24)
    with machine.at(ours[0]):
        send_forms(1, clock.now())
        assert erase_what_is_over() == 1


def test_ticks_of_last_month_go(now: dt.datetime) -> None:
    with machine.at(tonight()):
        erase_what_is_over()
    assert Tick.objects.count() == 1
    machine.travel_to(now + dt.timedelta(days=40))
    erase_overdue(now=clock.now())
    assert Tick.objects.count() == 0
