"""How a series ends, and with it what hangs on it: nobody rushes across town, nobody is asked for nothing, and thanks are said once."""

import datetime as dt

import pytest

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from piano.messaging.words import words_for
from quarters.models import Consent
from requests.arranged.visits import give_up_assignment
from requests.errors import OfferExpired, WrongState
from requests.invariants import broken
from requests.models import Assignment, Offer, StateChange, Visit
from requests.people.consents import withdraw
from requests.people.farewell import record_death
from requests.series.ending import DayIsOver, end_series, stop_request
from requests.series.handing_back import hand_back_series
from requests.series.skipping import skip_date, take_back_skip
from requests.states import AssignmentState, RegularState, RequestState, SeriesState, VisitState
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_visit
from tests.requests.series.standing import make_plan, make_regular, make_series, sweep
from volunteers.profile import leave

pytestmark = pytest.mark.django_db


def owed(reason: str) -> int:
    return Message.objects.filter(reason=reason).exclude(state=MessageState.CANCELLED).count()


def states(series: object) -> set[str]:
    return set(Visit.objects.filter(series=series).values_list("state", flat=True))


def test_ending_today_calls_off_every_date_and_says_it_once(cast: Cast) -> None:
    regular = make_regular(cast)
    by = cast.tenant.user
    end_series(regular.series, from_day=clock.today(), by=by, now=clock.now())
    regular.refresh_from_db()
    assert (regular.series.state, regular.state) == (SeriesState.ENDED, RegularState.OVER)
    assert states(regular.series) == {VisitState.CANCELLED}
    assert (owed("series_over"), owed("called_off")) == (1, 0)
    assert "Danke, dass Sie so oft da waren" in words_for(Message.objects.get(reason="series_over")).body
    assert regular.series.help_request.state == RequestState.WITHDRAWN
    assert StateChange.objects.filter(subject="series", to_state=SeriesState.ENDED, by=by).count() == 1
    end_series(regular.series, from_day=clock.today(), by=by, now=clock.now())
    assert owed("series_over") == 1
    assert list(broken()) == []


def test_ending_from_a_day_on_leaves_what_lies_before_it(cast: Cast) -> None:
    regular = make_regular(cast)
    days = list(regular.series.visits.order_by("series_day").values_list("series_day", flat=True))
    end_series(regular.series, from_day=days[2], by=cast.tenant.user, now=clock.now())
    kept = regular.series.visits.filter(state=VisitState.ARRANGED).values_list("series_day", flat=True)
    assert sorted(kept) == days[:2]
    sweep()
    assert regular.series.visits.count() == len(days)
    machine.travel_to(clock.at(days[2], dt.time(12)))
    sweep()
    regular.series.refresh_from_db()
    assert regular.series.state == SeriesState.ENDED


def test_a_day_that_is_over_is_no_end(cast: Cast) -> None:
    regular = make_regular(cast)
    yesterday = clock.today() - dt.timedelta(days=1)
    with pytest.raises(DayIsOver):
        end_series(regular.series, from_day=yesterday, by=cast.tenant.user, now=clock.now())
    with pytest.raises(DayIsOver):
        hand_back_series(regular, from_day=yesterday, by=regular.person, now=clock.now())


def test_behind_the_day_of_review_nothing_new_is_made_and_the_request_ends_with_its_last_visit(cast: Cast) -> None:
    first = make_plan().first_day
    regular = make_regular(cast, make_plan(review_on=first + dt.timedelta(days=1)))
    machine.travel_to(clock.at(first + dt.timedelta(days=3), dt.time(10)))
    sweep()
    regular.series.refresh_from_db()
    assert regular.series.state == SeriesState.ENDED
    assert regular.series.visits.count() == 1


def test_one_date_given_back_is_looked_for_at_once_and_the_rest_stays(cast: Cast) -> None:
    regular = make_regular(cast)
    given_back = Assignment.objects.filter(person=regular.person).order_by("planned_window")[2]
    give_up_assignment(given_back, by=regular.person, now=clock.now())
    sweep()
    asked = Offer.objects.filter(visit=given_back.visit)
    assert asked.exists()
    assert not asked.filter(person=regular.person).exists()
    regular.refresh_from_db()
    assert regular.state == RegularState.YES
    assert Visit.objects.filter(state=VisitState.ARRANGED).count() == regular.series.visits.count() - 1


def test_the_whole_series_given_back_thanks_her_and_asks_others(cast: Cast) -> None:
    regular = make_regular(cast)
    days = list(regular.series.visits.order_by("series_day").values_list("series_day", flat=True))
    hand_back_series(regular, from_day=days[1], by=regular.person, now=clock.now())
    regular.refresh_from_db()
    assert (regular.state, regular.last_day) == (RegularState.OVER, days[1] - dt.timedelta(days=1))
    assert (owed("series_thanks"), owed("regular_left"), owed("searching_again")) == (1, 1, 0)
    standing = Assignment.objects.filter(state=AssignmentState.PLANNED)
    assert [one.visit.series_day for one in standing] == [days[0]]
    hand_back_series(regular, from_day=days[1], by=regular.person, now=clock.now())
    assert owed("series_thanks") == 1
    sweep()
    asked = regular.series.regulars.filter(state=RegularState.ASKED)
    assert asked.exists()
    assert not asked.filter(person=regular.person).exists()
    assert list(broken()) == []


def test_who_never_said_yes_gives_nothing_back(cast: Cast) -> None:
    series = make_series(cast)
    sweep()
    with pytest.raises(OfferExpired):
        hand_back_series(series.regulars.all()[0], from_day=clock.today(), by=cast.helper, now=clock.now())


def test_a_date_falls_out_and_comes_back(cast: Cast) -> None:
    regular = make_regular(cast)
    visit = regular.series.visits.order_by("series_day")[1]
    skip_date(visit, by=cast.tenant.user, now=clock.now())
    sweep()
    visit.refresh_from_db()
    assert visit.state == VisitState.CANCELLED
    take_back_skip(visit, by=cast.tenant.user, now=clock.now())
    visit.refresh_from_db()
    assert visit.state == VisitState.ARRANGED
    assert visit.assignments.get(state=AssignmentState.PLANNED).person == regular.person
    assert take_back_skip(visit, by=cast.tenant.user, now=clock.now()).state == VisitState.ARRANGED
    assert list(broken()) == []


def test_only_dates_of_a_series_are_skipped(cast: Cast) -> None:
    visit = make_visit(cast.tenant, cast.shop)
    with pytest.raises(WrongState):
        skip_date(visit, by=cast.tenant.user, now=clock.now())
    with pytest.raises(WrongState):
        take_back_skip(visit, by=cast.tenant.user, now=clock.now())


@pytest.mark.parametrize("how", ["died", "consent", "stopped"])
def test_a_series_ends_with_its_request(cast: Cast, how: str) -> None:
    regular = make_regular(cast)
    if how == "died":
        record_death(cast.tenant, died_on=clock.today(), by=cast.helper, now=clock.now())
    elif how == "consent":
        withdraw(cast.tenant.user, purpose=Consent.ConsentPurpose.HELP, by=cast.helper, now=clock.now())
    else:
        stop_request(regular.series.help_request, by=cast.tenant.user, now=clock.now())
    regular.refresh_from_db()
    assert (regular.series.state, regular.state) == (SeriesState.ENDED, RegularState.OVER)
    assert states(regular.series) == {VisitState.CANCELLED}
    sweep()
    assert regular.series.help_request.ended_at is not None
    assert list(broken()) == []


def test_who_has_left_comes_no_more_and_others_are_asked(cast: Cast) -> None:
    regular = make_regular(cast)
    leave(regular.person.volunteer, now=clock.now())
    machine.travel_to(clock.now() + dt.timedelta(days=1))
    sweep()
    regular.refresh_from_db()
    assert regular.state == RegularState.OVER
    assert regular.series.regulars.filter(state=RegularState.ASKED).exists()
