"""The demo, made once for the tests of a file and taken back after them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from piano.kit.planner import analyze
from tests import clock as machine
from tests import databases
from tests.conftest import next_working_morning


@pytest.fixture(scope="module")
def living_quarter(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), machine.at(next_working_morning()), transaction.atomic():
        databases.load_demo()
        analyze()  # the planner shall know of rows that no other transaction sees
        yield
        transaction.set_rollback(True)
