"""„Soll es so weitergehen?“: no series runs for ever."""

import datetime as dt

import pytest

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from requests.errors import AlreadyAnswered, WrongState
from requests.models import Regular, StateChange
from requests.series.making import REVIEW_AFTER, TooLong
from requests.series.reviewing import END, YES, say_for_regular, say_for_tenant
from requests.states import RegularState, SeriesState
from tests import clock as machine
from tests.conftest import Cast
from tests.requests.series.standing import make_plan, make_regular, make_series, sweep

pytestmark = pytest.mark.django_db


def owed(reason: str) -> int:
    return Message.objects.filter(reason=reason).exclude(state=MessageState.CANCELLED).count()


@pytest.fixture
def reviewed(cast: Cast) -> Regular:
    """Its day of review is six weeks off; two weeks pass."""
    regular = make_regular(cast, make_plan(review_on=clock.today() + dt.timedelta(weeks=6)))
    machine.travel_to(clock.now() + dt.timedelta(weeks=2, days=1))
    sweep()
    regular.series.refresh_from_db()
    return regular


def test_without_a_day_it_is_asked_after_six_months_and_never_later_than_twelve(cast: Cast) -> None:
    series = make_series(cast)
    assert series.review_on == series.first_day + REVIEW_AFTER
    with pytest.raises(TooLong):
        make_series(cast, make_plan(review_on=series.first_day + dt.timedelta(days=380)))


def test_both_are_asked_once_four_weeks_before(reviewed: Regular) -> None:
    assert (owed("review_tenant"), owed("review_regular")) == (1, 1)
    machine.travel_to(clock.now() + dt.timedelta(days=1))
    sweep()
    assert (owed("review_tenant"), owed("review_regular")) == (1, 1)


def test_two_yeses_give_a_new_day_of_review(cast: Cast, reviewed: Regular) -> None:
    series, before = reviewed.series, reviewed.series.review_on
    say_for_tenant(series, YES, by=cast.tenant.user, now=clock.now())
    series.refresh_from_db()
    assert series.review_on == before
    say_for_regular(reviewed, YES, by=reviewed.person, now=clock.now())
    series.refresh_from_db()
    assert series.review_on == before + REVIEW_AFTER
    assert StateChange.objects.filter(subject="series", subject_id=series.pk).count() == 2
    assert (owed("review_tenant"), owed("review_regular")) == (0, 0)
    with pytest.raises(WrongState):
        say_for_tenant(series, END, by=cast.tenant.user, now=clock.now())


def test_the_tenants_end_ends_it_on_that_day(cast: Cast, reviewed: Regular) -> None:
    say_for_tenant(reviewed.series, END, by=cast.tenant.user, now=clock.now())
    reviewed.series.refresh_from_db()
    assert reviewed.series.ends_on == reviewed.series.review_on
    with pytest.raises(WrongState):
        say_for_tenant(reviewed.series, "perhaps", by=cast.tenant.user, now=clock.now())


def test_her_end_lets_the_series_go_on_with_somebody_else(cast: Cast, reviewed: Regular) -> None:
    before = reviewed.series.review_on
    say_for_regular(reviewed, END, by=reviewed.person, now=clock.now())
    say_for_tenant(reviewed.series, YES, by=cast.tenant.user, now=clock.now())
    reviewed.refresh_from_db()
    reviewed.series.refresh_from_db()
    assert (reviewed.state, reviewed.last_day) == (RegularState.OVER, before)
    assert reviewed.series.review_on > before
    assert reviewed.series.state == SeriesState.ACTIVE


def test_another_answer_is_refused(cast: Cast, reviewed: Regular) -> None:
    say_for_tenant(reviewed.series, YES, by=cast.tenant.user, now=clock.now())
    say_for_tenant(reviewed.series, YES, by=cast.tenant.user, now=clock.now())
    with pytest.raises(AlreadyAnswered):
        say_for_tenant(reviewed.series, END, by=cast.tenant.user, now=clock.now())


def test_without_an_answer_somebody_calls_and_at_the_day_it_ends(reviewed: Regular) -> None:
    machine.travel_to(clock.now() + dt.timedelta(weeks=2))
    sweep()
    sweep()
    assert (owed("review_tenant_call"), owed("review_regular_call")) == (1, 1)
    machine.travel_to(clock.at(reviewed.series.review_on + dt.timedelta(days=1), dt.time(9)))
    sweep()
    reviewed.series.refresh_from_db()
    assert reviewed.series.state == SeriesState.ENDED
