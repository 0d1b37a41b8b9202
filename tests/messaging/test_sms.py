"""Short messages: what is handed over, what an answer means, and who gets one through the outbox."""

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from piano.kit import clock
from piano.messaging.channels.base import NotDelivered, Unclear
from piano.messaging.channels.sms import CHANNEL
from piano.messaging.gateway.exchange import Line
from piano.messaging.models import Message, MessageState
from piano.messaging.outbox import owe
from piano.messaging.reasons import Reason
from piano.messaging.sending import send_due
from piano.messaging.stuck import give_up_messages
from piano.messaging.words import Words
from quarters.models import Reach
from tests import clock as machine
from tests.factories import make_user
from tests.messaging.gateway_peer import Peer
from tests.messaging.sms import KEY, LANDLINE, MOBILE, message_to
from tests.messaging.sms import gateway as gateway
from tests.messaging.sms import peer as peer
from tests.messaging.sms import reason as reason

pytestmark = pytest.mark.django_db


def hand_over(message: Any = None, *, key: str = KEY, body: str = "Guten Tag") -> Any:
    CHANNEL.open()
    return CHANNEL.hand_over(message or message_to(), Words("Frau Kaya kommt", body), key=key)


def test_the_provider_gets_number_text_key_sender_and_secret(peer: Peer, gateway: Any, reason: Reason) -> None:
    assert hand_over().reference == "ref-0"
    body, headers = peer.bodies[0], peer.headers[0]
    assert (body["to"], body["from"], body["ref"]) == (MOBILE, "piAno", KEY)
    assert (headers["Authorization"], headers["Idempotency-Key"]) == ("Bearer geheim", KEY)
    assert body["callback"].endswith("/gateway/sms/receipt")


def test_one_line_serves_several_messages_and_a_line_that_was_hung_up_is_replaced(
    peer: Peer, gateway: Any, reason: Reason
) -> None:
    assert [hand_over(key=f"<{number}>").reference for number in range(3)] == ["ref-0", "ref-1", "ref-2"]
    peer.mode = "drop"
    with pytest.raises(Unclear):
        hand_over(key="<3>")
    peer.mode = "accept"
    assert hand_over(key="<4>").reference == "ref-4"


@pytest.mark.parametrize(
    ("status", "is_final"),
    [(400, True), (422, True), (401, False), (402, False), (429, False), (500, False), (503, False), (302, False)],
)
def test_a_no_is_told_from_a_not_now(peer: Peer, gateway: Any, reason: Reason, status: int, is_final: bool) -> None:
    peer.mode = str(status)
    with pytest.raises(NotDelivered) as error:
        hand_over()
    assert error.value.is_final is is_final


@pytest.mark.parametrize("mode", ["drop", "504"])
def test_no_answer_after_the_words_were_given_is_unclear(peer: Peer, gateway: Any, reason: Reason, mode: str) -> None:
    peer.mode = mode
    with pytest.raises(Unclear):
        hand_over()


def test_nobody_listens_is_not_delivered_and_no_network_step_outlasts_the_lease(gateway: Any, peer: Peer) -> None:
    with pytest.raises(NotDelivered) as error:
        Line("http://127.0.0.1:9/").open()
    assert not error.value.is_final
    assert CHANNEL.network_seconds < 25


def test_a_repeated_key_is_one_message_and_the_provider_can_be_asked(peer: Peer, gateway: Any, reason: Reason) -> None:
    peer.mode = "drop"
    with pytest.raises(Unclear):
        hand_over(key="abc")
    peer.mode = "accept"
    assert (hand_over(key="abc").reference, len(peer.taken)) == ("ref-0", 1)
    assert (CHANNEL.was_accepted("abc"), CHANNEL.was_accepted("never")) == (True, False)


def test_a_landline_gets_no_sms_and_nobody_does_without_a_provider(gateway: Any, settings: Any) -> None:
    assert CHANNEL.reaches(SimpleNamespace(phone=MOBILE))
    assert not CHANNEL.reaches(SimpleNamespace(phone=LANDLINE))
    settings.GATEWAYS = {}
    assert not CHANNEL.reaches(SimpleNamespace(phone=MOBILE))


def owed(reason: Reason, **person: Any) -> Message:
    recipient = make_user(**{"phone": MOBILE, "reach": Reach.SMS, "email": None} | person)
    with transaction.atomic():
        return owe(reason=reason.name, subject="visit:1", recipient=recipient, now=clock.now() - dt.timedelta(hours=1))


@pytest.fixture
def written(tmp_path: Any, settings: Any, reason: Reason) -> Reason:
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "news.txt").write_text("Neues\nGuten Tag Frau Brandt")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [str(tmp_path), *settings.TEMPLATES[0]["DIRS"]]}]
    return reason


@pytest.mark.parametrize("field", ["{key}", "{to}"])
def test_where_the_provider_does_not_know_the_key_an_unclear_one_is_repeated_once(
    peer: Peer, gateway: Any, written: Reason, settings: Any, field: str
) -> None:
    """The header alone is a hope: each further try may be another message on her telephone."""
    asked = {"to": "{to}", "text": "{text}", "ref": field}
    settings.GATEWAYS = {"sms": replace(gateway, body=asked, lookup="")}
    message, peer.mode = owed(written), "drop"
    for _ in range(12):
        machine.travel_to(clock.now() + dt.timedelta(seconds=61))
        send_due(classes="b")
        give_up_messages(now=clock.now())
    message.refresh_from_db()
    assert (len(peer.bodies), message.state) == (8 if field == "{key}" else 2, MessageState.ON_LIST)


def test_who_wishes_sms_gets_one_through_the_outbox(peer: Peer, gateway: Any, written: Reason) -> None:
    message = owed(written)
    send_due(classes=["b"])
    message.refresh_from_db()
    assert (message.channel, message.state) == ("sms", MessageState.SENT)
    assert [body["to"] for body in peer.bodies] == [MOBILE]
    assert message.attempts.get().reference == "ref-0"
    assert f"<{peer.bodies[0]['ref']}>" == message.message_id


def test_a_number_the_provider_refuses_for_ever_is_called(peer: Peer, gateway: Any, written: Reason) -> None:
    message, peer.mode = owed(written), "422"
    send_due(classes=["b"])
    message.refresh_from_db()
    assert message.state == MessageState.ON_LIST


def test_who_wishes_sms_and_has_a_landline_is_called(gateway: Any, written: Reason) -> None:
    assert owed(written, phone=LANDLINE).channel == "phone"


def test_a_message_in_quiet_hours_waits_for_their_end(gateway: Any, written: Reason) -> None:
    night = clock.at(clock.today() + dt.timedelta(days=1), dt.time(23, 30))
    recipient = make_user(phone=MOBILE, reach=Reach.SMS)
    with transaction.atomic():
        message = owe(reason=written.name, subject="visit:2", recipient=recipient, now=night)
    assert message.not_before == clock.after_quiet(night, recipient.quiet_from, recipient.quiet_until) > night
