"""What a provider tells afterwards: believed when it is signed and fresh, and the same again changes nothing."""

import json
from typing import Any

import pytest

from piano.kit import clock
from piano.messaging.gateway.description import read_description
from piano.messaging.gateway.signing import sign
from piano.messaging.models import Attempt, Call, Message, MessageState, Outcome
from piano.messaging.reasons import Reason
from tests.factories import make_user
from tests.messaging.sms import CALLBACK_KEY, KEY, MOBILE
from tests.messaging.sms import gateway as gateway
from tests.messaging.sms import peer as peer
from tests.messaging.sms import reason as reason

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent() -> Message:
    now = clock.now()
    fields = {"message_class": "b", "not_before": now, "created_at": now, "sent_at": now, "message_id": f"<{KEY}>"}
    person = make_user(phone=MOBILE)
    message = Message.objects.create(
        reason="news", subject="visit:1", recipient=person, channel="sms", state=MessageState.SENT, **fields
    )
    tried = {"reference": "ref-7", "started_at": now, "outcome": Outcome.SENT}
    Attempt.objects.create(message=message, channel="sms", number=1, **tried)
    return message


def tell(client: Any, status: str, *, at: int | None = None, key: str = CALLBACK_KEY, body: bytes | None = None) -> int:
    real = json.dumps({"client": {"ref": KEY}, "status": status}).encode()
    headers = sign(real, key=key, timestamp=at if at is not None else int(clock.now().timestamp()))
    answer = client.post(
        "/gateway/sms/receipt", body if body is not None else real, content_type="application/json", headers=headers
    )
    return int(answer.status_code)


def test_what_did_not_arrive_is_called_once_however_often_it_is_told(client: Any, gateway: Any, sent: Message) -> None:
    assert [tell(client, "undelivered"), tell(client, "undelivered")] == [204, 204]
    sent.refresh_from_db()
    assert (sent.state, sent.channel) == (MessageState.ON_LIST, "phone")
    assert Call.objects.filter(message=sent).count() == 1
    assert sent.attempts.get().outcome == Outcome.FAILED


def test_what_did_not_arrive_goes_by_mail_where_there_is_one(
    client: Any, gateway: Any, sent: Message, reason: Reason
) -> None:
    sent.recipient.email = "meryem@example.org"
    sent.recipient.save()
    assert tell(client, "undelivered") == 204
    sent.refresh_from_db()
    assert (sent.state, sent.channel) == (MessageState.DUE, "email")


def test_what_arrived_is_delivered_and_the_same_again_changes_nothing(client: Any, gateway: Any, sent: Message) -> None:
    assert [tell(client, "delivered"), tell(client, "delivered")] == [204, 204]
    sent.refresh_from_db()
    assert sent.state == MessageState.DELIVERED


def test_what_arrived_has_not_failed_when_an_earlier_word_comes_late(client: Any, gateway: Any, sent: Message) -> None:
    assert [tell(client, "delivered"), tell(client, "undelivered")] == [204, 204]
    sent.refresh_from_db()
    assert (sent.state, sent.attempts.get().outcome) == (MessageState.DELIVERED, Outcome.DELIVERED)


@pytest.mark.parametrize(
    "forged",
    [
        {"key": "x" * 40},
        {"at": 1_000_000},
        {"body": b'{"client": {"ref": "one@piano.example"}, "status": "undelivered" }'},
    ],
    ids=["other key", "old", "other body"],
)
def test_a_forged_or_old_receipt_changes_nothing(
    client: Any, gateway: Any, sent: Message, forged: dict[str, Any]
) -> None:
    assert tell(client, "undelivered", **forged) == 403
    sent.refresh_from_db()
    assert sent.state == MessageState.SENT


def test_a_receipt_is_no_page_and_nothing_is_believed_without_a_key(client: Any, gateway: Any, settings: Any) -> None:
    assert client.get("/gateway/sms/receipt").status_code == 405
    settings.GATEWAYS = {"sms": read_description('{"url": "https://sms.example/"}')}
    assert tell(client, "undelivered", key="") == 403
    settings.GATEWAYS = {}
    assert tell(client, "undelivered") == 403
