"""A visit that needs two: the first yes arranges it, and the second place goes on being looked for."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from quarters.models import User
from requests.arranged.rescheduling import answer_proposal, propose_time
from requests.arranged.tandem import bring_along, standing
from requests.arranged.visits import accept_offer, decline_offer
from requests.errors import NoLongerPossible, OfferExpired, OfferTaken
from requests.mishaps.troubles import settle
from requests.models import Assignment, DueWork, Offer, Outcome, Part, StateChange, Trouble, Visit
from requests.people.suspending import suspend
from requests.series.making import plan_from, write_series
from requests.series.rhythm import read_rhythm, times_of
from requests.series.rolling import roll_out
from requests.states import OfferState, VisitState
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_category, make_request, make_visit, make_volunteer
from tests.requests.arranged.test_sign_off_pages import signed_in
from tests.requests.asking import send, text_of
from tests.requests.mishaps.test_trouble import wrong

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(cast: Cast) -> Visit:
    """Three were asked, one said yes."""
    cast.shop.people_needed = 2
    cast.shop.save()
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    say_yes(visit)
    return visit


def say_yes(visit: Visit) -> Assignment:
    offer = visit.offers.filter(state=OfferState.OPEN).select_related("person").order_by("pk")[0]
    accept_offer(offer, by=offer.person, now=clock.now())
    return Assignment.objects.get(visit=visit, person=offer.person)


def open_of(visit: Visit) -> list[Offer]:
    return list(visit.offers.filter(state=OfferState.OPEN).select_related("person").order_by("pk"))


def told(reason: str) -> set[User]:
    rows = Message.objects.filter(reason=reason).exclude(state=MessageState.CANCELLED)
    return {message.recipient for message in rows.select_related("recipient")}


def board(cast: Cast) -> str:
    return text_of(signed_in(cast.helper).get("/leitstand/"))


def test_a_kind_of_help_may_need_two_by_nature(client: Client, cast: Cast) -> None:
    make_category("shop2", people_needed=2)
    send(client, was={"category": "shop2"})
    send(client)
    assert list(Visit.objects.order_by("pk").values_list("people_needed", flat=True)) == [2, 1]


def test_each_date_of_a_series_needs_as_many(cast: Cast, now: dt.datetime) -> None:
    cast.shop.people_needed = 2
    help_request = make_request(cast.tenant, cast.shop)
    Visit.objects.all().delete()
    rhythm = read_rhythm("jeden Dienstag um 10 Uhr")
    assert rhythm
    plan = plan_from(times_of(rhythm, minutes=60), now=now)
    roll_out(write_series(help_request, plan, by=None, now=now), now=now)
    assert set(help_request.visits.values_list("people_needed", flat=True)) == {2}


def test_after_the_first_yes_the_others_may_still_come_along(cast: Cast, visit: Visit) -> None:
    visit.refresh_from_db()
    assert visit.state == VisitState.ARRANGED
    assert len(open_of(visit)) == 2
    say_yes(visit)
    assert [one.part for one in standing(visit)] == [Part.LEAD, Part.TANDEM]
    assert open_of(visit) == []
    assert told("comes_along") == {cast.tenant.user, *(one.person for one in standing(visit))}
    assert not DueWork.objects.filter(visit=visit, kind="second", done_at=None).exists()
    assert wrong() == []


def test_the_same_yes_twice_is_one_and_a_third_comes_too_late(cast: Cast, visit: Visit) -> None:
    second, third = open_of(visit)
    for _ in range(2):
        accept_offer(second, by=second.person, now=clock.now())
    with pytest.raises(OfferTaken):
        accept_offer(third, by=third.person, now=clock.now())
    assert len(standing(visit)) == 2
    assert StateChange.objects.filter(subject="offer", to_state="accepted", by=second.person).count() == 1


def test_one_place_is_taken_by_one_yes(cast: Cast) -> None:
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    say_yes(visit)
    assert open_of(visit) == []


def test_who_may_not_go_may_not_come_along(cast: Cast, visit: Visit, now: dt.datetime) -> None:
    offer = open_of(visit)[0]
    suspend(offer.person.volunteer, reason="x", by=cast.helper, now=now)
    Offer.objects.filter(pk=offer.pk).update(state=OfferState.OPEN)
    with pytest.raises(NoLongerPossible):
        accept_offer(offer, by=offer.person, now=now)


def test_nobody_says_yes_to_a_time_she_was_not_asked_for(cast: Cast, visit: Visit, now: dt.datetime) -> None:
    first, offer = standing(visit)[0], open_of(visit)[0]
    later = first.planned_window.lower + dt.timedelta(minutes=30)
    asked = propose_time(first, start=later, by_tenant=True, by=cast.tenant.user, now=now)
    answer_proposal(asked, agrees=True, by=first.person, now=now)
    with pytest.raises(OfferExpired):
        accept_offer(offer, by=offer.person, now=now)
    drive_visits()
    assert {one.proposed_start for one in open_of(visit)} == {later}


def test_when_all_have_said_no_the_next_ones_are_asked_for_the_same_time(cast: Cast, visit: Visit) -> None:
    drive_visits()  # the step is owed for later now: it is the no that brings it on
    others = [make_volunteer(cast.district, [cast.shop]).user for _ in range(2)]
    for offer in open_of(visit):
        decline_offer(offer, by=offer.person, now=clock.now())
    drive_visits()
    assert {offer.person for offer in open_of(visit)} == set(others)
    start = standing(visit)[0].planned_window.lower
    assert {offer.proposed_start for offer in open_of(visit)} == {start}
    assert not any(offer.is_familiar for offer in open_of(visit))


def test_who_does_not_answer_is_followed_by_others(cast: Cast, visit: Visit) -> None:
    other = make_volunteer(cast.district, [cast.shop]).user
    drive_visits()
    machine.travel_to(max(offer.answer_by for offer in open_of(visit)) + dt.timedelta(minutes=1))
    drive_visits()
    assert [offer.person for offer in open_of(visit)] == [other]


def test_on_the_day_before_a_helper_decides_whether_one_is_enough(cast: Cast, visit: Visit) -> None:
    drive_visits()
    for offer in open_of(visit):
        decline_offer(offer, by=offer.person, now=clock.now())
    drive_visits()
    assert not Trouble.objects.exists()
    machine.travel_to(standing(visit)[0].planned_window.lower - dt.timedelta(hours=23))
    drive_visits()
    trouble = Trouble.objects.get()
    assert trouble.kind == "one_of_two"
    assert "Es fehlt die zweite Person" in board(cast)
    settle(trouble, Outcome.ALONE, by=cast.helper, now=clock.now())
    visit.refresh_from_db()
    assert visit.state == VisitState.ARRANGED


def test_a_second_one_by_telephone_ends_the_search(cast: Cast, visit: Visit, now: dt.datetime) -> None:
    third = open_of(visit)[0].person
    bring_along(visit, person=third, by=cast.helper, now=now)
    assert open_of(visit) == []
    assert not DueWork.objects.filter(visit=visit, kind="second", done_at=None).exists()


def test_the_board_says_one_of_two(cast: Cast, visit: Visit) -> None:
    assert "1 von 2 gefunden" in board(cast)
    assert "2 gefragt" in board(cast)
    for offer in open_of(visit):
        decline_offer(offer, by=offer.person, now=clock.now())
    drive_visits()
    assert "Wer geht noch mit?" in board(cast)
    bring_along(visit, person=make_volunteer(cast.district, [cast.shop]).user, by=cast.helper, now=clock.now())
    assert "1 von 2" not in board(cast)


def test_tenant_and_asked_read_that_it_needs_two(cast: Cast, visit: Visit) -> None:
    offer = open_of(visit)[0]
    page = text_of(signed_in(offer.person).get(f"/einsatz/{offer.reference}/"))
    assert "Ja, ich helfe" in page
    assert "Sie gehen zu zweit" in page
    assert "Ansehen und antworten" in text_of(signed_in(offer.person).get("/einsatz/"))
    mine = f"/meine/anfragen/{visit.help_request.reference}/"
    assert "Wir suchen noch jemanden, der mitkommt" in text_of(signed_in(cast.tenant.user).get(mine))
    say_yes(visit)
    assert "Wir suchen noch jemanden, der mitkommt" not in text_of(signed_in(cast.tenant.user).get(mine))


def test_an_open_page_hears_that_the_second_place_is_filled_and_says_nothing_once_it_began(
    cast: Cast, visit: Visit
) -> None:
    tenant, mine = signed_in(cast.tenant.user), f"/meine/anfragen/{visit.help_request.reference}/"
    seen = tenant.get(mine).content.decode().split("?stand=")[1].split('"')[0]
    machine.travel_to(Assignment.objects.get().planned_window.lower)
    assert "Wir suchen noch jemanden, der mitkommt" not in text_of(tenant.get(mine))
    machine.travel_to(clock.now() - dt.timedelta(days=1))
    say_yes(visit)
    now_said = tenant.get(f"{mine}?stand={seen}", headers={"HX-Request": "true"})
    assert now_said.status_code == 200
