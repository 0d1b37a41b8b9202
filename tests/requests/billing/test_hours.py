"""A report of a visit counts hours and books time, in one transaction, once."""

import datetime as dt

import pytest

from requests.arranged.afterwards import report_visit
from requests.models import Visit
from tests.conftest import Cast
from tests.requests.errands import make_going
from tests.volunteers.accounts.making import keep_accounts, make_account, make_officer, own_account
from volunteers.accounts.booking import grant
from volunteers.models import Booking, Effort, TimeAccount

pytestmark = pytest.mark.django_db


def report(visit: Visit, cast: Cast, *, took_place: bool = True, minutes: int = 60) -> None:
    person = visit.assignments.get().person
    after = visit.assignments.get().planned_window.upper
    report_visit(visit, by=person, took_place=took_place, minutes=minutes, note="", now=after)


def test_a_report_counts_the_hours_and_moves_time(cast: Cast, now: dt.datetime) -> None:
    association = keep_accounts(cast.volunteer.association, now=now)
    tenant = make_account(association, now=now, owner=cast.tenant.user)
    grant(tenant, minutes=45, reason="Willkommen", by=make_officer(association), now=now)
    _offer, going = make_going(cast, now)
    report(going.visit, cast)
    report(going.visit, cast)
    assert Effort.objects.get().minutes == 60
    assert TimeAccount.objects.get(owner=going.person).minutes == 60
    assert (TimeAccount.objects.get(owner=cast.tenant.user).minutes, own_account(association).minutes) == (0, -60)
    assert Booking.objects.filter(about=going.visit.reference).count() == 1


def test_hours_count_without_accounts_too(cast: Cast, now: dt.datetime) -> None:
    report(make_going(cast, now)[1].visit, cast)
    assert Effort.objects.get().counts
    assert not Booking.objects.exists()


def test_a_visit_that_did_not_take_place_counts_nothing(cast: Cast, now: dt.datetime) -> None:
    keep_accounts(cast.volunteer.association, now=now)
    report(make_going(cast, now)[1].visit, cast, took_place=False, minutes=0)
    assert not Effort.objects.exists()
    assert not Booking.objects.exists()
