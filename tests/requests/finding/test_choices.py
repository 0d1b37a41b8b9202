"""What a helper may choose when nobody said yes; each choice can be counted."""

import datetime as dt

import pytest

from piano.kit import clock
from piano.messaging.models import Message
from quarters.models import Block
from requests.arranged.visits import accept_offer
from requests.board.tallies import all_counts
from requests.errors import NoLongerPossible, OfferExpired, WindowIsOver, WrongState
from requests.finding.decisions import (
    OnlyProfessionals,
    ReasonMissing,
    agree_time,
    ask_in_house,
    ask_more,
    go_myself,
    refer_to_agency,
)
from requests.invariants import broken
from requests.models import Assignment, Decision, DecisionKind, DueWork, Offer, Visit
from requests.states import OfferState, RequestState, VisitState
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast, make_cast
from tests.factories import make_category, make_visit, make_volunteer, make_window

pytestmark = pytest.mark.django_db
WHY = "Meryem ist krank geworden"


@pytest.fixture
def cast(db: None, _morning: None) -> Cast:
    return make_cast(volunteers=0)


@pytest.fixture
def undecided(cast: Cast) -> Visit:
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    visit.refresh_from_db()
    assert visit.state == VisitState.DECISION
    return visit


def kinds() -> list[str]:
    return list(Decision.objects.order_by("pk").values_list("kind", flat=True))


def test_a_notice_in_the_house_brings_the_decision_back_a_day_later(
    cast: Cast, undecided: Visit, now: dt.datetime
) -> None:
    visit = ask_in_house(undecided, by=cast.helper, now=now)
    assert visit.decide_by is not None
    assert visit.decide_by >= now + dt.timedelta(days=1)
    assert DueWork.objects.get(visit=visit, kind="decide", done_at=None).due_at == visit.decide_by
    assert (visit.state, kinds()) == (VisitState.DECISION, ["house"])


def test_a_notice_never_waits_longer_than_the_wish(cast: Cast, now: dt.datetime) -> None:
    visit = make_visit(cast.tenant, cast.shop, window=(now, now + dt.timedelta(hours=6)))
    drive_visits()
    visit = ask_in_house(visit, by=cast.helper, now=now)
    assert visit.decide_by == now + dt.timedelta(hours=4, minutes=15)  # an hour of help and the way before the end


def test_another_time_begins_the_search_anew(cast: Cast, undecided: Visit, now: dt.datetime) -> None:
    volunteer = make_volunteer(cast.district, [cast.shop])
    window = make_window(days=5, starts=15, ends=17)
    agree_time(undecided, window=window, by=cast.helper, now=now)
    drive_visits()
    visit = Visit.objects.get()
    assert (visit.state, visit.wish_window.lower) == (VisitState.OFFERED, window[0])
    assert Offer.objects.get(person=volunteer.user).proposed_start == window[0]
    assert "15:00 bis 17:00 Uhr" in visit.help_request.wish_time
    assert DueWork.objects.get(visit=visit, kind="give_back", done_at=None).due_at == window[1] - dt.timedelta(hours=1)
    assert list(broken()) == []


def test_who_could_not_come_then_is_asked_for_the_other_time(cast: Cast, now: dt.datetime) -> None:
    make_volunteer(cast.district, [cast.shop])
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    offer = Offer.objects.get()
    machine.travel_to(offer.answer_by + dt.timedelta(seconds=1))
    drive_visits()
    agree_time(visit, window=make_window(days=5), by=cast.helper, now=clock.now())
    drive_visits()
    assert Offer.objects.filter(state=OfferState.OPEN).count() == 1
    with pytest.raises(OfferExpired):  # a late yes to the old time arranges nothing
        accept_offer(offer, by=offer.person, now=clock.now())


def test_a_time_that_is_over_is_refused(cast: Cast, undecided: Visit, now: dt.datetime) -> None:
    with pytest.raises(WindowIsOver):
        agree_time(undecided, window=(now - dt.timedelta(hours=3), now), by=cast.helper, now=now)
    assert kinds() == []


def test_an_agency_is_a_normal_end_of_its_own(cast: Cast, undecided: Visit, now: dt.datetime) -> None:
    for _ in range(2):
        visit = refer_to_agency(undecided, agency="Pflegestützpunkt, 0561 787-5636", by=cast.helper, now=now)
    visit.help_request.refresh_from_db()
    assert (visit.state, visit.help_request.state) == (VisitState.REFERRED, RequestState.REFERRED)
    assert Message.objects.get(recipient=cast.tenant.user, reason="referred").state == "due"
    assert not Message.objects.filter(reason__startswith="nobody_found").exists()
    assert not DueWork.objects.filter(done_at=None).exists()
    assert kinds() == ["agency"]
    assert list(broken()) == []


def test_an_agency_has_a_name(cast: Cast, undecided: Visit, now: dt.datetime) -> None:
    with pytest.raises(ReasonMissing):
        refer_to_agency(undecided, agency=" ", by=cast.helper, now=now)


def test_a_helper_goes_herself_with_a_reason_and_a_figure(cast: Cast, undecided: Visit, now: dt.datetime) -> None:
    start = undecided.wish_window.lower
    assignment = go_myself(undecided, start=start, reason=WHY, by=cast.helper, now=now)
    assert (assignment.person, assignment.planned_window.lower) == (cast.helper, start)
    assert Visit.objects.get().state == VisitState.ARRANGED
    assert Message.objects.filter(recipient=cast.tenant.user, reason="arranged_tenant").exists()
    assert Decision.objects.get(kind=DecisionKind.SELF).words == WHY
    numbers = {(key.kind, key.state): number for key, number in all_counts().numbers.items()}
    assert numbers["decision", "self"] == 1
    assert list(broken()) == []


def test_going_oneself_needs_a_reason(cast: Cast, undecided: Visit, now: dt.datetime) -> None:
    with pytest.raises(ReasonMissing):
        go_myself(undecided, start=undecided.wish_window.lower, reason="", by=cast.helper, now=now)
    assert not Assignment.objects.exists()


def test_a_helper_does_not_do_what_is_for_professionals(cast: Cast, now: dt.datetime) -> None:
    visit = make_visit(cast.tenant, make_category("care", who="professional", level="P"))
    drive_visits()
    with pytest.raises(OnlyProfessionals):
        go_myself(visit, start=visit.wish_window.lower, reason=WHY, by=cast.helper, now=now)


def test_a_helper_whom_the_tenant_does_not_want_stays_away(cast: Cast, undecided: Visit, now: dt.datetime) -> None:
    Block.objects.create(person=cast.tenant.user, other=cast.helper, created_at=now)
    with pytest.raises(NoLongerPossible):
        go_myself(undecided, start=undecided.wish_window.lower, reason=WHY, by=cast.helper, now=now)


def test_a_helper_is_in_one_place_at_a_time(cast: Cast, undecided: Visit, now: dt.datetime) -> None:
    other = make_visit(cast.tenant, cast.shop)
    drive_visits()
    go_myself(undecided, start=undecided.wish_window.lower, reason=WHY, by=cast.helper, now=now)
    with pytest.raises(NoLongerPossible):
        go_myself(other, start=other.wish_window.lower, reason=WHY, by=cast.helper, now=now)
    assert kinds() == ["self"]


def test_asking_somebody_is_counted_too(cast: Cast, undecided: Visit, now: dt.datetime) -> None:
    make_volunteer(cast.district, [cast.shop])
    ask_more(undecided, by=cast.helper, now=now)
    assert kinds() == ["person"]


@pytest.mark.parametrize("state", [VisitState.OFFERED, VisitState.ARRANGED, VisitState.RETURNED])
def test_nothing_is_chosen_where_nothing_is_to_be_decided(
    cast: Cast, undecided: Visit, now: dt.datetime, state: str
) -> None:
    Visit.objects.update(state=state)
    with pytest.raises(WrongState):
        ask_in_house(undecided, by=cast.helper, now=now)
    with pytest.raises(WrongState):
        go_myself(undecided, start=undecided.wish_window.lower, reason=WHY, by=cast.helper, now=now)
    with pytest.raises(WrongState):
        refer_to_agency(undecided, agency="Amt", by=cast.helper, now=now)
