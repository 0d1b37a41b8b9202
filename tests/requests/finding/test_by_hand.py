"""Steps by hand for somebody on the phone: the same hard rules, soft ones bend with a reason."""

import datetime as dt

import pytest

from piano.messaging.models import Message
from quarters.models import Block
from requests.errors import NoLongerPossible
from requests.finding.bending import load_exceptional
from requests.finding.by_hand import answer_for, ask_anyway, assign_anyway, note_refusal, take_back_offer, take_back_yes
from requests.finding.decisions import NobodyLeft, ReasonMissing
from requests.invariants import broken
from requests.matching import rank_candidates
from requests.models import Assignment, Decision, Offer, StateChange, Visit
from requests.states import AssignmentState, OfferState, VisitState
from requests.sweeps import drive_visits
from tests.conftest import Cast, make_cast
from tests.factories import make_visit, make_volunteer
from volunteers.models import Absence, Volunteer

pytestmark = pytest.mark.django_db
WHY = "kennt sie vom Kaffee"


@pytest.fixture
def asked(cast: Cast) -> list[Offer]:
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    return list(visit.offers.select_related("person", "visit").order_by("pk"))


@pytest.fixture
def alone(db: None, _morning: None) -> Cast:
    return make_cast(volunteers=0)


@pytest.fixture
def undecided(alone: Cast) -> Visit:
    visit = make_visit(alone.tenant, alone.shop)
    drive_visits()
    visit.refresh_from_db()
    return visit


@pytest.fixture
def far(alone: Cast) -> Volunteer:
    """She may, but lives further away than she wanted to walk."""
    return make_volunteer(alone.district, [alone.shop], latitude=51.40, max_distance_m=1000)


def test_a_yes_on_the_phone_is_the_yes_of_who_was_asked(cast: Cast, asked: list[Offer], now: dt.datetime) -> None:
    visit = answer_for(asked[1], says_yes=True, by=cast.helper, now=now)
    assert visit.state == VisitState.ARRANGED
    assert Assignment.objects.get().person == asked[1].person
    assert StateChange.objects.get(subject="offer", to_state=OfferState.ACCEPTED).by == cast.helper


def test_a_no_on_the_phone_is_kept(cast: Cast, asked: list[Offer], now: dt.datetime) -> None:
    answer_for(asked[0], says_yes=False, by=cast.helper, now=now)
    assert Offer.objects.get(pk=asked[0].pk).state == OfferState.DECLINED


def test_who_said_no_before_being_asked_is_asked_no_more(alone: Cast, undecided: Visit, now: dt.datetime) -> None:
    person = make_volunteer(alone.district, [alone.shop]).user
    note_refusal(undecided, person=person, by=alone.helper, now=now)
    assert rank_candidates(undecided, now=now) == []
    assert not Message.objects.filter(recipient=person).exists()
    assert Visit.objects.get().state == VisitState.DECISION
    assert list(broken()) == []


def test_one_question_is_taken_back_and_the_others_stand(cast: Cast, asked: list[Offer], now: dt.datetime) -> None:
    for _ in range(2):
        take_back_offer(asked[0], by=cast.helper, now=now)
    states = [offer.state for offer in Offer.objects.order_by("pk")]
    assert states == [OfferState.WITHDRAWN, OfferState.OPEN, OfferState.OPEN]
    assert Visit.objects.get().state == VisitState.OFFERED


def test_with_the_last_question_taken_back_the_helper_decides(cast: Cast, asked: list[Offer], now: dt.datetime) -> None:
    for offer in asked:
        take_back_offer(offer, by=cast.helper, now=now)
    assert Visit.objects.get().state == VisitState.DECISION


def test_a_yes_is_taken_back_and_both_sides_hear_it(cast: Cast, asked: list[Offer], now: dt.datetime) -> None:
    answer_for(asked[0], says_yes=True, by=cast.helper, now=now)
    assignment = Assignment.objects.get()
    with pytest.raises(ReasonMissing):
        take_back_yes(assignment, reason="", by=cast.helper, now=now)
    for _ in range(2):
        take_back_yes(assignment, reason="Verwechslung", by=cast.helper, now=now)
    assignment.refresh_from_db()
    assert (assignment.state, Visit.objects.get().state) == (AssignmentState.CANCELLED, VisitState.DECISION)
    assert Message.objects.get(reason="not_you").recipient == asked[0].person
    assert Message.objects.get(reason="searching_again").recipient == cast.tenant.user
    assert not Message.objects.filter(reason__startswith="reminder", state="due").exists()
    assert list(broken()) == []


def test_what_speaks_against_her_is_said(undecided: Visit, far: Volunteer, now: dt.datetime) -> None:
    assert rank_candidates(undecided, now=now) == []
    one = load_exceptional(undecided, now=now)[0]
    assert one.reference == far.user.reference
    assert one.against[0].startswith("wohnt 7,9\u00a0km")


def test_a_soft_rule_bends_with_a_reason(alone: Cast, undecided: Visit, far: Volunteer, now: dt.datetime) -> None:
    start = undecided.wish_window.lower
    with pytest.raises(ReasonMissing):
        ask_anyway(undecided, person=far.user, start=start, reason=" ", by=alone.helper, now=now)
    offer = ask_anyway(undecided, person=far.user, start=start, reason=WHY, by=alone.helper, now=now)
    assert (offer.reasons, Decision.objects.get().words) == ([WHY], WHY)
    assert answer_for(offer, says_yes=True, by=alone.helper, now=now).state == VisitState.ARRANGED


def test_a_yes_against_a_soft_rule_is_kept_with_its_reason(
    alone: Cast, undecided: Visit, far: Volunteer, now: dt.datetime
) -> None:
    start = undecided.wish_window.lower
    assign_anyway(undecided, person=far.user, start=start, reason=WHY, by=alone.helper, now=now)
    assert (Assignment.objects.get().person, Decision.objects.get().kind) == (far.user, "exception")


def test_her_hours_and_ticked_kinds_are_soft(alone: Cast, undecided: Visit, far: Volunteer, now: dt.datetime) -> None:
    far.availabilities.all().delete()
    far.categories.clear()
    against = load_exceptional(undecided, now=now)[0].against
    assert against[1:] == ("hat diese Hilfeart nicht angekreuzt", "hat sonst um diese Zeit nicht frei")


@pytest.mark.parametrize("rule", ["evidence", "block", "absence", "week", "left", "scope", "outside"])
def test_a_hard_rule_never_bends(alone: Cast, undecided: Visit, far: Volunteer, now: dt.datetime, rule: str) -> None:
    start = undecided.wish_window.lower
    if rule == "evidence":
        far.evidence.all().delete()
    if rule == "block":
        Block.objects.create(person=far.user, other=alone.tenant.user, created_at=now)
    if rule == "absence":
        Absence.objects.create(volunteer=far, first_day=start.date(), last_day=start.date())
    if rule == "week":
        Volunteer.objects.update(weekly_minutes=30)
    if rule == "left":
        Volunteer.objects.update(state="paused")
    if rule == "scope":
        far.association.scopes.create(category=alone.shop, who="none")
    if rule == "outside":
        start -= dt.timedelta(hours=1)
    else:
        assert load_exceptional(undecided, now=now) == []
    with pytest.raises(NobodyLeft):
        ask_anyway(undecided, person=far.user, start=start, reason=WHY, by=alone.helper, now=now)
    with pytest.raises(NoLongerPossible):
        assign_anyway(undecided, person=far.user, start=start, reason=WHY, by=alone.helper, now=now)
    assert not Decision.objects.exists()
