"""Who works in a district as its helper."""

import datetime as dt

import pytest

from piano.kit import clock
from quarters.models import Role, RoleKind
from quarters.people.helping import helpers_of
from tests.factories import make_care_worker, make_district, make_helper

pytestmark = pytest.mark.django_db


def test_helpers_of_the_district_are_found_and_nobody_else() -> None:
    here, there = make_district(name="Mitte", slug="mitte"), make_district(name="West", slug="west")
    first, second = make_helper(here), make_helper(here, given_name="Ali")
    make_helper(there)
    make_care_worker(here)
    assert helpers_of(here.pk, now=clock.now()) == [first, second]


def test_who_has_two_roles_for_it_is_found_once() -> None:
    here = make_district()
    helper, today = make_helper(here), clock.today()
    Role.objects.create(user=helper, kind=RoleKind.HELPER, district=here, valid_from=today)
    assert helpers_of(here.pk, now=clock.now()) == [helper]


@pytest.mark.parametrize("why", ["the role is over", "the role has not begun", "the account is closed"])
def test_who_does_not_work_here_today_is_not_found(why: str) -> None:
    here = make_district()
    helper, day = make_helper(here), dt.timedelta(days=1)
    if why == "the account is closed":
        helper.is_active = False
        helper.save()
    elif why == "the role is over":
        helper.roles.update(valid_until=clock.today())
    else:
        helper.roles.update(valid_from=clock.today() + day)
    assert helpers_of(here.pk, now=clock.now()) == []
