"""Celery's side of round the clock: beat ticks every sweep, workers run it. Nothing of value travels through Redis.

Tasks have no arguments that matter, no result, no eta and no countdown: time lives in due columns (docs/architecture.md).
"""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "piano.settings")

app = Celery("piano")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_ignore_result=True,
    task_acks_late=False,
    task_serializer="json",
    accept_content=["json"],
    task_time_limit=110,
    worker_prefetch_multiplier=1,
    worker_disable_prefetch=True,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={
        "visibility_timeout": 300,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "health_check_interval": 25,
    },
    timezone="UTC",
    beat_scheduler="piano.beating:Beating",
)


@app.on_after_finalize.connect
def schedule_sweeps(sender: Celery, **kwargs: Any) -> None:
    """One task and one tick per registered sweep; a tick that nobody took in time is dropped, the next one comes."""
    import django

    django.setup()
    from piano.kit.sweeps import SWEEPS

    for sweep in SWEEPS.values():
        task = _task(sender, sweep.name, sweep.queue)
        sender.add_periodic_task(
            sweep.every, task.s().set(queue=sweep.queue, expires=max(30, sweep.every)), name=sweep.name
        )


def _task(sender: Celery, name: str, queue: str) -> Any:
    def run(self: Any) -> None:
        from piano.messaging.running import run_guarded
        from piano.messaging.watch.heartbeats import WORKERS

        run_guarded(name, by=WORKERS[queue], trace=self.request.id or "")  # the header that Celery gives each task

    return sender.task(run, name=f"piano.{name}", bind=True)


@worker_process_init.connect
def fresh_connections(**kwargs: Any) -> None:
    """A forked child never shares its parent's database connection; it keeps its own for a minute, and asks it first."""
    from django.db import connections

    connections.close_all()
    connections["default"].settings_dict["CONN_MAX_AGE"] = 60
