"""The running search keeps its own copy of the policy: what is edited meanwhile holds for the next search."""

import datetime as dt

import pytest

from piano.kit import clock
from quarters.models import Urgency
from requests.arranged.visits import decline_offer
from requests.finding.calling_out import mark_urgent
from requests.models import Days, Policy, Visit
from requests.policies.choosing import plan_for, snapshot_of
from requests.policies.plain import Plan, Step, Who
from requests.policies.shipped import NORMAL, PROFESSIONAL, URGENT
from requests.states import VisitState
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_category, make_visit, make_volunteer

pytestmark = pytest.mark.django_db
ONE, TWO = Plan((Step(Who.WRITING, at_once=1),)), Plan((Step(Who.WRITING, at_once=2),))


def put(plan: Plan, **fields: object) -> Policy:
    values = {"urgency": Urgency.NORMAL, "plan": plan.as_json(), "changed_at": clock.now(), **fields}
    return Policy.objects.create(**values)


def searched(cast: Cast, **wish: object) -> Visit:
    visit = make_visit(cast.tenant, cast.shop, **wish)
    drive_visits()
    visit.refresh_from_db()
    return visit


def test_without_a_row_the_shipped_policy_holds(cast: Cast) -> None:
    visit = searched(cast)
    assert snapshot_of(visit, now=clock.now()).plan == NORMAL
    assert snapshot_of(visit, now=clock.now()).at == 1, "nobody is familiar, so three are asked"


def test_professional_kinds_of_help_have_their_own(cast: Cast) -> None:
    care = make_category("care", who="professional", level="P")
    assert plan_for(make_visit(cast.tenant, care).help_request, moment=clock.now()) == PROFESSIONAL


def test_the_most_specific_one_holds(cast: Cast) -> None:
    help_request, now = make_visit(cast.tenant, cast.shop).help_request, clock.now()
    put(ONE)
    assert plan_for(help_request, moment=now) == ONE
    put(NORMAL, days=Days.WORKING)
    assert plan_for(help_request, moment=now) == NORMAL
    put(TWO, category=cast.shop)
    assert plan_for(help_request, moment=now) == TWO
    put(URGENT, for_professionals=True)
    put(URGENT, category=make_category())
    assert plan_for(help_request, moment=now) == TWO


def test_an_edit_does_not_disturb_a_running_search(cast: Cast) -> None:
    for _ in range(6):
        make_volunteer(cast.district, [cast.shop])
    visit = searched(cast)
    put(ONE)
    for offer in visit.offers.filter(state="open"):
        decline_offer(offer, by=offer.person, now=clock.now())
    visit.refresh_from_db()
    assert visit.offers.filter(state="open").count() == 3, "the second wave of the policy with which it began"
    assert searched(cast).offers.count() == 1


def test_a_search_that_begins_anew_takes_what_holds_then(cast: Cast) -> None:
    visit = searched(cast)
    put(ONE)
    Visit.objects.filter(pk=visit.pk).update(state=VisitState.OPEN)
    visit.due_work.filter(kind="expire").update(kind="match", due_at=clock.now())
    visit.offers.all().delete()
    drive_visits()
    assert visit.offers.count() == 1


def test_what_a_human_calls_urgent_goes_on_by_the_policy_for_urgent(cast: Cast) -> None:
    visit = searched(cast)
    mark_urgent(visit.help_request, by=cast.helper, now=clock.now())
    visit.refresh_from_db()
    assert snapshot_of(visit, now=clock.now()).plan == URGENT


def christmas() -> dt.datetime:
    return clock.at(dt.date(clock.today().year + 1, 12, 25), dt.time(10))


def test_weekends_and_holidays_may_have_their_own(cast: Cast) -> None:
    put(ONE, days=Days.OFF)
    help_request = make_visit(cast.tenant, cast.shop).help_request
    assert plan_for(help_request, moment=clock.now()) == NORMAL
    with machine.at(christmas()):
        assert plan_for(help_request, moment=clock.now()) == ONE
