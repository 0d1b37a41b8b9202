"""From „Ich kann nicht“ to somebody else at the door, by the mails that really go: everybody hears, whom she knows is asked first."""

import datetime as dt
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from piano.messaging.sweeps import send_messages, send_urgent_messages
from quarters.models import User
from requests.arranged.visits import accept_offer, assign_person
from requests.finding.standing_in import stand_by
from requests.invariants import broken
from requests.messages.sign_off_notices import FOR_TAKING_BACK
from requests.models import Assignment, HelpRequest, Notify, Offer, Trouble, TroubleKind, Visit
from requests.states import OfferState, VisitState
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_user, make_visit, make_window
from tests.messaging.conftest import Sink, sink
from tests.requests.arranged.test_sign_off_pages import HERS, signed_in
from tests.requests.finding.test_known_first import familiar

__all__ = ["familiar", "sink"]
pytestmark = pytest.mark.django_db


def work() -> None:
    """Everything that is due: the search, then what it owes."""
    drive_visits()
    for send in (send_urgent_messages, send_messages):
        send()


def and_a_little_later() -> None:
    """The search begins at once; the tenant hears of it when it can no longer be taken back."""
    work()
    machine.travel_to(clock.now() + FOR_TAKING_BACK + dt.timedelta(minutes=1))
    work()


def mails_to(sink: Sink, person: User) -> list[str]:
    """Subject and text of each, the oldest first."""
    pairs = zip(sink.mails, sink.texts, strict=True)
    return [f"{mail['Subject']}\n{text}" for mail, text in pairs if person.email in str(mail["To"])]


def link_in(mail: str) -> str:
    found = re.search(r"https?://\S+", mail)
    assert found
    return urlsplit(found[0]).path


@pytest.fixture
def daughter(cast: Cast) -> User:
    return make_user(given_name="Tina", family_name="Tochter")


@pytest.fixture
def goes(cast: Cast, familiar: User, daughter: User) -> Assignment:
    """Somebody new goes on the day after tomorrow; the tenant and her daughter have read who."""
    start, _ends = window = make_window(2)
    visit = make_visit(cast.tenant, cast.shop, window=window)
    HelpRequest.objects.filter(pk=visit.help_request_id).update(contact=daughter, notify=Notify.BOTH)
    person = next(one.user for one in cast.volunteers if one.user != familiar)
    return assign_person(Visit.objects.get(pk=visit.pk), person=person, start=start, by=cast.helper, now=clock.now())


def test_everybody_hears_and_whom_she_knows_comes_instead(
    cast: Cast, familiar: User, daughter: User, goes: Assignment, sink: Sink
) -> None:
    work()
    before = len(sink.mails)
    signed_in(goes.person).post(HERS, {"how_long": "week"})
    and_a_little_later()
    for hearer in (cast.tenant.user, daughter):
        assert "kann am" in mails_to(sink, hearer)[-1]
        assert "Wir suchen sofort jemand anderen" in mails_to(sink, hearer)[-1]
    (offer,) = Offer.objects.filter(visit=goes.visit, state=OfferState.OPEN)
    assert (offer.person, offer.is_familiar) == (familiar, True)
    assert clock.now() < offer.answer_by < offer.proposed_start, "asked with the time that is left"
    question = mails_to(sink, familiar)[-1]
    assert "freut sich, wenn Sie wiederkommen" in " ".join(question.split())
    assert len(sink.mails) == before + 3, "nobody else is written to"

    Client().post(f"{link_in(question)}zusage/")
    work()
    for hearer in (cast.tenant.user, daughter):
        said = mails_to(sink, hearer)[-1]
        assert "kommt" in said
        assert "statt" in said
    assert Visit.objects.get(pk=goes.visit_id).state == VisitState.ARRANGED
    assert list(broken()) == []


def test_her_old_mail_opens_no_address_any_more(cast: Cast, goes: Assignment, sink: Sink) -> None:
    work()
    link = link_in(mails_to(sink, goes.person)[-1])
    assert cast.tenant.building.house_number in Client().get(link).content.decode()  # type: ignore[union-attr]
    signed_in(goes.person).post(HERS, {"how_long": "week"})
    page = Client().get(link).content.decode()
    assert "Danke, dass Sie Bescheid gesagt haben" in page
    assert cast.tenant.building.street not in page  # type: ignore[union-attr]
    assert cast.tenant.user.family_name not in page
    work()
    with machine.at(goes.planned_window.lower - dt.timedelta(hours=3)):
        work()
    left = Message.objects.filter(recipient=goes.person, subject=f"assignment:{goes.pk}")
    assert not left.exclude(state__in=(MessageState.SENT, MessageState.CANCELLED)).exists()
    assert not left.filter(reason__startswith="reminder", state=MessageState.SENT).exists()


def test_a_stand_in_is_asked_before_whom_she_knows(cast: Cast, familiar: User, sink: Sink) -> None:
    visit = make_visit(cast.tenant, cast.shop, window=make_window(4), urgency="urgent")
    drive_visits()
    offers: list[Any] = list(visit.offers.select_related("person").exclude(person=familiar).order_by("pk"))
    accept_offer(offers[0], by=offers[0].person, now=clock.now())
    late = offers[1].person
    stand_by(visit, person=late, now=clock.now())
    signed_in(offers[0].person).post(HERS, {"how_long": "week"})
    work()
    (asked,) = Offer.objects.filter(visit=visit, state=OfferState.OPEN)
    assert asked.person == late
    assert "Können Sie helfen" in mails_to(sink, late)[-1] or "Heute noch" in mails_to(sink, late)[-1]


def test_hours_before_the_visit_a_human_calls_and_the_search_hurries(cast: Cast, goes: Assignment, sink: Sink) -> None:
    work()
    with machine.at(goes.planned_window.lower - dt.timedelta(hours=2)):
        signed_in(goes.person).post(HERS, {"how_long": "today"})
        work()
        trouble = Trouble.objects.get(assignment=goes)
        assert trouble.kind == TroubleKind.GAVE_UP
        assert Message.objects.filter(subject=f"trouble:{trouble.pk}").exists(), "a human of us calls her"
        offers = list(Offer.objects.filter(visit=goes.visit, state=OfferState.OPEN))
        assert offers
        assert all(clock.now() < one.answer_by < one.proposed_start for one in offers)
    assert list(broken()) == []


@pytest.mark.parametrize("by", ["helper", "herself"])
def test_by_telephone_it_is_the_same(cast: Cast, daughter: User, goes: Assignment, sink: Sink, by: str) -> None:
    work()
    if by == "helper":
        signed_in(cast.helper).post(f"/leitstand/menschen/{goes.person.reference}/kann-nicht/", {"how_long": "week"})
    else:
        signed_in(goes.person).post(HERS, {"how_long": "week"})
    and_a_little_later()
    assert "kann am" in mails_to(sink, cast.tenant.user)[-1]
    assert "kann am" in mails_to(sink, daughter)[-1]
