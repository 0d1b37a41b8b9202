"""/health/live: the process answers. /health/ready: the database does, its schema is ours, and a sweep committed lately."""

import datetime as dt

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from piano.kit import clock
from piano.messaging.models import Heartbeat

SILENT_AFTER = dt.timedelta(seconds=60)


def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"live": True})


def ready(request: HttpRequest) -> JsonResponse:
    """503 with a reason that names no person, else 200."""
    try:
        reason = _reason()
    except DatabaseError:
        reason = "database"
    return JsonResponse({"ready": not reason, "reason": reason}, status=503 if reason else 200)


def _reason() -> str:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return "migrations"
    last = Heartbeat.objects.order_by("-beat_at").values_list("beat_at", flat=True).first()
    if last is None or clock.now() - last > SILENT_AFTER:
        return "sweeps"
    return ""
