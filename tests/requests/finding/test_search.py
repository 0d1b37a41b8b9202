"""The engine looks for somebody: three at once, then a decision, on call for urgent or professional, at the end returned."""

import datetime as dt

import pytest

from piano.kit import clock
from piano.messaging.models import Message
from quarters.models import Block
from requests.models import DueWork, Offer, Visit
from requests.states import OfferState, RequestState, VisitState
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast, make_cast
from tests.factories import allow_care, make_care_worker, make_category, make_visit, make_volunteer, make_window

pytestmark = pytest.mark.django_db


def drive(visit: Visit) -> Visit:
    drive_visits()
    visit.refresh_from_db()
    return visit


def asked(visit: Visit) -> list[Offer]:
    return list(visit.offers.order_by("pk"))


def test_three_are_asked_at_once(cast: Cast) -> None:
    make_volunteer(cast.district, [cast.shop])
    visit = drive(make_visit(cast.tenant, cast.shop))
    assert visit.state == VisitState.OFFERED
    assert len(asked(visit)) == 3


def test_each_offer_carries_its_reasons_and_a_time_to_answer(cast: Cast) -> None:
    offer = asked(drive(make_visit(cast.tenant, cast.shop)))[0]
    assert offer.reasons[0].endswith("m")
    assert offer.answer_by == clock.at(clock.local(offer.asked_at).date() + dt.timedelta(days=1), dt.time(12))


def test_the_proposed_start_lies_inside_the_wish(cast: Cast) -> None:
    visit = drive(make_visit(cast.tenant, cast.shop))
    for offer in asked(visit):
        assert visit.wish_window.lower <= offer.proposed_start <= visit.wish_window.upper - dt.timedelta(minutes=60)


def test_a_second_sweep_asks_nobody_twice(cast: Cast) -> None:
    visit = drive(make_visit(cast.tenant, cast.shop))
    drive(visit)
    assert len(asked(visit)) == 3


def test_somebody_blocked_by_either_side_is_not_asked(cast: Cast, now: dt.datetime) -> None:
    first, second, third = (volunteer.user for volunteer in cast.volunteers)
    Block.objects.create(person=cast.tenant.user, other=first, created_at=now)
    Block.objects.create(person=second, other=cast.tenant.user, created_at=now)
    visit = drive(make_visit(cast.tenant, cast.shop))
    assert [offer.person for offer in asked(visit)] == [third]


def test_nobody_is_asked_for_the_own_wish(cast: Cast) -> None:
    cast.volunteer.user = cast.tenant.user
    cast.volunteer.save()
    visit = drive(make_visit(cast.tenant, cast.shop))
    assert cast.tenant.user not in [offer.person for offer in asked(visit)]


def test_somebody_with_another_visit_then_is_not_asked(cast: Cast, now: dt.datetime) -> None:
    from requests.arranged.visits import accept_offer

    window = make_window(starts=10, ends=11)
    first = drive(make_visit(cast.tenant, cast.shop, window=window))
    offer = asked(first)[0]
    accept_offer(offer, by=offer.person, now=now)
    second = drive(make_visit(cast.tenant, cast.shop, window=window))
    assert offer.person not in [other.person for other in asked(second)]


def test_a_full_week_is_respected(cast: Cast) -> None:
    for volunteer in cast.volunteers[1:]:
        volunteer.weekly_minutes = 30
        volunteer.save()
    visit = drive(make_visit(cast.tenant, cast.shop))
    assert [offer.person for offer in asked(visit)] == [cast.volunteer.user]


def test_without_volunteers_a_helper_decides() -> None:
    cast = make_cast(volunteers=0)
    visit = drive(make_visit(cast.tenant, cast.shop))
    assert visit.state == VisitState.DECISION
    assert visit.decide_by is not None
    assert Message.objects.filter(recipient=cast.helper, reason="decision_needed").exists()


def test_when_nobody_answers_in_time_a_helper_decides(cast: Cast) -> None:
    visit = drive(make_visit(cast.tenant, cast.shop))
    with machine.at(asked(visit)[0].answer_by + dt.timedelta(seconds=1)):
        drive(visit)
    assert {offer.state for offer in asked(visit)} == {OfferState.EXPIRED}
    assert visit.state == VisitState.DECISION


def test_an_urgent_wish_goes_on_to_who_is_on_call(cast: Cast) -> None:
    nurse = make_care_worker(cast.district)
    visit = drive(allow_care(make_visit(cast.tenant, cast.shop, urgency="urgent"), by=cast.helper))
    with machine.at(max(offer.answer_by for offer in asked(visit)) + dt.timedelta(seconds=1)):
        drive(visit)
    assert visit.state == VisitState.ON_CALL
    assert asked(visit)[-1].person == nurse
    assert Message.objects.get(recipient=nurse).message_class == "a"


def test_an_urgent_wish_at_night_wakes_no_volunteer(cast: Cast, now: dt.datetime) -> None:
    nurse = make_care_worker(cast.district)
    night = clock.at(clock.local(now).date(), dt.time(23))
    with machine.at(night):
        window = (night, night + dt.timedelta(hours=6))
        visit = drive(allow_care(make_visit(cast.tenant, cast.shop, urgency="urgent", window=window), by=cast.helper))
    assert [offer.person for offer in asked(visit)] == [nurse]


def test_a_professional_case_goes_straight_to_the_care_partner(cast: Cast) -> None:
    care = make_category("care", who="professional", level="P")
    nurse = make_care_worker(cast.district)
    visit = drive(allow_care(make_visit(cast.tenant, care), by=cast.helper))
    assert [offer.person for offer in asked(visit)] == [nurse]


def test_when_nobody_is_on_call_a_helper_hears_it_at_once(cast: Cast) -> None:
    care = make_category("care", who="professional", level="P")
    visit = drive(make_visit(cast.tenant, care))
    assert visit.state == VisitState.DECISION
    assert Message.objects.get(recipient=cast.helper).reason == "decision_urgent"


def test_when_the_one_on_call_does_not_answer_the_deputy_is_asked(cast: Cast) -> None:
    care = make_category("care", who="professional", level="P")
    make_care_worker(cast.district)
    make_care_worker(cast.district)
    visit = drive(allow_care(make_visit(cast.tenant, care), by=cast.helper))
    with machine.at(asked(visit)[0].answer_by + dt.timedelta(seconds=1)):
        drive(visit)
    assert [offer.state for offer in asked(visit)] == [OfferState.EXPIRED, OfferState.OPEN]


def test_when_the_wish_is_over_the_request_is_returned_with_a_reason() -> None:
    cast = make_cast(volunteers=0)
    visit = drive(make_visit(cast.tenant, cast.shop))
    with machine.at(visit.wish_window.upper):
        drive(visit)
    visit.help_request.refresh_from_db()
    assert visit.state == VisitState.RETURNED
    assert visit.help_request.state == RequestState.RETURNED
    assert visit.help_request.end_reason
    assert Message.objects.filter(recipient=cast.tenant.user, reason="nobody_found_call", channel="phone").exists()


def test_a_decision_that_nobody_makes_is_reminded_again_and_again() -> None:
    cast = make_cast(volunteers=0)
    visit = drive(make_visit(cast.tenant, cast.shop))
    for _ in range(2):
        due = DueWork.objects.get(visit=visit, kind="decide", done_at=None).due_at
        with machine.at(due + dt.timedelta(seconds=1)):
            drive(visit)
    assert Message.objects.filter(recipient=cast.helper, reason="decision_urgent").count() == 2


def test_an_open_visit_always_has_a_next_step(cast: Cast) -> None:
    visit = make_visit(cast.tenant, cast.shop)
    for _ in range(3):
        assert DueWork.objects.filter(visit=visit, done_at=None).exists()
        drive(visit)


def test_a_poison_step_does_not_stop_the_others(cast: Cast) -> None:
    broken, fine = make_visit(cast.tenant, cast.shop), make_visit(cast.tenant, cast.shop)
    DueWork.objects.filter(visit=broken, kind="match").update(kind="unknown")
    drive(broken)
    assert drive(fine).state == VisitState.OFFERED
    assert DueWork.objects.get(visit=broken, kind="unknown").attempt == 1
