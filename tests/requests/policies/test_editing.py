"""Another policy is put down, taken back, and reset; every change stands in the audit trail."""

import pytest

from piano.kit import clock
from quarters.models import Category
from requests.models import Days, Policy
from requests.policies.editing import (
    BadPlan,
    NothingToTakeBack,
    Scope,
    plan_of,
    put_policy,
    read_scope,
    reset_policy,
    take_back,
    versions_of,
)
from requests.policies.plain import Plan, Step, Unit, Who
from requests.policies.shipped import NORMAL, PROFESSIONAL
from tests.conftest import Cast
from tests.factories import make_category

pytestmark = pytest.mark.django_db
HELPER = Step(Who.HELPER, unit=Unit.MINUTES, amount=0)
FIVE, TWO = (Plan((Step(Who.WRITING, at_once=number), HELPER)) for number in (5, 2))
WHOLE = Scope("normal")


def put(cast: Cast, plan: Plan, scope: Scope = WHOLE) -> None:
    put_policy(scope, plan, by=cast.helper, now=clock.now())


def test_it_holds_from_now_on_and_leaves_a_version(cast: Cast) -> None:
    put(cast, FIVE)
    assert plan_of(WHOLE) == FIVE
    assert [version.plan for version in versions_of(WHOLE)] == [FIVE]


def test_the_same_once_more_changes_nothing(cast: Cast) -> None:
    put(cast, FIVE)
    put(cast, FIVE)
    assert len(versions_of(WHOLE)) == 1


def test_the_shipped_one_needs_no_row(cast: Cast) -> None:
    put(cast, FIVE)
    put(cast, NORMAL)
    assert not Policy.objects.exists()
    assert [version.plan for version in versions_of(WHOLE)] == [None, FIVE]


def test_what_makes_no_sense_is_not_saved(cast: Cast) -> None:
    with pytest.raises(BadPlan, match="kein Ende"):
        put(cast, Plan(()))
    assert not Policy.objects.exists()


def test_a_reset_is_the_shipped_one_and_twice_changes_nothing(cast: Cast) -> None:
    put(cast, FIVE)
    reset_policy(WHOLE, by=cast.helper)
    reset_policy(WHOLE, by=cast.helper)
    assert plan_of(WHOLE) == NORMAL


def test_the_last_change_is_taken_back(cast: Cast) -> None:
    with pytest.raises(NothingToTakeBack):
        take_back(WHOLE, to=None, by=cast.helper, now=clock.now())
    put(cast, FIVE)
    put(cast, TWO)
    take_back(WHOLE, to=None, by=cast.helper, now=clock.now())
    assert plan_of(WHOLE) == FIVE


def test_a_reset_is_taken_back_too(cast: Cast) -> None:
    put(cast, FIVE)
    reset_policy(WHOLE, by=cast.helper)
    take_back(WHOLE, to=None, by=cast.helper, now=clock.now())
    assert plan_of(WHOLE) == FIVE


def test_any_version_comes_back_but_none_of_another_policy(cast: Cast) -> None:
    put(cast, FIVE)
    put(cast, TWO)
    oldest = versions_of(WHOLE)[-1]
    take_back(WHOLE, to=oldest.number, by=cast.helper, now=clock.now())
    assert plan_of(WHOLE) == FIVE
    other = Scope("soon")
    put(cast, FIVE, other)
    with pytest.raises(NothingToTakeBack):
        take_back(other, to=oldest.number, by=cast.helper, now=clock.now())


def test_a_special_one_is_kept_even_if_it_says_the_same(cast: Cast) -> None:
    put(cast, NORMAL, Scope("normal", cast.shop))
    assert Policy.objects.get().category == cast.shop


@pytest.mark.parametrize("key", ["normal.alle.all", "urgent.fach.off", "soon.shop.working"])
def test_an_address_names_a_scope(cast: Cast, key: str) -> None:
    scope = read_scope(key)
    assert scope is not None
    assert scope.key == key


@pytest.mark.parametrize(
    "key", ["", "normal", "eilig.alle.all", "normal.nirgends.all", "normal.alle.montag", "a.b.c.d"]
)
def test_what_is_no_scope_is_none(cast: Cast, key: str) -> None:
    assert read_scope(key) is None


def test_a_professional_kind_of_help_begins_with_its_own_shipped_plan(cast: Cast) -> None:
    care: Category = make_category("care", who="professional", level="P")
    assert plan_of(Scope("normal", care, days=Days.OFF)) == PROFESSIONAL
