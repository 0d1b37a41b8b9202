"""A yes: the first wins, a second one changes nothing, and everybody hears what they need."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from piano.messaging.models import Message
from requests.arranged.visits import accept_offer, cancel_visit, decline_offer
from requests.errors import NoLongerPossible, OfferAlreadyAnswered, OfferExpired, OfferTaken
from requests.finding.offers import make_offers
from requests.matching import rank_candidates
from requests.models import Assignment, DueWork, Offer, StateChange, Visit
from requests.states import AssignmentState, OfferState, RequestState, VisitState
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_visit, make_volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def offers(cast: Cast) -> list[Offer]:
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    return list(visit.offers.select_related("person").order_by("pk"))


def say_yes(offer: Offer, now: dt.datetime) -> Visit:
    return accept_offer(offer, by=offer.person, now=now)


def test_the_first_yes_arranges_the_visit(offers: list[Offer], now: dt.datetime) -> None:
    visit = say_yes(offers[0], now)
    assignment = Assignment.objects.get(visit=visit)
    assert visit.state == VisitState.ARRANGED
    assert visit.help_request.state == RequestState.ARRANGED
    assert (assignment.person, assignment.state) == (offers[0].person, AssignmentState.PLANNED)
    assert assignment.planned_window.lower == offers[0].proposed_start


def test_the_same_yes_twice_is_one_visit(offers: list[Offer], now: dt.datetime) -> None:
    assert say_yes(offers[0], now) == say_yes(offers[0], now)
    assert Assignment.objects.count() == 1
    assert StateChange.objects.filter(subject="visit", to_state="arranged").count() == 1


def test_the_second_person_hears_that_somebody_was_faster(offers: list[Offer], now: dt.datetime) -> None:
    say_yes(offers[0], now)
    with pytest.raises(OfferTaken, match="Jemand war schneller"):
        say_yes(offers[1], now)


def test_who_is_too_late_locks_nothing(offers: list[Offer], now: dt.datetime) -> None:
    say_yes(offers[0], now)
    with CaptureQueriesContext(connection) as asked, pytest.raises(OfferTaken):
        say_yes(offers[1], now)
    assert not [one["sql"] for one in asked.captured_queries if "FOR NO KEY UPDATE" in one["sql"]]


def test_her_own_yes_and_no_are_not_called_too_late(offers: list[Offer], now: dt.datetime) -> None:
    decline_offer(offers[1], by=offers[1].person, now=now)
    say_yes(offers[0], now)
    assert say_yes(offers[0], now).state == VisitState.ARRANGED
    with pytest.raises(OfferAlreadyAnswered):
        say_yes(offers[1], now)


def test_the_other_offers_are_taken_back(offers: list[Offer], now: dt.datetime) -> None:
    say_yes(offers[0], now)
    assert {offer.state for offer in Offer.objects.exclude(pk=offers[0].pk)} == {OfferState.WITHDRAWN}


def test_who_has_not_read_the_offer_hears_nothing_more(offers: list[Offer], now: dt.datetime) -> None:
    say_yes(offers[0], now)
    assert Message.objects.get(recipient=offers[1].person).state == "cancelled"


def test_who_has_read_it_is_thanked(offers: list[Offer], now: dt.datetime) -> None:
    Message.objects.filter(recipient=offers[1].person).update(state="sent", sent_at=now)
    say_yes(offers[0], now)
    assert Message.objects.filter(recipient=offers[1].person, reason="offer_taken").exists()


def test_both_sides_are_told_and_reminded(cast: Cast, offers: list[Offer], now: dt.datetime) -> None:
    say_yes(offers[0], now)
    tenant = set(Message.objects.filter(recipient=cast.tenant.user, state="due").values_list("reason", flat=True))
    person = set(Message.objects.filter(recipient=offers[0].person, state="due").values_list("reason", flat=True))
    assert {"arranged_tenant", "reminder_tenant"} <= tenant
    assert {"arranged_person", "reminder_person", "reminder_soon"} <= person


def test_a_no_after_a_yes_is_a_second_different_answer(offers: list[Offer], now: dt.datetime) -> None:
    say_yes(offers[0], now)
    with pytest.raises(OfferAlreadyAnswered):
        decline_offer(offers[0], by=offers[0].person, now=now)


def test_a_yes_after_a_no_is_a_second_different_answer(offers: list[Offer], now: dt.datetime) -> None:
    decline_offer(offers[0], by=offers[0].person, now=now)
    with pytest.raises(OfferAlreadyAnswered):
        say_yes(offers[0], now)


def test_the_same_no_twice_is_one_no(offers: list[Offer], now: dt.datetime) -> None:
    for _ in range(2):
        decline_offer(offers[0], by=offers[0].person, now=now)
    assert StateChange.objects.filter(subject="offer", to_state="declined").count() == 1


def test_the_last_no_brings_the_decision_at_once(offers: list[Offer], now: dt.datetime) -> None:
    for offer in offers:
        decline_offer(offer, by=offer.person, now=now)
    assert Visit.objects.get().state == VisitState.DECISION


def test_a_yes_to_a_start_that_has_passed_plans_nothing(offers: list[Offer]) -> None:
    late = offers[0].proposed_start + dt.timedelta(minutes=1)
    assert late in offers[0].visit.wish_window
    with pytest.raises(OfferExpired):
        say_yes(offers[0], late)
    assert not Assignment.objects.exists()


def test_a_late_yes_is_welcome_while_nobody_is_found(offers: list[Offer]) -> None:
    late = offers[0].answer_by + dt.timedelta(hours=1)
    with machine.at(late):
        drive_visits()
        assert say_yes(offers[0], late).state == VisitState.ARRANGED


def test_a_yes_to_a_wish_that_was_called_off_explains_itself(cast: Cast, offers: list[Offer], now: dt.datetime) -> None:
    cancel_visit(offers[0].visit, by=cast.tenant.user, now=now)
    with pytest.raises(OfferExpired):
        say_yes(offers[0], now)


def test_evidence_that_ran_out_since_the_offer_is_noticed(offers: list[Offer], now: dt.datetime) -> None:
    offers[0].person.volunteer.evidence.update(valid_until=now.date())
    with pytest.raises(NoLongerPossible):
        say_yes(offers[0], now)
    assert Offer.objects.get(pk=offers[0].pk).state == OfferState.OPEN


def test_nobody_is_planned_in_two_places(cast: Cast, offers: list[Offer], now: dt.datetime) -> None:
    second = make_visit(cast.tenant, cast.shop)
    drive_visits()
    say_yes(offers[0], now)
    other = second.offers.get(person=offers[0].person)
    Offer.objects.filter(pk=other.pk).update(proposed_start=offers[0].proposed_start)
    with pytest.raises(NoLongerPossible):
        say_yes(Offer.objects.get(pk=other.pk), now)
    assert Assignment.objects.count() == 1


def test_what_is_left_is_to_say_who_comes_and_to_ask_for_the_report(offers: list[Offer], now: dt.datetime) -> None:
    visit = say_yes(offers[0], now)
    assert {row.kind for row in DueWork.objects.filter(visit=visit, done_at=None)} == {"ask_report", "tell"}


@pytest.mark.parametrize("others", [2, 7])
def test_a_yes_takes_few_queries_however_many_were_asked(cast: Cast, now: dt.datetime, others: int) -> None:
    """Under load every one counts: a thousand people may say yes at once."""
    people = [*cast.volunteers, *(make_volunteer(cast.district, [cast.shop]) for _ in range(5))][: 1 + others]
    visit = make_visit(cast.tenant, cast.shop)
    candidates = [one for one in rank_candidates(visit, now=now) if one.person_id in {p.user_id for p in people}]
    offers = make_offers(visit, candidates, now=now)
    with CaptureQueriesContext(connection) as queries:
        say_yes(offers[0], now)
    assert visit.offers.filter(state=OfferState.WITHDRAWN).count() == others
    assert len(queries) <= 36
