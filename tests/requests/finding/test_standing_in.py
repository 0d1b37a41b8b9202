"""„Ersatz“: a moment too late, ready all the same, asked first; nobody is sent without her own yes."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from requests.arranged.visits import accept_offer, decline_offer, give_up_assignment
from requests.errors import WrongState
from requests.finding.standing_in import stand_by, step_back
from requests.models import Assignment, Offer, StandIn
from requests.people.suspending import suspend
from requests.states import OfferState, VisitState
from requests.sweeps import drive_visits
from tests.conftest import Cast
from tests.factories import make_visit
from tests.requests.arranged.test_sign_off_pages import signed_in
from tests.requests.errands import way
from tests.requests.mishaps.test_trouble import wrong

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(cast: Cast, now: dt.datetime) -> list[Offer]:
    """The first of three said yes; the other two read that somebody was faster."""
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    offers = list(visit.offers.select_related("person", "visit__help_request").order_by("pk"))
    accept_offer(offers[0], by=offers[0].person, now=now)
    for offer in offers:
        offer.refresh_from_db()
    return offers


def given_up(offers: list[Offer], now: dt.datetime) -> list[Offer]:
    """The chosen one cannot come; who is asked then."""
    going = Assignment.objects.select_related("visit", "person").get(visit=offers[0].visit_id, state="planned")
    give_up_assignment(going, by=going.person, now=now)
    drive_visits()
    return list(Offer.objects.filter(visit=going.visit, state=OfferState.OPEN).select_related("person"))


def test_who_is_ready_is_asked_first_and_alone(taken: list[Offer], now: dt.datetime) -> None:
    stand_by(taken[2].visit, person=taken[2].person, now=now)
    (offer,) = given_up(taken, now)
    assert offer.person == taken[2].person
    assert "steht als Ersatz bereit" in offer.reasons
    accept_offer(offer, by=offer.person, now=now)
    assert wrong() == []


def test_without_a_tick_the_others_are_asked_together(taken: list[Offer], now: dt.datetime) -> None:
    assert {offer.person for offer in given_up(taken, now)} == {taken[1].person, taken[2].person}


def test_after_her_no_the_search_goes_on_with_the_others(taken: list[Offer], now: dt.datetime) -> None:
    stand_by(taken[2].visit, person=taken[2].person, now=now)
    (offer,) = given_up(taken, now)
    decline_offer(offer, by=offer.person, now=now)
    open_now = Offer.objects.filter(visit=offer.visit, state=OfferState.OPEN)
    assert [one.person for one in open_now] == [taken[1].person]
    assert wrong() == []


def test_who_may_not_any_more_is_passed_over(cast: Cast, taken: list[Offer], now: dt.datetime) -> None:
    stand_by(taken[2].visit, person=taken[2].person, now=now)
    suspend(taken[2].person.volunteer, reason="x", by=cast.helper, now=now)
    assert taken[2].person not in [offer.person for offer in given_up(taken, now)]


def test_who_stepped_back_is_one_of_the_others(taken: list[Offer], now: dt.datetime) -> None:
    stand_by(taken[2].visit, person=taken[2].person, now=now)
    for _ in range(2):
        step_back(taken[2].visit, person=taken[2].person)
    assert len(given_up(taken, now)) == 2


def test_a_tick_twice_is_one(taken: list[Offer], now: dt.datetime) -> None:
    first, again = (stand_by(taken[1].visit, person=taken[1].person, now=now) for _ in range(2))
    assert first == again


def test_only_who_was_asked_and_too_late_may_be_ready(cast: Cast, taken: list[Offer], now: dt.datetime) -> None:
    for person in (taken[0].person, cast.tenant.user):
        with pytest.raises(WrongState):
            stand_by(taken[0].visit, person=person, now=now)
    given_up(taken, now)
    with pytest.raises(WrongState):
        stand_by(taken[1].visit, person=taken[1].person, now=now)


def test_one_tap_on_the_page_of_who_was_too_late(cast: Cast, taken: list[Offer]) -> None:
    client = Client()
    assert "Ja, als Ersatz bereitstehen" in client.get(way(taken[1])).content.decode()
    client.get(way(taken[1], "ersatz"))
    assert not StandIn.objects.exists(), "a mail scanner has followed the link"
    assert (
        "Sie stehen als Ersatz bereit"
        in client.post(way(taken[1], "ersatz"), {"an": "1"}, follow=True).content.decode()
    )
    case = reverse("requests:board_request", args=[taken[1].visit.help_request.reference])
    assert taken[1].person.full_name in signed_in(cast.helper).get(case).content.decode()
    client.post(way(taken[1], "ersatz"))
    assert not StandIn.objects.exists()


def test_who_goes_is_not_offered_to_stand_in(taken: list[Offer]) -> None:
    assert "Ersatz" not in Client().get(way(taken[0])).content.decode()
    assert Client().post(way(taken[0], "ersatz"), {"an": "1"}).status_code == 409
    assert taken[0].visit.assignments.get().visit.state == VisitState.ARRANGED
