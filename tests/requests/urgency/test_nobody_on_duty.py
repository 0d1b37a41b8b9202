"""Nobody has duty when it is somebody's turn: the chain waits, and goes on as soon as somebody is there."""

import pytest
from psycopg.types.range import TimestamptzRange

from helpers.models import CareWorker, Duty
from piano.kit import clock
from quarters.models import User
from requests.models import DueWork, Visit, WorkKind
from requests.states import VisitState
from requests.urgency.escalating import take_care
from tests.conftest import Cast, make_cast
from tests.factories import allow_care, make_care_worker, make_category, make_visit
from tests.requests.urgency.test_escalating import MINUTE, drive, later, urgent

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None, _morning: None) -> Cast:
    return make_cast(volunteers=0)


def off_duty(visit: Visit, cast: Cast) -> User:
    nurse = make_care_worker(cast.district, on_duty=False)
    allow_care(visit, by=cast.helper)
    return nurse


def test_nobody_on_call_holds_the_chain_until_somebody_is_back(cast: Cast) -> None:
    care = make_category("care", who="professional", level="P")
    visit = make_visit(cast.tenant, care)
    nurse = off_duty(visit, cast)
    visit = drive(visit)
    assert visit.state == VisitState.DECISION
    begins = clock.now() + 25 * MINUTE
    service = CareWorker.objects.get(user=nurse).service
    Duty.objects.create(person=nurse, service=service, window=TimestamptzRange(begins, begins + 600 * MINUTE))
    assert later(visit, 24).state == VisitState.DECISION
    assert later(visit, 2).state == VisitState.ON_CALL
    assert [offer.person for offer in visit.offers.all()] == [nurse]


def test_who_is_entered_into_the_rota_meanwhile_is_asked_within_ten_minutes(cast: Cast) -> None:
    care = make_category("care", who="professional", level="P")
    visit = make_visit(cast.tenant, care)
    nurse = off_duty(visit, cast)
    visit = later(drive(visit), 20)
    now = clock.now()
    service = CareWorker.objects.get(user=nurse).service
    Duty.objects.create(person=nurse, service=service, window=TimestamptzRange(now, now + 600 * MINUTE))
    assert later(visit, 10).state == VisitState.ON_CALL


def test_a_chain_does_not_wait_where_the_person_said_no_to_the_price(cast: Cast) -> None:
    visit = urgent(cast)
    assert not DueWork.objects.filter(visit=visit, kind=WorkKind.AWAIT_DUTY).exists()


def test_while_somebody_takes_care_the_chain_keeps_waiting(cast: Cast) -> None:
    care = make_category("care", who="professional", level="P")
    visit = make_visit(cast.tenant, care)
    off_duty(visit, cast)
    visit = drive(visit)
    take_care(visit, by=cast.helper, now=clock.now())
    make_care_worker(cast.district)
    assert later(visit, 30).state == VisitState.DECISION
    assert later(later(visit, 31), 11).state == VisitState.ON_CALL
