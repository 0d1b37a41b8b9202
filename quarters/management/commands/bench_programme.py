"""`manage.py bench_programme [--json]`: the programme page with 10 000 dates, a calendar of a year, a place that becomes free.

Writes an invented meeting point with its dates and takes all of it away again.
"""

import datetime as dt
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from piano.kit import clock
from piano.kit.planner import analyze
from quarters.models import (
    District,
    Event,
    EventKind,
    MeetingPoint,
    Registration,
    RegistrationState,
    Seat,
    Tenure,
    User,
)
from quarters.programme.registering import Guest, give_back, register

EVENTS, A_YEAR, TIMES, PATIENCE = 10_000, 520, 15, 60.0
SLUG = "messung-des-programms"


class Command(BaseCommand):
    help = "Misst die Programmseite, einen Kalender und die Warteliste; räumt danach auf."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--json", action="store_true", help="als eine Zeile JSON")
        parser.add_argument("--events", type=int, default=EVENTS, help="wie viele Termine")

    def handle(self, *args: Any, **options: Any) -> None:
        with _programme(options["events"]) as (point, busy):
            analyze()
            page, queries = _measure("/termine/")
            month, month_queries = _measure("/termine/monat/")
            feed, feed_queries = _measure(f"/treffpunkte/{point.slug}/termine.ics")
            found = {
                "events": options["events"],
                "page_ms": page,
                "page_queries": queries,
                "month_ms": month,
                "month_queries": month_queries,
                "feed_events": A_YEAR,
                "feed_ms": feed,
                "feed_queries": feed_queries,
                "moves_up_s": _moves_up(busy),
            }
        lines = (f"{name:16} {value}" for name, value in found.items())
        self.stdout.write(json.dumps(found) if options["json"] else "\n".join(lines))


@contextmanager
def _programme(count: int) -> Iterator[tuple[MeetingPoint, MeetingPoint]]:
    """One meeting point with the dates of a year, one with all the others; gone at the end."""
    _clear()
    district = District.objects.order_by("pk").first()
    if district is None:
        raise CommandError("Es fehlen die Stadtteile. Bitte zuerst load_quarters ausführen.")
    points = [_point(district, number) for number in range(2)]
    now = clock.now()
    try:
        _write(points[0], A_YEAR, dt.timedelta(days=365), now)
        _write(points[1], max(count - A_YEAR, 1), dt.timedelta(days=120), now)
        yield points[0], points[1]
    finally:
        _clear()


def _point(district: District, number: int) -> MeetingPoint:
    point = MeetingPoint.objects.create(district=district, name=f"Messung {number}", slug=f"{SLUG}-{number}")
    Tenure.objects.create(meeting_point=point, street="Musterstraße 1")
    return point


def _write(point: MeetingPoint, count: int, span: dt.timedelta, now: dt.datetime) -> None:
    step, kinds = span / count, list(EventKind)
    rows = []
    for number in range(count):
        starts_at = now + dt.timedelta(hours=3) + step * number
        rows.append(
            Event(
                meeting_point=point,
                kind=kinds[number % len(kinds)],
                title=f"Termin {number}",
                starts_at=starts_at,
                ends_at=starts_at + dt.timedelta(hours=1),
                needs_registration=True,
                capacity=1,
                languages=["de"],
                created_at=now,
            )
        )
    Event.objects.bulk_create(rows, batch_size=1000)


def _clear() -> None:
    events = Event.objects.filter(meeting_point__slug__startswith=SLUG)
    Seat.objects.filter(registration__event__in=events).delete()
    Registration.objects.filter(event__in=events).delete()
    events.delete()
    Tenure.objects.filter(meeting_point__slug__startswith=SLUG).delete()
    MeetingPoint.objects.filter(slug__startswith=SLUG).delete()
    User.objects.filter(email__startswith=SLUG).delete()


def _measure(address: str) -> tuple[float, int]:
    """Milliseconds in the middle of some tries, and queries."""
    client = Client(headers={"host": "localhost"})
    client.get(address)
    reset_queries()  # what was asked while everything was written fills the log
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    if answer.status_code != 200:
        raise CommandError(f"{address} antwortet mit {answer.status_code}.")
    return round(median(_milliseconds(lambda: client.get(address)) for _ in range(TIMES)), 1), len(queries)


def _milliseconds(step: Callable[[], Any]) -> float:
    started = time.perf_counter()
    step()
    return (time.perf_counter() - started) * 1000


def _moves_up(point: MeetingPoint) -> float:
    """Seconds from giving a place back until the next one is asked, with an engine of its own beside."""
    event = Event.objects.filter(meeting_point=point).order_by("-starts_at")[0]
    people = [User.objects.create_user(f"{SLUG}{number}@demo.example", family_name="Messung") for number in range(2)]
    first, second = (register(event, one, [Guest("Messung")], by=None, now=clock.now()) for one in people)
    engine = subprocess.Popen([sys.executable, str(settings.BASE_DIR / "manage.py"), "engine"], env=os.environ.copy())
    try:
        time.sleep(8)  # until it listens
        started = time.perf_counter()
        give_back(first, now=clock.now())
        while time.perf_counter() - started < PATIENCE:
            second.refresh_from_db()
            if second.state == RegistrationState.ASKED:
                return round(time.perf_counter() - started, 2)
            time.sleep(0.05)
        raise CommandError("Niemand ist nachgerückt.")
    finally:
        engine.terminate()
        engine.wait(30)
