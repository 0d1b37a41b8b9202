"""Sweeps are known to every process, run beside each other, and are missed when they fall silent."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction

from piano import celery_app
from piano.kit import clock
from piano.kit.sweeps import SWEEPS, Sweep
from piano.messaging.models import Heartbeat, Tick
from piano.messaging.running import once_per_slot, run_all, run_sweep
from tests.messaging.conftest import after

OURS = {"send_urgent_messages", "send_messages", "give_up_messages", "clear_phone_list"}


def test_every_room_registered_its_sweeps() -> None:
    assert {"drive_visits"} | OURS <= set(SWEEPS)


def test_celery_has_one_task_and_one_tick_per_sweep() -> None:
    celery_app.finalize()
    schedule = celery_app.conf.beat_schedule
    for sweep in SWEEPS.values():
        entry = schedule[sweep.name]
        assert entry["task"] == f"piano.{sweep.name}" in celery_app.tasks
        assert (entry["schedule"], entry["options"]["queue"]) == (sweep.every, sweep.queue)
        assert entry["options"]["expires"] >= 30
        assert entry["args"] == ()


def test_celery_keeps_nothing_that_may_be_lost() -> None:
    conf = celery_app.conf
    assert conf.task_ignore_result
    assert not conf.task_acks_late
    assert conf.worker_prefetch_multiplier == 1
    assert conf.accept_content == ["json"]
    assert conf.task_time_limit < 120
    assert conf.broker_connection_max_retries is None
    assert conf.broker_transport_options["socket_connect_timeout"] == 2


@pytest.mark.django_db
def test_a_sweep_that_ran_leaves_its_heartbeat(now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SWEEPS, "quiet", Sweep("quiet", lambda: 3, "bulk", 5))
    assert run_sweep("quiet") == 3
    after(seconds=5)
    run_sweep("quiet")
    assert Heartbeat.objects.get(name="quiet").beat_at == clock.now() == now + dt.timedelta(seconds=5)


@pytest.mark.django_db(transaction=True)
def test_a_broken_sweep_stops_no_other_and_has_no_heartbeat(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> int:
        raise KeyError("Frau Geheim")

    monkeypatch.setitem(SWEEPS, "broken", Sweep("broken", broken, "urgent", 5))
    monkeypatch.setitem(SWEEPS, "last", Sweep("last", lambda: 1, "bulk", 60))
    assert run_all() == 1
    beaten = set(Heartbeat.objects.values_list("name", flat=True))
    assert OURS | {"last"} <= beaten
    assert "broken" not in beaten
    assert "sweep broken failed: KeyError at test_running.py" in caplog.text
    assert "Geheim" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_of_two_schedulers_one_carries_a_slot_out() -> None:
    barrier, answers = threading.Barrier(4), []

    def ask() -> None:
        connection.ensure_connection()
        barrier.wait(20)
        answers.append(once_per_slot("digest", every=dt.timedelta(hours=1)))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(answers) == [False, False, False, True]
    assert Tick.objects.count() == 1


@pytest.mark.django_db
def test_the_next_slot_is_carried_out_again(now: dt.datetime) -> None:
    assert [once_per_slot("digest", every=dt.timedelta(hours=1)) for _ in range(2)] == [True, False]
    after(hours=1)
    assert once_per_slot("digest", every=dt.timedelta(hours=1))


@pytest.mark.django_db(transaction=True)
def test_the_slot_of_a_job_that_failed_is_free_again() -> None:
    @transaction.atomic
    def job() -> None:
        assert once_per_slot("digest", every=dt.timedelta(hours=1))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        job()
    assert once_per_slot("digest", every=dt.timedelta(hours=1))
