"""Whether the helpers are there is asked of the district's own office hours."""

import datetime as dt

import pytest

from quarters.models import MeetingPoint
from requests.urgency.responsible import is_office_open
from tests.conftest import Cast
from tests.factories import make_district
from tests.helpers.rota import at

pytestmark = pytest.mark.django_db


def test_each_district_has_its_own_hours(cast: Cast) -> None:
    point = MeetingPoint.objects.create(name="Treff", slug="treff", district=cast.district)
    point.office_hours.create(weekday=0, opens=dt.time(13), closes=dt.time(15))
    other = make_district()
    assert [is_office_open(at(0, hour), district=cast.district) for hour in (12, 13, 14, 15)] == [
        False,
        True,
        True,
        False,
    ]
    assert [is_office_open(at(0, hour), district=other) for hour in (8, 9, 17, 18)] == [False, True, True, False]
    assert not is_office_open(at(25, 10), district=other)  # Christmas
