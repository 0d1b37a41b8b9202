"""The care partner comes where a human opened the way: urgent by a human's mark or for professionals, price said, yes given."""

import datetime as dt

import pytest

from piano.kit import clock
from piano.messaging.models import Message
from quarters.models import Urgency
from requests.finding.calling_out import (
    NotForDuty,
    OwnServiceFirst,
    PriceMissing,
    PriceNotAgreed,
    agree_to_price,
    mark_urgent,
    take_back_agreement,
)
from requests.finding.decisions import ask_on_call
from requests.models import CareAgreement, HelpRequest, Offer, Visit
from requests.states import VisitState
from requests.sweeps import drive_visits
from requests.wishes.intake import Wish, take_request
from tests import clock as machine
from tests.conftest import Cast, make_cast
from tests.factories import make_care_worker, make_category, make_visit, make_window

pytestmark = pytest.mark.django_db
PRICE = "Der Pflegedienst kostet 35 € je Einsatz."


@pytest.fixture
def cast(db: None, _morning: None) -> Cast:
    cast = make_cast(volunteers=0)
    make_care_worker(cast.district)
    return cast


def driven(cast: Cast, **wish: object) -> Visit:
    visit = make_visit(cast.tenant, cast.shop, **wish)
    drive_visits()
    visit.refresh_from_db()
    return visit


def test_a_wish_for_today_is_no_reason_to_send_a_care_service(cast: Cast) -> None:
    visit = driven(cast, urgency=Urgency.URGENT)
    assert visit.state == VisitState.DECISION
    assert not Offer.objects.exists()


def test_a_mark_alone_sends_nobody(cast: Cast, now: dt.datetime) -> None:
    visit = make_visit(cast.tenant, cast.shop)
    mark_urgent(visit.help_request, by=cast.helper, now=now)
    drive_visits()
    assert Visit.objects.get().state == VisitState.DECISION


def test_the_price_alone_sends_nobody(cast: Cast, now: dt.datetime) -> None:
    visit = make_visit(cast.tenant, cast.shop, urgency=Urgency.URGENT)
    agree_to_price(visit.help_request, price=PRICE, by=cast.helper, now=now)
    drive_visits()
    assert Visit.objects.get().state == VisitState.DECISION


def test_professionals_wait_for_the_price_too(cast: Cast) -> None:
    make_visit(cast.tenant, make_category("care", who="professional", level="P"))
    drive_visits()
    assert Visit.objects.get().state == VisitState.DECISION


def test_with_both_the_one_on_call_is_asked(cast: Cast, now: dt.datetime) -> None:
    visit = make_visit(cast.tenant, cast.shop)
    mark_urgent(visit.help_request, by=cast.helper, now=now)
    agree_to_price(visit.help_request, price=PRICE, by=cast.helper, now=now)
    drive_visits()
    assert Visit.objects.get().state == VisitState.ON_CALL


def test_by_hand_the_same_rules_hold(cast: Cast, now: dt.datetime) -> None:
    visit = driven(cast)
    with pytest.raises(NotForDuty):
        ask_on_call(visit, by=cast.helper, now=now)
    mark_urgent(visit.help_request, by=cast.helper, now=now)
    with pytest.raises(PriceNotAgreed):
        ask_on_call(visit, by=cast.helper, now=now)
    agree_to_price(visit.help_request, price=PRICE, by=cast.helper, now=now)
    assert ask_on_call(visit, by=cast.helper, now=now).tier == "care"


def test_a_yes_that_was_taken_back_counts_no_more(cast: Cast, now: dt.datetime) -> None:
    visit = driven(cast)
    mark_urgent(visit.help_request, by=cast.helper, now=now)
    agree_to_price(visit.help_request, price=PRICE, by=cast.helper, now=now)
    assert [take_back_agreement(visit.help_request, now=now) for _ in range(2)] == [1, 0]
    with pytest.raises(PriceNotAgreed):
        ask_on_call(visit, by=cast.helper, now=now)


def test_an_own_care_service_is_named_first(cast: Cast, now: dt.datetime) -> None:
    cast.tenant.care_service_name = "Pflege mit Herz"
    cast.tenant.save()
    help_request = driven(cast).help_request
    with pytest.raises(OwnServiceFirst):
        agree_to_price(help_request, price=PRICE, by=cast.helper, now=now)
    agree_to_price(help_request, price=PRICE, own_service_first=True, by=cast.helper, now=now)
    assert CareAgreement.objects.get().own_service_first


def test_a_yes_without_a_price_is_none(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(PriceMissing):
        agree_to_price(driven(cast).help_request, price="  ", by=cast.helper, now=now)


def test_a_second_yes_keeps_the_first(cast: Cast, now: dt.datetime) -> None:
    help_request = driven(cast).help_request
    for price in (PRICE, "99 €"):
        agree_to_price(help_request, price=price, by=cast.helper, now=now)
    assert CareAgreement.objects.get().price == PRICE


def test_who_marks_it_urgent_stands_there(cast: Cast, now: dt.datetime) -> None:
    visit = driven(cast)
    mark_urgent(visit.help_request, by=cast.helper, now=now)
    fresh = HelpRequest.objects.get()
    assert (fresh.urgency, fresh.urgent_by, fresh.urgent_at) == (Urgency.URGENT, cast.helper, now)


@pytest.mark.parametrize("is_marked", [True, False])
def test_a_helper_on_the_phone_marks_it_by_saying_so(cast: Cast, now: dt.datetime, is_marked: bool) -> None:
    wish = Wish(cast.shop, make_window(), 60, urgency=Urgency.URGENT, is_marked_urgent=is_marked)
    taken = take_request(resident=cast.tenant, wish=wish, source="phone", by=cast.helper, now=now)
    assert (taken.urgent_at is not None) == is_marked


@pytest.mark.parametrize(("hour", "is_asked"), [(11, False), (13, False), (23, True)])
def test_outside_office_hours_whoever_has_duty_is_asked_to_judge_and_nobody_is_woken(
    cast: Cast, hour: int, is_asked: bool
) -> None:
    with machine.at(clock.at(clock.today(), dt.time(hour))):
        now = clock.now()
        driven(cast, urgency=Urgency.URGENT, window=(now, now + dt.timedelta(hours=8)))
    assert Message.objects.filter(reason="please_judge").exists() == is_asked
    assert not Offer.objects.exists()
