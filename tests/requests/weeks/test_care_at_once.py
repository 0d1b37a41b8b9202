"""A nurse writes while the consent is taken back: real connections."""

import threading
import time
from typing import Any

import pytest
from django.db import connection

from piano.kit import clock
from quarters.models import Consent
from requests.models import WeekEntry
from requests.people.consents import withdraw
from requests.weeks import entries
from tests.conftest import Cast
from tests.requests.weeks.writing import make_entry, make_service

WAITING = (
    "SELECT count(*) FROM pg_locks WHERE NOT granted"  # read anew each time, unlike pg_stat_activity in a transaction
)


@pytest.mark.fault
@pytest.mark.django_db(transaction=True)
def test_what_is_written_in_the_moment_of_taking_back_does_not_stay(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The nurse has been told that she may; before her row is there, the consent is taken back."""
    _nurse, service = make_service(cast)
    asked = entries.service_agreed_to

    def take_back() -> None:
        try:
            withdraw(cast.tenant.user, purpose=Consent.ConsentPurpose.WEEK, by=cast.helper, now=clock.now())
        finally:
            connection.close()

    other = threading.Thread(target=take_back)

    def ask_and_be_overtaken(resident: Any) -> Any:
        found = asked(resident)
        other.start()
        until = time.monotonic() + 20
        while other.is_alive() and not is_waiting() and time.monotonic() < until:
            time.sleep(0.02)
        return found

    monkeypatch.setattr(entries, "service_agreed_to", ask_and_be_overtaken)
    make_entry(cast.tenant, service=service)
    other.join(20)
    assert not other.is_alive()
    assert not WeekEntry.objects.exists()


def is_waiting() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])
