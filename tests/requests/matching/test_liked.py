"""What a volunteer likes doing best: she is asked sooner for it, and it is said why. By the real tables."""

import datetime as dt

import pytest

from piano.kit import clock
from requests.finding.ranking import Candidate
from requests.matching import rank_candidates
from requests.models import Visit, Weights
from tests.conftest import Cast
from tests.factories import make_category, make_visit
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
WORDS = "macht das besonders gern"


@pytest.fixture
def visit(cast: Cast) -> Visit:
    return make_visit(cast.tenant, cast.shop)


def ranked(visit: Visit, now: dt.datetime) -> list[Candidate]:
    return rank_candidates(visit, now=now)


def likes(person_id: int, code: str) -> None:
    Volunteer.objects.filter(user=person_id).update(favourites=[code])


def test_who_likes_it_best_costs_less_by_its_weight_and_it_is_said(visit: Visit, cast: Cast, now: dt.datetime) -> None:
    before = {one.person_id: one for one in ranked(visit, now)}
    her = list(before)[-1]
    likes(her, cast.shop.code)
    after = {one.person_id: one for one in ranked(visit, now)}
    assert before[her].cost - after[her].cost == Weights().liked_m
    assert [one.person_id for one in after.values() if WORDS in one.reasons] == [her]
    others = set(before) - {her}
    assert others
    assert all(after[one].cost == before[one].cost for one in others)


def test_she_comes_before_somebody_a_little_nearer(visit: Visit, cast: Cast, now: dt.datetime) -> None:
    last = ranked(visit, now)[-1]
    likes(last.person_id, cast.shop.code)
    assert ranked(visit, now)[0].person_id == last.person_id


def test_another_kind_of_help_that_she_likes_counts_nothing(visit: Visit, cast: Cast, now: dt.datetime) -> None:
    before = ranked(visit, now)
    other = make_category()
    Volunteer.objects.get(user=before[-1].person_id).categories.add(other)
    likes(before[-1].person_id, other.code)
    assert ranked(visit, now) == before


def test_liking_alone_is_not_doing(visit: Visit, cast: Cast, now: dt.datetime) -> None:
    her = ranked(visit, now)[0].person_id
    likes(her, cast.shop.code)
    Volunteer.objects.get(user=her).categories.clear()
    assert her not in [one.person_id for one in ranked(visit, now)]


def test_its_weight_is_data_from_a_day_on(visit: Visit, cast: Cast, now: dt.datetime) -> None:
    plain = {one.person_id: one.cost for one in ranked(visit, now)}
    her = list(plain)[-1]
    likes(her, cast.shop.code)
    Weights.objects.create(liked_m=1000, valid_from=clock.local(now).date() + dt.timedelta(days=1))
    assert plain[her] - {one.person_id: one.cost for one in ranked(visit, now)}[her] == Weights().liked_m
    Weights.objects.create(liked_m=50, valid_from=clock.local(now).date())
    costs = {one.person_id: one.cost for one in ranked(visit, now)}
    other = next(one for one in plain if one != her)
    assert (plain[her] - costs[her]) - (plain[other] - costs[other]) == 50
