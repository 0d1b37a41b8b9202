"""A machine calls whoever has duty: where it rings, what it says, how often, and what a broken line does."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from helpers.models import Duty
from piano.messaging.channels.voice import CHANNEL
from piano.messaging.models import Call, Message, MessageState
from piano.messaging.reasons import REASONS
from quarters.models import User
from requests.models import Offer
from requests.states import OfferState
from tests.conftest import Cast
from tests.factories import allow_care, make_category, make_visit
from tests.messaging.telephone import Telephone, tell
from tests.requests.rings.ringing import CANARY, MINUTE, WISH, drive, later, rings, send

pytestmark = pytest.mark.django_db


def test_who_has_duty_is_called_at_the_number_of_the_duty(telephone: Telephone, offer: Offer, nurse: User) -> None:
    duty = nurse.duties.get()
    Duty.objects.filter(pk=duty.pk).update(forward_to="+49561555000")
    send()
    assert [call.to for call in telephone.calls.values()] == ["+49561555000"]
    assert Message.objects.filter(reason="case_handed_over", channel="email").exists()  # the link goes its own way


def test_a_deputy_is_called_at_her_own_number(telephone: Telephone, offer: Offer, deputy: User) -> None:
    Duty.objects.filter(person=deputy).update(forward_to="+49561555000")
    later(16)
    assert telephone.last.to == deputy.phone


def test_it_says_quarter_kind_and_the_two_keys_twice_and_nothing_personal(
    cast: Cast, telephone: Telephone, offer: Offer
) -> None:
    send()
    text = telephone.last.fields["Text"]
    assert text.count("Pflege") == text.count(cast.district.name) == 2
    assert text.count("drücken Sie die 1") == text.count("drücken Sie die 2") == 2
    street = cast.tenant.building.street  # type: ignore[union-attr]
    assert not any(word in text for word in (CANARY, "777777", street, WISH, "35", cast.helper.family_name))


def test_it_rings_again_while_nobody_answers_and_then_the_deputy_is_asked(
    telephone: Telephone, offer: Offer, deputy: User, nurse: User
) -> None:
    send()
    for _ in range(3):
        later(4)
    assert [call.to for call in telephone.calls.values()] == [nurse.duties.get().forwards_to] * 4
    later(4)
    assert telephone.last.to == deputy.phone
    assert Offer.objects.get(person=deputy).state == OfferState.OPEN


def test_each_ring_is_a_call_of_its_own_and_never_later_than_the_next(telephone: Telephone, offer: Offer) -> None:
    assert [(row.not_before, row.expires_at) for row in rings()] == [
        (offer.asked_at + turn * 4 * MINUTE, offer.asked_at + (turn + 1) * 4 * MINUTE) for turn in range(4)
    ]
    later(13)  # nothing ran meanwhile
    assert len(telephone.calls) == 1
    assert rings(state=MessageState.EXPIRED).count() == 3


def test_no_answer_puts_nobody_on_the_phone_list(client: Client, telephone: Telephone, offer: Offer) -> None:
    send()
    assert tell(client, telephone.last, CallStatus="busy").status_code == 204
    assert rings(state=MessageState.FAILED).count() == 1
    assert not Call.objects.exists()


def test_a_provider_that_is_down_rings_later_and_calls_nobody_by_hand(telephone: Telephone, offer: Offer) -> None:
    telephone.mode = "500"
    send()
    later(1)
    assert telephone.asked == 2
    assert not Call.objects.exists()
    telephone.mode = "ring"
    later(3)
    assert len(telephone.calls) == 1


def test_a_broken_line_repeats_under_the_same_key_and_is_one_call(telephone: Telephone, offer: Offer) -> None:
    telephone.mode = "drop"
    send()
    telephone.mode = "ring"
    later(1)
    assert len(telephone.calls) == 1
    assert rings(state=MessageState.SENT).count() == 1


def test_a_broken_line_to_a_provider_that_cannot_be_asked_rings_again_and_calls_nobody_by_hand(
    telephone: Telephone, offer: Offer, settings: Any
) -> None:
    settings.GATEWAYS = {"voice": replace(settings.GATEWAYS["voice"], lookup="")}
    telephone.mode = "drop"
    send()
    later(1)
    telephone.mode = "ring"
    later(1)
    assert telephone.asked == 3
    assert not Call.objects.exists()


def test_without_a_provider_nobody_is_owed_a_call(cast: Cast, settings: Any, nurse: User) -> None:
    settings.GATEWAYS = {}
    visit = make_visit(cast.tenant, make_category("care", name="Pflege", who="professional", level="P"))
    allow_care(visit, by=cast.helper)
    drive()
    assert not rings().exists()
    assert not Message.objects.filter(reason="ring_offer").exists()


def test_nobody_is_called_by_a_machine_about_anything_else(telephone: Telephone) -> None:
    carried = {name for name, reason in REASONS.items() if CHANNEL.carries(reason)}
    assert {"ring_offer", "ring_look"} <= carried
    assert not carried & {"offer", "offer_urgent", "case_handed_over", "reminder_tenant", "phone_tree"}
