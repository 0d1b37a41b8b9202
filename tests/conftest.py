"""The fixed cast: one district, a tenant, volunteers, a helper, somebody on call. Every test starts at ten on a working day."""

import datetime as dt
import gc
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.middleware import csrf
from django.test import TransactionTestCase
from django.utils import translation
from whitenoise.middleware import WhiteNoiseMiddleware

from piano.kit import clock
from quarters.models import Category, District, Resident, User
from tests import clock as machine
from tests import databases, factories
from tests.shards import Shards
from volunteers.models import Volunteer

#: What the tokens of forms are made of here: of all letters, one token in thousands spells a word that must not stand on a page.
LETTERS_OF_NO_WORD = "QXJ"


def pytest_configure() -> None:
    """Each shard has a cache of its own: one that empties it takes nothing from the others, nor from their processes."""
    shard = os.environ.get("PYTEST_XDIST_WORKER", "")
    if shard:
        address = urlsplit(settings.CACHES["default"]["LOCATION"])._replace(path=f"/{int(shard[2:]) + 1}")
        os.environ["CACHE_URL"] = settings.CACHES["default"]["LOCATION"] = address.geturl()
    TransactionTestCase._fixture_teardown = lambda self: databases.empty_what_was_written()
    csrf.CSRF_ALLOWED_CHARS = LETTERS_OF_NO_WORD
    WhiteNoiseMiddleware.add_files_from_finders = _read_static_files_once(WhiteNoiseMiddleware.add_files_from_finders)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Shards:
    return Shards(config, log)


def pytest_collection_finish() -> None:
    """What was imported stays: the garbage collector need not look at it again in each of thousands of requests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _read_static_files_once(read: Callable[[Any], None]) -> Callable[[Any], None]:
    """Each test client has middleware of its own, and each would look through all static files."""
    known: dict[str, Any] = {}

    def add_files(middleware: Any) -> None:
        if not known:
            read(middleware)
            known.update(middleware.files)
        middleware.files.update(known)

    return add_files


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        databases.from_template()


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


@pytest.fixture(autouse=True)
def _german_again() -> Iterator[None]:
    """The language that a test's last request activated stays active in the thread: the next test reads German."""
    yield
    translation.activate(settings.LANGUAGE_CODE)


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
