"""Who may be asked for the same visit once more: whoever was ready and came a moment too late, never who said no or gave up."""

import datetime as dt

import pytest

from requests.arranged.visits import accept_offer, decline_offer, give_up_assignment
from requests.finding.offers import make_offers
from requests.matching import rank_candidates
from requests.models import Assignment, Offer
from tests.conftest import Cast
from tests.factories import make_visit

pytestmark = pytest.mark.django_db


def test_when_the_chosen_one_cancels_the_others_are_asked_again(cast: Cast, now: dt.datetime) -> None:
    visit = make_visit(cast.tenant, cast.shop)
    first, quicker, refused = cast.volunteers
    make_offers(visit, rank_candidates(visit, now=now), now=now)
    offers = {offer.person_id: offer for offer in Offer.objects.filter(visit=visit).select_related("person")}
    decline_offer(offers[refused.user_id], by=refused.user, now=now)
    accept_offer(offers[first.user_id], by=first.user, now=now)
    assert Offer.objects.get(pk=offers[quicker.user_id].pk).was_taken
    give_up_assignment(Assignment.objects.get(), by=first.user, now=now)
    assert [one.person_id for one in rank_candidates(visit, now=now)] == [quicker.user_id]
