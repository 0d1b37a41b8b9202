"""A provider of calls, a nurse on duty with an open case, her deputy, and something urgent that waits for somebody to look."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from helpers.models import Duty
from piano.kit import clock
from piano.messaging.channels.voice import CHANNEL
from quarters.models import User
from requests.models import Offer, Visit
from requests.urgency.phone_tree import add_to_tree
from tests import clock as machine
from tests.conftest import Cast, make_cast
from tests.factories import allow_care, make_care_worker, make_category, make_visit, make_window
from tests.messaging.telephone import Telephone, running_telephone
from tests.requests.rings.ringing import CANARY, PRICE, WISH, drive, later


@pytest.fixture
def telephone(settings: Any) -> Iterator[Telephone]:
    with running_telephone() as phone:
        settings.GATEWAYS = {"voice": phone.gateway()}
        yield phone
    CHANNEL.close()


@pytest.fixture
def nurse(cast: Cast) -> User:
    return make_care_worker(cast.district)


@pytest.fixture
def deputy(cast: Cast, nurse: User) -> User:
    person = make_care_worker(cast.district)
    Duty.objects.filter(person=person).update(is_deputy=True)
    return person


@pytest.fixture
def offer(cast: Cast, telephone: Telephone, nurse: User) -> Offer:
    User.objects.filter(pk=cast.tenant.user_id).update(family_name=CANARY, phone="+49561777777")
    visit = make_visit(cast.tenant, make_category("care", name="Pflege", who="professional", level="P"), words=WISH)
    allow_care(visit, by=cast.helper, price=PRICE)
    drive()
    return Offer.objects.get(person=nurse)


@pytest.fixture
def urgent(telephone: Telephone) -> tuple[Visit, list[User]]:
    cast = make_cast(volunteers=0)
    people = [
        add_to_tree(
            cast.district, name=name, phone=f"0561 7000{place}", who="", hears_of_gaps=True, now=clock.now()
        ).person
        for place, name in enumerate(("Ada Eins", "Ada Zwei"))
    ]
    machine.travel_to(clock.at(clock.today(), dt.time(10)))
    visit = make_visit(cast.tenant, cast.shop, urgency="urgent", window=make_window(days=0, starts=12, ends=20))
    drive()
    later(31)
    visit.refresh_from_db()
    return visit, people
