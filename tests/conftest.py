"""The fixed cast: one district, a tenant, volunteers, a helper, somebody on call. Every test starts at ten on a working day."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from piano.kit import clock
from quarters.models import Category, District, Resident, User
from tests import clock as machine
from tests import factories
from volunteers.models import Volunteer


@dataclass
class Cast:
    """Who plays in most tests."""

    district: District
    shop: Category
    tenant: Resident
    volunteers: list[Volunteer]
    helper: User

    @property
    def volunteer(self) -> Volunteer:
        return self.volunteers[0]


def next_working_morning() -> dt.datetime:
    """Ten o'clock on the next Monday that is no holiday: nobody's quiet hours, within calling hours."""
    day = dt.datetime.now(dt.UTC).astimezone(clock.BERLIN).date() + dt.timedelta(days=1)
    while day.weekday() != 0 or clock.is_holiday(day):
        day += dt.timedelta(days=1)
    return clock.at(day, dt.time(10))


@pytest.fixture(autouse=True)
def _morning(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests with a database begin at ten on a working day, whatever the hour of the run."""
    if not {"db", "transactional_db", "live"} & set(request.fixturenames) and not request.node.get_closest_marker(
        "django_db"
    ):
        yield
        return
    fixture = "transactional_db" if _is_transactional(request) else "db"
    request.getfixturevalue(fixture)
    with machine.at(next_working_morning()):
        yield


def _is_transactional(request: pytest.FixtureRequest) -> bool:
    marker = request.node.get_closest_marker("django_db")
    return (
        "transactional_db" in request.fixturenames
        or "live" in request.fixturenames
        or bool(marker and marker.kwargs.get("transaction"))
    )


@pytest.fixture
def now(db: Any, _morning: None) -> dt.datetime:
    return clock.now()


@pytest.fixture
def cast(db: Any, _morning: None) -> Cast:
    return make_cast()


def make_cast(volunteers: int = 3) -> Cast:
    district = factories.make_district(name="Rothenditmold", slug="rothenditmold")
    shop = factories.make_category("shop", name="Einkaufen", level="B")
    association = factories.make_organisation()
    factories.make_price(association)
    return Cast(
        district=district,
        shop=shop,
        tenant=factories.make_resident(district),
        volunteers=[factories.make_volunteer(district, [shop], association=association) for _ in range(volunteers)],
        helper=factories.make_helper(district),
    )
