"""A new sheet after each change: gathered, dated, and the one before it counts no more."""

import datetime as dt

import pytest

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from quarters.models import Reach
from requests.models import WeekPlan
from requests.weeks.entries import end_entry
from requests.weeks.looking import DAYS, STAYS, look_at_weeks
from requests.weeks.plans import end_sheets, wish_sheets
from tests.conftest import Cast
from tests.requests.errands import make_going
from tests.requests.weeks.writing import make_entry, settle

pytestmark = pytest.mark.django_db


def owed() -> list[Message]:
    return list(Message.objects.filter(reason="week_sheet").exclude(state=MessageState.CANCELLED))


def with_sheet(cast: Cast, now: dt.datetime) -> tuple[WeekPlan, dt.datetime]:
    """The first one has left."""
    plan = wish_sheets(cast.tenant, by=cast.tenant.user, now=now)
    later = settle(plan, now)
    Message.objects.filter(reason="week_sheet").update(state=MessageState.SENT)
    return plan, later


def test_first_sheet_follows_the_wish(cast: Cast, now: dt.datetime) -> None:
    plan, later = with_sheet(cast, now)
    assert (plan.number, plan.sheet_at, len(owed())) == (1, later, 1)


def test_wishing_twice_is_once(cast: Cast, now: dt.datetime) -> None:
    first = wish_sheets(cast.tenant, by=cast.tenant.user, now=now)
    assert wish_sheets(cast.tenant, by=cast.helper, now=now) == first


def test_five_clicks_are_one_sheet(cast: Cast, now: dt.datetime) -> None:
    plan, now = with_sheet(cast, now)
    for hour in range(10, 15):
        make_entry(cast.tenant, starts=dt.time(hour))
        look_at_weeks(now=now)
    settle(plan, now)
    assert plan.number == 2
    assert len(owed()) == 2


def test_no_sheet_while_it_still_changes(cast: Cast, now: dt.datetime) -> None:
    plan, now = with_sheet(cast, now)
    for step in range(4):
        make_entry(cast.tenant, starts=dt.time(10 + step))
        WeekPlan.objects.update(look_at=now)
        look_at_weeks(now=now)
        now += STAYS - dt.timedelta(minutes=1)
    plan.refresh_from_db()
    assert plan.number == 1


def test_nothing_changed_is_no_sheet(cast: Cast, now: dt.datetime) -> None:
    plan, now = with_sheet(cast, now)
    settle(plan, now)
    assert plan.number == 1


def test_added_and_taken_away_is_no_sheet(cast: Cast, now: dt.datetime) -> None:
    plan, now = with_sheet(cast, now)
    end_entry(make_entry(cast.tenant), by=cast.helper, now=now)
    settle(plan, now)
    assert plan.number == 1


def test_a_yes_to_a_visit_is_a_change(cast: Cast, now: dt.datetime) -> None:
    plan, later = with_sheet(cast, now)
    make_going(cast, now)
    settle(plan, later)
    assert plan.number == 2


def test_what_lies_behind_the_sheet_waits_for_the_next(cast: Cast, now: dt.datetime) -> None:
    plan, now = with_sheet(cast, now)
    make_entry(cast.tenant, day=clock.today() + dt.timedelta(days=DAYS))
    settle(plan, now)
    assert plan.number == 1


def test_before_its_last_days_the_next_one_follows(cast: Cast, now: dt.datetime) -> None:
    plan, now = with_sheet(cast, now)
    settle(plan, now + dt.timedelta(days=4))
    assert plan.number == 1
    settle(plan, now + dt.timedelta(days=5))
    assert plan.number == 2


def test_one_that_did_not_leave_is_replaced(cast: Cast, now: dt.datetime) -> None:
    plan = wish_sheets(cast.tenant, by=cast.tenant.user, now=now)
    later = settle(plan, now)
    make_entry(cast.tenant)
    settle(plan, later)
    assert [message.slot for message in owed()] == ["2"]


def test_letters_go_by_post(cast: Cast, now: dt.datetime) -> None:
    cast.tenant.user.reach = Reach.LETTER
    cast.tenant.user.save()
    plan = wish_sheets(cast.tenant, by=cast.helper, now=now)
    settle(plan, now)
    assert [message.channel for message in owed()] == ["letter"]


def test_ended_nothing_more_is_sent(cast: Cast, now: dt.datetime) -> None:
    plan = wish_sheets(cast.tenant, by=cast.tenant.user, now=now)
    later = settle(plan, now)
    end_sheets(cast.tenant, now=later)
    make_entry(cast.tenant)
    settle(plan, later)
    assert owed() == []


def test_nobody_writes_to_the_dead(cast: Cast, now: dt.datetime) -> None:
    plan = wish_sheets(cast.tenant, by=cast.tenant.user, now=now)
    cast.tenant.died_on = clock.today()
    cast.tenant.save()
    settle(plan, now)
    assert owed() == []
