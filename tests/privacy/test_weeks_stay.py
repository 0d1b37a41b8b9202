"""A week that is in use keeps its person, however long ago she last asked for something."""

import datetime as dt

import pytest
from django.db.models import F

from piano.privacy.erasing import erase_overdue
from quarters.models import Resident, User
from tests.conftest import Cast
from tests.factories import make_resident
from tests.requests.weeks.writing import make_entry

pytestmark = pytest.mark.django_db
YEARS = dt.timedelta(days=800)


def test_who_has_entries_stays_and_who_has_nothing_goes(cast: Cast, now: dt.datetime) -> None:
    other = make_resident(cast.district)
    make_entry(cast.tenant, is_weekly=True)
    User.objects.update(created_at=F("created_at") - YEARS)
    erase_overdue(now=now)
    assert Resident.objects.filter(pk=cast.tenant.pk).exists()
    assert not Resident.objects.filter(pk=other.pk).exists()
