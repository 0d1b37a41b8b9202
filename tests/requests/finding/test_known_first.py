"""Who was there before is asked alone first, openly; then the others, who read nothing that names the tenant."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message
from piano.messaging.words import words_for
from quarters.models import Reach, User
from requests.arranged.afterwards import give_feedback, report_visit
from requests.arranged.visits import accept_offer, decline_offer
from requests.models import Feedback, Offer, Visit
from requests.states import VisitState
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_request, make_user, make_volunteer
from tests.requests.asking import text_of
from tests.requests.errands import way

pytestmark = pytest.mark.django_db


@pytest.fixture
def familiar(cast: Cast) -> User:
    """She went once; all was well. One more volunteer lives in the quarter."""
    make_volunteer(cast.district, [cast.shop], user=make_user(given_name="Vera", family_name="Vier"))
    make_request(cast.tenant, cast.shop)
    drive_visits()
    offer = Offer.objects.select_related("person", "visit").order_by("pk")[0]
    accept_offer(offer, by=offer.person, now=clock.now())
    ends = offer.proposed_start + dt.timedelta(hours=1)
    report_visit(offer.visit, by=offer.person, took_place=True, minutes=60, note="", needs_call=False, now=ends)
    machine.travel_to(clock.next_call_time(ends + dt.timedelta(days=1)))
    return offer.person


def ask(cast: Cast, **wish: object) -> Visit:
    visit = make_request(cast.tenant, cast.shop, **wish).visits.get()  # type: ignore[arg-type]
    drive_visits()
    visit.refresh_from_db()
    return visit


def test_she_is_asked_alone_and_reads_by_whom(client: Client, cast: Cast, familiar: User) -> None:
    offer = ask(cast).offers.get()
    assert (offer.person, offer.is_familiar) == (familiar, True)
    page = text_of(client.get(way(offer)))
    assert "Frau W. freut sich, wenn Sie wiederkommen." in page
    assert "Sie waren schon einmal dort" in page
    message = Message.objects.get(reason="offer", subject=f"offer:{offer.pk}")
    assert "Frau W. freut sich, wenn Sie wiederkommen" in words_for(message).body
    assert offer.answer_by - clock.now() <= (offer.proposed_start - clock.now()) / 3


@pytest.mark.parametrize("wishes", [1, 2])
def test_who_is_asked_in_the_evening_has_until_the_morning(cast: Cast, familiar: User, wishes: int) -> None:
    """One alone, or a round over two."""
    today = clock.local(clock.now()).date()
    tomorrow = today + dt.timedelta(days=1)
    machine.travel_to(clock.at(today, dt.time(18, 30)))
    for _ in range(wishes):
        make_request(cast.tenant, cast.shop, window=(clock.at(tomorrow, dt.time(14)), clock.at(tomorrow, dt.time(16))))
    drive_visits()
    offer = Offer.objects.get(is_familiar=True, state="open")
    assert offer.answer_by == clock.at(tomorrow, dt.time(9))


def test_after_her_no_three_others_are_asked_who_read_no_name(client: Client, cast: Cast, familiar: User) -> None:
    visit = ask(cast)
    decline_offer(visit.offers.get(), by=familiar, now=clock.now())
    visit.refresh_from_db()
    others = list(visit.offers.filter(state="open"))
    assert (visit.state, len(others), visit.rounds) == (VisitState.OFFERED, 3, 2)
    assert not any(offer.is_familiar for offer in others)
    page = text_of(client.get(way(others[0])))
    assert "Frau W." not in page
    assert "Wagner" not in page
    assert "waren schon" not in page


def test_without_her_answer_the_others_are_asked_in_time(cast: Cast, familiar: User) -> None:
    visit = ask(cast)
    with machine.at(visit.offers.get().answer_by + dt.timedelta(minutes=1)):
        drive_visits()
        assert visit.offers.filter(state="open").count() == 3


def test_when_all_have_said_no_a_helper_decides(cast: Cast, familiar: User) -> None:
    visit = ask(cast)
    for _round in range(2):
        for offer in visit.offers.filter(state="open"):
            decline_offer(offer, by=offer.person, now=clock.now())
    visit.refresh_from_db()
    assert visit.state == VisitState.DECISION


def test_urgent_is_asked_of_all_at_once(cast: Cast, familiar: User) -> None:
    offers = ask(cast, urgency="urgent").offers.all()
    assert len(offers) == 3
    assert not any(offer.is_familiar for offer in offers)


def test_nobody_is_glad_of_somebody_she_complained_about(cast: Cast, familiar: User) -> None:
    give_feedback(Visit.objects.get(), by=cast.tenant.user, was_good=False, words="", now=clock.now())
    assert Feedback.objects.exists()
    offers = ask(cast).offers.all()
    assert len(offers) == 3
    assert not any(offer.is_familiar for offer in offers)


def test_whom_she_knows_is_worth_a_call(cast: Cast, familiar: User) -> None:
    User.objects.filter(pk=familiar.pk).update(reach=Reach.PHONE, email=None)
    assert ask(cast).offers.get().person == familiar
