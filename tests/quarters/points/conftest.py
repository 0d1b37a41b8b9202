"""A meeting point with hours, and one that drives."""

import datetime as dt

import pytest

from piano.kit import clock
from quarters.models import MeetingPoint
from tests.conftest import Cast
from tests.factories import make_organisation


@pytest.fixture
def point(cast: Cast) -> MeetingPoint:
    """Open on Mondays from nine to five; run by an association since 2020."""
    place = MeetingPoint.objects.create(
        name="Treff am Rothenberg", slug="rothenberg", district=cast.district, phone="+49561123", languages=["de", "tr"]
    )
    place.office_hours.create(weekday=0, opens=dt.time(9), closes=dt.time(17))
    place.tenures.create(
        operator=make_organisation(name="piano e.V."),
        street="Rothenbergstraße 1",
        postcode="34127",
        valid_from=dt.date(2020, 1, 1),
        nearest_stop="Rothenberg, Bus 27",
        step_free="yes",
        toilet="wheelchair",
        hearing_loop="no",
    )
    return place


@pytest.fixture
def van(cast: Cast) -> MeetingPoint:
    """Stops today and tomorrow."""
    place = MeetingPoint.objects.create(name="Kaffeemobil", slug="kaffeemobil", district=cast.district)
    today = clock.today().weekday()
    for ahead, where in ((0, "Am Markt"), (1, "Vor der Schule")):
        place.stops.create(
            weekday=(today + ahead) % 7,
            arrives=dt.time(14),
            leaves=dt.time(16),
            place=where,
            district=cast.district,
        )
    return place
