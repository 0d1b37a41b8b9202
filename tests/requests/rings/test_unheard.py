"""The provider says that nobody heard a ring: it rings again soon, and after the last one it is the next one's turn."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Call, MessageState
from quarters.models import User
from requests.models import AlertLook, Offer, Visit
from requests.policies.choosing import snapshot_of
from requests.policies.editing import put_policy, read_scope
from requests.policies.plain import Plan
from requests.policies.words import say_besides
from requests.states import OfferState
from tests.conftest import Cast
from tests.factories import allow_care, make_category, make_visit
from tests.messaging.telephone import Telephone, tell
from tests.requests.rings.ringing import MINUTE, drive, later, rings, send

pytestmark = pytest.mark.django_db
UNHEARD: list[dict[str, Any]] = [
    {"CallStatus": "busy"},
    {"CallStatus": "no-answer"},
    {"CallStatus": "completed", "AnsweredBy": "machine_start"},
]


def to_come() -> list[dt.timedelta]:
    """From now on, in how much time it rings."""
    return [row.not_before - clock.now() for row in rings(state=MessageState.DUE)]


@pytest.mark.parametrize("said", UNHEARD, ids=["busy", "no answer", "a machine"])
def test_it_rings_again_after_a_minute_and_the_others_keep_their_distance(
    client: Client, telephone: Telephone, offer: Offer, said: dict[str, Any]
) -> None:
    send()
    assert tell(client, telephone.last, **said).status_code == 204
    assert to_come() == [MINUTE, 5 * MINUTE, 9 * MINUTE]
    later(1)
    assert len(telephone.calls) == 2
    assert not Call.objects.exists()


def test_the_same_said_twice_or_after_a_key_changes_nothing(client: Client, telephone: Telephone, offer: Offer) -> None:
    send()
    tell(client, telephone.last, CallStatus="busy")
    first = telephone.last
    later(1)
    coming = to_come()
    tell(client, first, CallStatus="busy")
    assert to_come() == coming
    tell(client, telephone.last, Digits="1")
    tell(client, telephone.last, CallStatus="no-answer")
    assert rings(state=MessageState.DELIVERED).count() == 1


def test_after_the_last_ring_the_deputy_is_asked_a_minute_later(
    client: Client, telephone: Telephone, offer: Offer, deputy: User
) -> None:
    send()
    for _ in range(3):
        tell(client, telephone.last, CallStatus="no-answer")
        later(1)
    tell(client, telephone.last, CallStatus="no-answer")
    offer.refresh_from_db()
    assert offer.answer_by == clock.now() + MINUTE
    later(1)
    assert telephone.last.to == deputy.phone
    offer.refresh_from_db()
    assert offer.state == OfferState.EXPIRED  # her late yes is welcome


def test_whoever_is_looking_at_it_keeps_her_time(client: Client, telephone: Telephone, offer: Offer) -> None:
    send()
    AlertLook.objects.create(offer=offer, step="opened", at=clock.now())
    until = offer.answer_by
    for _ in range(4):
        tell(client, telephone.last, CallStatus="busy")
        later(1)
    offer.refresh_from_db()
    assert offer.answer_by == until


def test_a_provider_in_trouble_hastens_nothing(client: Client, telephone: Telephone, offer: Offer) -> None:
    send()
    tell(client, telephone.last, CallStatus="failed")
    assert to_come() == [4 * MINUTE, 8 * MINUTE, 12 * MINUTE]


def test_nothing_is_hastened_for_somebody_who_has_answered(client: Client, telephone: Telephone, offer: Offer) -> None:
    send()
    Offer.objects.filter(pk=offer.pk).update(state=OfferState.DECLINED)
    tell(client, telephone.last, CallStatus="busy")
    assert to_come() == [4 * MINUTE, 8 * MINUTE, 12 * MINUTE]


def test_the_next_of_the_tree_hears_of_it_after_the_last_ring(
    client: Client, telephone: Telephone, urgent: tuple[Visit, list[User]]
) -> None:
    _visit, (first, second) = urgent
    assert telephone.last.to == first.phone
    for _ in range(4):
        tell(client, telephone.last, CallStatus="busy")
        later(1)
    assert telephone.last.to == second.phone


# How often, and when again, is data of the policy


def test_the_policy_says_how_often_and_in_which_time(cast: Cast, telephone: Telephone, nurse: User) -> None:
    scope = read_scope("normal.fach.all")
    assert scope is not None
    plan = Plan(scope.shipped.steps, rings=2, ring_minutes=7, unheard_minutes=3)
    put_policy(scope, plan, by=cast.helper, now=clock.now())
    visit = make_visit(cast.tenant, make_category("care", name="Pflege", who="professional", level="P"))
    allow_care(visit, by=cast.helper)
    drive()
    assert to_come() == [dt.timedelta(0), 7 * MINUTE]
    send()
    tell(Client(), telephone.last, CallStatus="busy")
    assert to_come() == [3 * MINUTE]


def test_no_ring_at_all_is_a_choice(cast: Cast, telephone: Telephone, nurse: User) -> None:
    scope = read_scope("normal.fach.all")
    assert scope is not None
    put_policy(scope, Plan(scope.shipped.steps, rings=0), by=cast.helper, now=clock.now())
    allow_care(make_visit(cast.tenant, make_category("care", who="professional", level="P")), by=cast.helper)
    drive()
    assert Offer.objects.filter(person=nurse).exists()
    assert not rings().exists()


def test_a_copy_from_before_has_the_usual_numbers(offer: Offer) -> None:
    visit = offer.visit
    assert visit.policy is not None
    for name in ("rings", "ring_minutes", "unheard_minutes"):
        del visit.policy[name]
    plan = snapshot_of(visit, now=clock.now()).plan
    assert (plan.rings, plan.ring_minutes, plan.unheard_minutes) == (4, 4, 1)


def test_the_policy_says_it_in_words() -> None:
    scope = read_scope("normal.fach.all")
    assert scope is not None
    words = "Ein Band ruft sie bis zu 4-mal an, alle 4 Minuten; wenn niemand abnimmt, nach einer Minute wieder."
    assert words in say_besides(scope.shipped)
    assert "Ein Band ruft sie nicht an." in say_besides(Plan(scope.shipped.steps, rings=0))
