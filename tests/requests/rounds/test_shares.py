"""A very large round in shares: only what has nobody in common is apart."""

import pytest

from requests.models import Visit
from requests.rounds.shares import balanced, shares_of
from tests.conftest import Cast
from tests.factories import HERE, make_building, make_resident, make_user, make_visit

pytestmark = pytest.mark.django_db


def visit_at(cast: Cast, north_m: float) -> Visit:
    resident = make_resident(cast.district, make_user())
    resident.building = make_building(cast.district, latitude=HERE[0] + north_m / 111_000)
    resident.save()
    return make_visit(resident, cast.shop)


def test_two_towns_are_two_shares(cast: Cast) -> None:
    here, near, far = visit_at(cast, 0), visit_at(cast, 4900), visit_at(cast, 50_000)
    shares = shares_of([here.pk, near.pk, far.pk], 2)
    assert sorted(map(sorted, shares)) == sorted([sorted([here.pk, near.pk]), [far.pk]])


def test_one_town_is_one_share(cast: Cast) -> None:
    """Somebody halfway could reach both: they live up to 2,5 km from each."""
    visits = [visit_at(cast, metres) for metres in (0, 4000, 8000)]
    assert len(shares_of([visit.pk for visit in visits], 2)) == 1


def test_where_a_place_is_unknown_nothing_is_shared_out(cast: Cast) -> None:
    here, far = visit_at(cast, 0), visit_at(cast, 50_000)
    far.help_request.resident.building = None
    far.help_request.resident.save()
    assert shares_of([here.pk, far.pk], 2) == [[here.pk, far.pk]]


def test_shares_are_about_as_large() -> None:
    assert sorted(map(len, balanced([[1] * 5, [2] * 3, [3] * 3, [4]], 2))) == [6, 6]
