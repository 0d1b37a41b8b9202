"""The dates of a series exist some weeks ahead, each once, whoever looks and how often."""

import datetime as dt
from itertools import pairwise

import pytest

from piano.kit import clock
from quarters.models import Acquaintance
from requests.arranged.settling import settle_request
from requests.models import DueWork, HelpRequest, Offer, Visit
from requests.series.rolling import roll_out
from requests.series.rule import monthly
from requests.states import RequestState, VisitState
from requests.sweeps import tend_series
from requests.wishes.holds import let_go
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_resident
from tests.requests.series.standing import make_plan, make_regular, make_series, sweep

pytestmark = pytest.mark.django_db


def days(series: object) -> list[dt.date]:
    return list(Visit.objects.filter(series=series).order_by("series_day").values_list("series_day", flat=True))


def test_dates_exist_five_weeks_ahead_at_ten_o_clock(cast: Cast) -> None:
    series = make_series(cast)
    sweep()
    found = days(series)
    assert found[0] == series.first_day
    assert all((later - day).days == 7 for day, later in pairwise(found))
    assert found[-1] + dt.timedelta(days=7) > clock.today() + dt.timedelta(weeks=5) >= found[-1]
    for visit in series.visits.all():
        assert clock.local(visit.wish_window.lower).time() == dt.time(10)
        assert clock.local(visit.wish_window.lower).date() == visit.series_day


def test_every_date_has_a_step_in_the_database(cast: Cast) -> None:
    series = make_series(cast)
    sweep()
    waiting = DueWork.objects.filter(visit__series=series, done_at=None).values("visit").distinct()
    assert waiting.count() == series.visits.count() > 3


def test_rolling_out_again_makes_nothing(cast: Cast) -> None:
    series = make_series(cast)
    sweep()
    before = days(series)
    assert roll_out(series, now=clock.now()) == []
    type(series).objects.update(due_at=clock.now())
    assert tend_series() == 1
    assert days(series) == before


def test_each_week_makes_one_date_more(cast: Cast) -> None:
    series = make_series(cast)
    sweep()
    before = days(series)
    machine.travel_to(clock.now() + dt.timedelta(days=7))
    sweep()
    assert days(series) == [*before, before[-1] + dt.timedelta(days=7)]


def test_a_rare_rule_still_has_two_dates_ahead(cast: Cast) -> None:
    series = make_series(cast, make_plan(monthly(2, "TU")))
    sweep()
    assert len(days(series)) == 2


def test_nothing_is_made_behind_the_day_of_review(cast: Cast) -> None:
    plan = make_plan()
    series = make_series(cast, make_plan(review_on=plan.first_day + dt.timedelta(days=10)))
    sweep()
    assert len(days(series)) == 2


def test_of_somebody_whom_nobody_knows_only_the_first_date_waits(cast: Cast) -> None:
    cast.tenant = make_resident(cast.district, is_known=False)
    series = make_series(cast)
    sweep()
    assert [visit.state for visit in series.visits.all()] == [VisitState.HELD]
    assert not series.regulars.exists()


def test_after_the_first_talk_somebody_is_asked_for_all_dates(cast: Cast) -> None:
    cast.tenant = make_resident(cast.district, is_known=False)
    series = make_series(cast)
    sweep()
    machine.travel_to(clock.now() + dt.timedelta(hours=2))
    met = dt.date(2025, 1, 1)
    Acquaintance.objects.create(resident=cast.tenant, met_on=met, visited_on=met)
    assert let_go(cast.tenant, by=cast.helper, now=clock.now()) == 1
    sweep()
    assert series.regulars.count() == 3
    assert not Offer.objects.exists()
    assert series.visits.count() > 3


def test_the_request_stays_open_between_two_dates(cast: Cast) -> None:
    regular = make_regular(cast)
    for visit in regular.series.visits.all():
        Visit.objects.filter(pk=visit.pk).update(state=VisitState.CANCELLED)
    help_request = HelpRequest.objects.get()
    settle_request(help_request, by=None, now=clock.now())
    assert help_request.state == RequestState.ARRANGED
