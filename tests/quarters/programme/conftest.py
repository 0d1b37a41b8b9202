"""A meeting point and dates in it, valid by default."""

import datetime as dt
import itertools
from typing import Any

import pytest
from django.test import Client

from piano.kit import clock
from quarters.models import Event, EventKind, MeetingPoint, Registration, Tenure, User
from quarters.programme.planning import Facts, plan_event
from quarters.programme.registering import Guest, register
from tests.factories import make_district, make_helper, make_user

numbers = itertools.count(1)


def make_point(**fields: Any) -> MeetingPoint:
    number = next(numbers)
    district = fields.pop("district", None) or make_district()
    defaults = {"name": f"Treffpunkt {number}", "slug": f"treffpunkt-{number}"}
    point = MeetingPoint.objects.create(district=district, **{**defaults, **fields})
    Tenure.objects.create(meeting_point=point, street="Musterstraße 1")
    return point


def make_event(
    point: MeetingPoint | None = None, *, days: int = 7, hour: int = 12, minutes: int = 90, **facts: Any
) -> Event:
    """A week ahead, at noon, with a list of two places."""
    defaults: dict[str, Any] = {
        "kind": EventKind.MEAL,
        "title": "Mittagstisch",
        "needs_registration": True,
        "capacity": 2,
    }
    if facts.get("slot_minutes") and "host" not in facts:
        defaults["host"] = make_user()
    starts_at = clock.at(clock.today() + dt.timedelta(days=days), dt.time(hour))
    return plan_event(
        Facts(meeting_point=point or make_point(), **{**defaults, **facts}),
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(minutes=minutes),
        by=None,
        now=clock.now(),
    )


def sign_up(event: Event, person: User | None = None, *names: str, **more: Any) -> Registration:
    """Somebody who comes, with these companions."""
    person = person or make_user()
    guests = [Guest(person.full_name), *(Guest(name) for name in names)]
    return register(event, person, guests, **{"by": None, "now": clock.now(), **more})


@pytest.fixture
def point(db: Any, _morning: None) -> MeetingPoint:
    return make_point()


@pytest.fixture
def event(point: MeetingPoint) -> Event:
    return make_event(point)


@pytest.fixture
def helper(point: MeetingPoint) -> Client:
    """Signed in, of the district of `point`."""
    client = Client()
    client.force_login(make_helper(point.district))
    return client
