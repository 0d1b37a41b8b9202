"""The demo, made once for the tests of a file and taken back after them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from tests import clock as machine
from tests.conftest import next_working_morning


@pytest.fixture(scope="module")
def living_quarter(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), machine.at(next_working_morning()), transaction.atomic():
        call_command("load_quarters", verbosity=0)
        call_command("demo", verbosity=0)
        yield
        transaction.set_rollback(True)
