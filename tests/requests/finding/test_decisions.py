"""What a helper decides when nobody said yes."""

import datetime as dt

import pytest

from requests.errors import NobodyOnCall, NoLongerPossible, WrongState
from requests.finding.decisions import (
    NobodyLeft,
    ReasonMissing,
    ask_more,
    ask_on_call,
    ask_person,
    assign_by_hand,
    return_visit,
    search_again,
    take_over,
)
from requests.models import Offer, Visit
from requests.states import OfferState, RequestState, VisitState
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import allow_care, make_care_worker, make_visit, make_volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def undecided(cast: Cast) -> Visit:
    """Three were asked and did not answer; the clock stands behind it."""
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    machine.travel_to(visit.offers.all()[0].answer_by + dt.timedelta(seconds=1))
    drive_visits()
    visit.refresh_from_db()
    assert visit.state == VisitState.DECISION
    return visit


def test_the_next_ones_are_asked(cast: Cast, undecided: Visit, now: dt.datetime) -> None:
    fresh = make_volunteer(cast.district, [cast.shop])
    assert ask_more(undecided, by=cast.helper, now=now) == 1
    assert Offer.objects.get(state=OfferState.OPEN).person == fresh.user


def test_when_nobody_is_left_the_helper_hears_it(cast: Cast, undecided: Visit, now: dt.datetime) -> None:
    with pytest.raises(NobodyLeft):
        ask_more(undecided, by=cast.helper, now=now)


def test_one_chosen_person_is_asked(cast: Cast, undecided: Visit, now: dt.datetime) -> None:
    chosen = make_volunteer(cast.district, [cast.shop])
    make_volunteer(cast.district, [cast.shop])
    ask_person(undecided, person=chosen.user, by=cast.helper, now=now)
    assert [offer.person for offer in Offer.objects.filter(state=OfferState.OPEN)] == [chosen.user]


def test_the_care_partner_is_asked_by_hand(cast: Cast, undecided: Visit, now: dt.datetime) -> None:
    nurse = make_care_worker(cast.district)
    allow_care(undecided, by=cast.helper)
    assert ask_on_call(undecided, by=cast.helper, now=now).person == nurse
    undecided.refresh_from_db()
    assert undecided.state == VisitState.ON_CALL


def test_a_gap_in_the_duty_is_said(cast: Cast, undecided: Visit, now: dt.datetime) -> None:
    allow_care(undecided, by=cast.helper)
    with pytest.raises(NobodyOnCall):
        ask_on_call(undecided, by=cast.helper, now=now)


def test_a_yes_by_phone_is_recorded(cast: Cast, undecided: Visit, now: dt.datetime) -> None:
    start = undecided.wish_window.lower
    assignment = assign_by_hand(undecided, person=cast.volunteer.user, start=start, by=cast.helper, now=now)
    assert assignment.person == cast.volunteer.user
    assert Visit.objects.get().state == VisitState.ARRANGED


def test_by_hand_the_hard_rules_hold_too(cast: Cast, undecided: Visit, now: dt.datetime) -> None:
    cast.volunteer.evidence.all().delete()
    start = undecided.wish_window.lower
    with pytest.raises(NoLongerPossible):
        assign_by_hand(undecided, person=cast.volunteer.user, start=start, by=cast.helper, now=now)


def test_a_return_needs_a_reason(cast: Cast, undecided: Visit, now: dt.datetime) -> None:
    with pytest.raises(ReasonMissing):
        return_visit(undecided, by=cast.helper, now=now, reason=" ")


def test_a_return_is_a_normal_end(cast: Cast, undecided: Visit, now: dt.datetime) -> None:
    for _ in range(2):
        visit = return_visit(undecided, by=cast.helper, now=now, reason="Niemand spricht Somali")
    assert visit.state == VisitState.RETURNED
    assert Visit.objects.get().help_request.end_reason == "Niemand spricht Somali"


def test_a_returned_wish_can_be_taken_up_again(cast: Cast, undecided: Visit, now: dt.datetime) -> None:
    return_visit(undecided, by=cast.helper, now=now, reason="niemand da")
    visit = search_again(undecided, by=cast.helper, now=now)
    assert visit.state == VisitState.OPEN
    assert visit.help_request.state == RequestState.SEARCHING
    assert visit.help_request.ended_at is None


def test_a_helper_stops_the_asking(cast: Cast, now: dt.datetime) -> None:
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    take_over(visit, by=cast.helper, now=now)
    assert Visit.objects.get().state == VisitState.DECISION
    assert not Offer.objects.filter(state=OfferState.OPEN).exists()


def test_an_arranged_visit_is_not_returned(cast: Cast, undecided: Visit, now: dt.datetime) -> None:
    start = undecided.wish_window.lower
    assign_by_hand(undecided, person=cast.volunteer.user, start=start, by=cast.helper, now=now)
    with pytest.raises(WrongState):
        return_visit(undecided, by=cast.helper, now=now, reason="doch nicht")
