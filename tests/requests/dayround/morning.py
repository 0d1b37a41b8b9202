"""A morning of the round for tests: people enrolled yesterday, the list made, a call noted."""

import datetime as dt
from typing import Any

from piano.kit import clock
from piano.kit.weekdays import EVERY_DAY
from quarters.models import Category, Resident, User
from requests.dayround.callers import choose_caller
from requests.dayround.calling import note_call
from requests.dayround.enrolling import enrol
from requests.dayround.sweeps import drive_call_rounds
from requests.models import Enrolment, RoundEntry, RoundKind
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_category

CONTACT = {"contact_name": "Lale Wagner", "contact_phone": "+4956177123"}


def enrolled(cast: Cast, resident: Resident | None = None, *, kind: str = RoundKind.SAFETY, **fields: Any) -> Enrolment:
    """Since yesterday, every day."""
    facts = {"weekdays": EVERY_DAY, "has_agreed": True, "by": cast.helper, **fields}
    now = clock.now() - dt.timedelta(days=1)
    return enrol(resident or cast.tenant, kind=kind, now=now, **facts)


def at(hour: int, minute: int = 0, *, days: int = 0) -> dt.datetime:
    """Moves the clock to a local time of the test's day, and says what it shows."""
    day = clock.local(clock.now()).date() + dt.timedelta(days=days)
    machine.travel_to(clock.at(day, dt.time(hour, minute)))
    return clock.now()


def morning(cast: Cast, *, contact: bool = True) -> RoundEntry:
    """The tenant stands on the list at nine."""
    if contact:
        Resident.objects.filter(pk=cast.tenant.pk).update(**CONTACT)
    enrolled(cast)
    at(9)
    drive_call_rounds()
    return RoundEntry.objects.get(resident=cast.tenant)


def call(entry: RoundEntry, outcome: str, *, by: User, times: int = 1, note: str = "") -> RoundEntry:
    for _ in range(times):
        entry = note_call(entry, outcome=outcome, by=by, now=clock.now(), note=note)
    return entry


def make_caller(cast: Cast) -> User:
    """The first volunteer calls in this district on every day."""
    category = Category.objects.filter(code="call").first() or make_category("call", name="Sicherheitsanruf", level="B")
    cast.volunteer.categories.add(category)
    choose_caller(cast.volunteer, cast.district, weekdays=EVERY_DAY, by=cast.helper, now=clock.now())
    return cast.volunteer.user
